"""Routes about the caller's own sessions, and about how people may sign in."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.identity.session_views import (
    CurrentSessionView,
    DeviceUse,
    SessionPath,
    SessionsPage,
    SignInOptions,
    SignInSettingsUpdate,
    SignInSettingsView,
)
from shared.kernel.permissions import Action
from shared.kernel.views import Empty, ReadQuery, UpdateQuery, WriteQuery

api = Api("sessions", "How people sign in, and the caller's own sign-ins.")

SETTINGS = "/v1/settings/signIn"


@api.get("/v1/signInOptions", Action.SIGN_IN_OPTIONS_GET, SignInOptions)
def get_sign_in_options(call: Call, query: ReadQuery) -> SignInOptions:
    """Get the ways to sign in that are on; nobody needs a token for it."""
    del call, query
    return bootstrap.sign_in_settings().options()


@api.get("/v1/me/sessions", Action.SESSIONS_LIST, SessionsPage)
def list_sessions(call: Call, query: ReadQuery) -> SessionsPage:
    """List the caller's own sessions."""
    del query
    return bootstrap.sessions().mine(call.actor)


@api.delete("/v1/me/sessions/<session>", Action.SESSIONS_END, Empty)
def delete_session(call: Call, path: SessionPath, query: WriteQuery) -> Empty:
    """End a session of the caller's own."""
    if not query.validate_only:
        bootstrap.sessions().end(call.actor, path.session)
    return Empty()


@api.post("/v1/me:signOut", Action.SESSIONS_END, Empty)
def sign_out(call: Call, query: WriteQuery) -> Empty:
    """End the session in which the caller asks."""
    if not query.validate_only:
        bootstrap.sessions().end(call.actor, call.actor.session)
    return Empty()


@api.post("/v1/me:signOutEverywhere", Action.SESSIONS_END, Empty)
def sign_out_everywhere(call: Call, query: WriteQuery) -> Empty:
    """End all of the caller's sessions."""
    if not query.validate_only:
        bootstrap.sessions().end_all(call.actor)
    return Empty()


@api.post("/v1/me:useDevice", Action.SESSIONS_USE, CurrentSessionView)
def use_device(call: Call, query: WriteQuery, body: DeviceUse) -> CurrentSessionView:
    """Say on which device the caller's session is; whoever else is signed in there is out."""
    desk = bootstrap.devices()
    if query.validate_only:
        return desk.current(call.actor)
    return desk.use_device(call.actor, body)


@api.post("/v1/me:touch", Action.SESSIONS_USE, CurrentSessionView)
def touch_session(call: Call, query: WriteQuery) -> CurrentSessionView:
    """Say that somebody uses the session in which the caller asks."""
    desk = bootstrap.devices()
    return desk.current(call.actor) if query.validate_only else desk.touch(call.actor)


@api.get(SETTINGS, Action.SIGN_IN_SETTINGS_GET, SignInSettingsView)
def get_sign_in_settings(call: Call, query: ReadQuery) -> SignInSettingsView:
    """Get how people sign in to the district."""
    del query
    return bootstrap.sign_in_settings().get(call.actor)


@api.patch(SETTINGS, Action.SIGN_IN_SETTINGS_UPDATE, SignInSettingsView)
def update_sign_in_settings(
    call: Call, query: UpdateQuery, body: SignInSettingsUpdate
) -> SignInSettingsView:
    """Decide how people sign in to the district; all ways are named, those that aren't are off."""
    return bootstrap.sign_in_settings().update(
        call.actor,
        body,
        query.update_mask,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )

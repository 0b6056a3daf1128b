"""Routes about invitations."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.identity.invitation_views import (
    InvitationView,
    Invite,
    InvitedGuardian,
    InvitedMember,
)
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, WriteQuery

api = Api("invitations", "How people who don't sign in yet are let in.")

MEMBER = "/v1/schools/<school>/members/<member>"
GUARDIAN = "/v1/schools/<school>/guardians/<guardian>"


@api.get(f"{MEMBER}/invitation", Action.MEMBERS_INVITE, InvitationView)
def get_member_invitation(call: Call, path: InvitedMember, query: ReadQuery) -> InvitationView:
    """Get whether a member was invited, and whether they have signed in."""
    del query
    return bootstrap.invitations().of_member(call.actor, path.school, path.member)


@api.post(f"{MEMBER}:invite", Action.MEMBERS_INVITE, InvitationView)
def invite_member(
    call: Call, path: InvitedMember, query: WriteQuery, body: Invite
) -> InvitationView:
    """Send a member a mail by which they set a password; 60 an hour, and 3 a day to one person."""
    return bootstrap.invitations().invite_member(
        call.actor,
        path.school,
        path.member,
        body,
        query.request_id,
        validate_only=query.validate_only,
    )


@api.get(f"{GUARDIAN}/invitation", Action.GUARDIANS_INVITE, InvitationView)
def get_guardian_invitation(call: Call, path: InvitedGuardian, query: ReadQuery) -> InvitationView:
    """Get whether a guardian was invited, and whether they have signed in."""
    del query
    return bootstrap.invitations().of_guardian(call.actor, path.school, path.guardian)


@api.post(f"{GUARDIAN}:invite", Action.GUARDIANS_INVITE, InvitationView)
def invite_guardian(
    call: Call, path: InvitedGuardian, query: WriteQuery, body: Invite
) -> InvitationView:
    """Send a guardian a mail by which they get in; 60 an hour, and 3 a day to one person."""
    return bootstrap.invitations().invite_guardian(
        call.actor,
        path.school,
        path.guardian,
        body,
        query.request_id,
        validate_only=query.validate_only,
    )

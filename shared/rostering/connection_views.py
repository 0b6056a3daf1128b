"""Requests and answers of the API about connections. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field, SecretStr, StrictBool, StrictFloat, StrictInt

from shared.kernel.etags import etag_of
from shared.kernel.views import ResourceId, SchoolPath, View
from shared.rostering.api_source import (
    PAGE_LIMIT,
    SECRET_FIELDS,
    ApiAuthentication,
    ApiScope,
    ApiVersion,
    api_source_fields,
)
from shared.rostering.connections import Connection, Method, SectionTerms, connection_fields
from shared.rostering.feeds import Feed, StopReason
from shared.rostering.limits import Limits, limits_fields
from shared.rostering.model import Kind
from shared.rostering.windows import WindowKind


class ConnectionPath(SchoolPath):
    """Of one connection."""

    connection: ResourceId


class SwitchesView(View):
    """What a sync may do for one kind of person."""

    add: StrictBool = False
    update: StrictBool = False
    archive: StrictBool = False


class WindowView(View):
    """Days on which less is allowed, or a new year comes in; the first and the last included."""

    kind: WindowKind = Field(
        description="BLACKOUT works on nothing, ADDS_ONLY only adds; ROLLOVER lets a new school "
        "year in without holding it for how many people change or are new, 14 days at most."
    )
    first_day: str = Field(description="ISO 8601.")
    last_day: str = Field(description="ISO 8601.")


class ApiSourceSettings(View):
    """Where the system's own interface is, and how it is asked; replaced whole."""

    base_url: str = Field(
        description="As the system shows it; https only. A change of it takes the secret away."
    )
    token_url: str = Field(
        "",
        description="Where tokens come from; empty where it is found out or none is needed. "
        "A change of it takes the secret away.",
    )
    token_url_approved: StrictBool = Field(
        False, description="The secret may go to a token URL on another domain than baseUrl."
    )
    client_id: str = Field("", description="The public half of the key.")
    version: ApiVersion = ApiVersion.AUTO
    authentication: ApiAuthentication = ApiAuthentication.AUTO
    scope: ApiScope = ApiScope.AUTO
    custom_scope: str = Field("", description="What a token is asked for where scope is CUSTOM.")
    page_limit: StrictInt = Field(PAGE_LIMIT, description="People in a page, 1 to 10000.")
    prefer_role_endpoints: StrictBool = Field(
        False, description="Ask for students and teachers apart, not for all users."
    )
    keep_cookies: StrictBool = Field(
        True, description="Send cookies of the token's answer along with every request."
    )
    delta_pulls: StrictBool = Field(
        False,
        description="Ask for what has changed only, and for everything once a week. A system that "
        "can't tell what has changed is asked for everything.",
    )


class ApiSourceView(ApiSourceSettings):
    """The same with what became of the secret, which itself is never shown."""

    has_secret: bool
    secret_time: datetime | None = Field(None, description="When the secret was set.")
    secret_cleared_time: datetime | None = Field(
        None, description="When it was taken away, because the address became another one."
    )


class ConnectionSettings(View):
    """What can be set of a connection; what a request leaves out stays, or is the default."""

    display_name: str = Field("", max_length=100)
    enabled: StrictBool = False
    method: Method = Field(
        Method.SFTP, description="How the people come; fixed once a run was approved."
    )
    sis: str = Field("", max_length=63, description="Id of a system of /v1/sisSystems, or empty.")
    migrates_from: ResourceId | None = Field(
        None, description="Id of the connection whose people this one takes over."
    )
    switches: dict[Kind, SwitchesView] = Field(default_factory=dict)
    declared_kinds: list[Kind] = Field(default_factory=list)
    header_map: dict[str, str] = Field(
        default_factory=dict, description="Header → roster field; empty for not read."
    )
    grade_map: dict[str, str] = Field(default_factory=dict, description="Spelling → grade.")
    encoding: str | None = Field(None, description="None lets files tell.")
    id_width: StrictInt | None = Field(
        None, description="Digits that numeric ids are filled up to."
    )
    school_sourced_id: str = Field(
        "",
        max_length=255,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="Which school of a OneRoster package with several; empty where it holds one.",
    )
    roster_sections: StrictBool = Field(
        False, description="Classes and who is in them come too, from packages that have them."
    )
    section_terms: SectionTerms = Field(
        SectionTerms.ALL, description="CURRENT: only classes of the terms that the day belongs to."
    )
    section_grades: list[str] = Field(
        default_factory=list,
        max_length=30,
        description="Grades whose classes come; empty for all.",
    )
    file_sets: dict[Kind, list[str]] = Field(default_factory=dict)
    school_year_end: StrictInt | None = None
    archive_after_nights: StrictInt = 1
    takes_back_edits: StrictBool = False
    owns_hand_added: StrictBool = False
    windows: list[WindowView] = Field(default_factory=list, max_length=50)
    limits: dict[str, StrictFloat] = Field(
        default_factory=dict, description="Of the gate; what is left out has its default."
    )
    api_source: ApiSourceSettings | None = Field(
        default=None, description="Of the methods ONEROSTER and CLASSLINK only."
    )


class ConnectionUpdate(ConnectionSettings):
    """New values of the fields that the update mask names."""

    etag: str = ""


class ConnectionCreate(ConnectionSettings):
    """A connection to be made."""

    connection: ResourceId


class SecretSet(View):
    """The other half of a source's key. It is kept and never shown."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"client_secret"})
    client_secret: SecretStr = Field(min_length=1, max_length=4_096)
    etag: str = ""


class LiftView(View):
    """A limit that is set aside for the next file."""

    code: str
    expire_time: datetime


class FeedView(View):
    """The course of a connection's files."""

    stopped: StopReason | None = None
    stopped_time: datetime | None = None
    stopped_run: str | None = None
    holds_in_a_row: int
    last_good_time: datetime | None = None
    lifts: list[LiftView]
    waiting: int = Field(description="Files to be worked on when the feed goes on.")


class ConnectionView(ConnectionSettings):
    """A connection with its settings and its feed."""

    name: str = Field(description="schools/{school}/rosterConnections/{connection}")
    api_source: ApiSourceView | None = None
    verified_time: datetime | None = Field(None, description="When the dry runs ended.")
    default_limits: dict[str, float] = Field(description="What each limit is unless it is set.")
    feed: FeedView
    etag: str


class ConnectionsList(View):
    """The connections of a school, by id."""

    roster_connections: list[ConnectionView]


SETTINGS = frozenset(field.alias or name for name, field in ConnectionSettings.model_fields.items())
"""What an update can name."""


def connection_view(connection: Connection, version: str, feed: Feed) -> ConnectionView:
    """A connection as the API shows it."""
    held = connection_fields(connection)
    shown = {name: held[name] for name in SETTINGS} | {"apiSource": _source_view(connection)}
    return ConnectionView(
        **shown,
        name=f"schools/{connection.school}/rosterConnections/{connection.connection}",
        verified_time=connection.verified_time,
        default_limits=limits_fields(Limits()),
        feed=_feed_view(feed),
        etag=etag_of(version),
    )


def _source_view(connection: Connection) -> dict[str, Any] | None:
    source = connection.api_source
    held = api_source_fields(source)
    if source is None or held is None:
        return None
    cleared = connection.cleared_secret
    return {
        **{name: value for name, value in held.items() if name not in SECRET_FIELDS},
        "hasSecret": bool(source.secret_version),
        "secretTime": source.secret_time,
        "secretClearedTime": None if cleared is None else cleared.time,
    }


def _feed_view(feed: Feed) -> FeedView:
    return FeedView(
        stopped=feed.stopped,
        stopped_time=feed.stopped_time,
        stopped_run=feed.stopped_run,
        holds_in_a_row=feed.holds_in_a_row,
        last_good_time=feed.last_good,
        lifts=[LiftView(code=each.code, expire_time=each.expires) for each in feed.lifts],
        waiting=len(feed.waiting),
    )

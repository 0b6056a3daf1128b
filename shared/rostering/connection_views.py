"""Requests and answers of the API about connections. Pure."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from shared.kernel.etags import etag_of
from shared.kernel.views import ResourceId, SchoolPath, View
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
    """Days on which less is allowed, the first and the last included."""

    kind: WindowKind
    first_day: str = Field(description="ISO 8601.")
    last_day: str = Field(description="ISO 8601.")


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


class ConnectionUpdate(ConnectionSettings):
    """New values of the fields that the update mask names."""

    etag: str = ""


class ConnectionCreate(ConnectionSettings):
    """A connection to be made."""

    connection: ResourceId


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
    shown = {name: held[name] for name in SETTINGS}
    return ConnectionView(
        **shown,
        name=f"schools/{connection.school}/rosterConnections/{connection.connection}",
        verified_time=connection.verified_time,
        default_limits=limits_fields(Limits()),
        feed=_feed_view(feed),
        etag=etag_of(version),
    )


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

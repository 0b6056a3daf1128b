"""Routes about where people should be: a member now and all day, and who and what is in a room."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.calendar.where_views import (
    DraftQuery,
    InRoomList,
    InRoomQuery,
    MemberDayPath,
    MemberDayView,
    RoomDayQuery,
    RoomDayView,
    RoomsList,
    WhereQuery,
    WhereView,
)
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, SchoolPath
from shared.people.member_views import MemberPath

api = Api("whereabouts", "Where members should be, and what meets in which room.")

MEMBERS = "/v1/schools/<school>/members"
ROOMS = "/v1/schools/<school>/rooms"


@api.get(f"{MEMBERS}/<member>:whereIs", Action.MEMBERS_GET, WhereView)
def where_is_member(call: Call, path: MemberPath, query: WhereQuery) -> WhereView:
    """Tell where a member should be at an instant."""
    return bootstrap.where_desk().where_is(call.actor, path.school, path.member, query.time)


@api.get(f"{MEMBERS}/<member>/schoolDays/<day>", Action.MEMBERS_GET, MemberDayView)
def get_member_day(call: Call, path: MemberDayPath, query: DraftQuery) -> MemberDayView:
    """Get a member's day, block by block."""
    return bootstrap.where_desk().day(
        call.actor, path.school, path.member, path.day, draft=query.draft
    )


@api.get(f"{MEMBERS}:inRoom", Action.MEMBERS_LIST, InRoomList)
def list_members_in_room(call: Call, path: SchoolPath, query: InRoomQuery) -> InRoomList:
    """List who should be in a room at an instant."""
    return bootstrap.room_desk().who_is_in(call.actor, path.school, query.room, query.time)


@api.get(ROOMS, Action.LISTS_GET, RoomsList)
def list_rooms(call: Call, path: SchoolPath, query: ReadQuery) -> RoomsList:
    """List the rooms in which classes meet."""
    del query
    return bootstrap.room_desk().rooms(call.actor, path.school)


@api.get(f"{ROOMS}:lookUpDay", Action.LISTS_GET, RoomDayView)
def look_up_room_day(call: Call, path: SchoolPath, query: RoomDayQuery) -> RoomDayView:
    """Look up what meets in a room on a day."""
    return bootstrap.room_desk().day(
        call.actor, path.school, query.room, query.day, draft=query.draft
    )

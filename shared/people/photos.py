"""Photos of members: set and removed by who may edit the member, seen by who may see them."""

from __future__ import annotations

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Missing
from shared.kernel.etags import check_etag
from shared.kernel.permissions import Action
from shared.kernel.roles import PROTECTED, Role
from shared.kernel.views import Download
from shared.people.edit_store import EditStore
from shared.people.editing import protected
from shared.people.member_views import MemberDetail, MemberView, member_view
from shared.people.model import Drafted, Stored
from shared.people.photo_files import PhotoFiles
from shared.people.photo_rules import decoded, digest, portrait
from shared.people.reach import reached, unknown
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore


class MemberPhotos:
    """Keeps one photo of a member.

    A picture is written before the member names it, and the one before it is deleted after that. So
    a member never names what isn't there, and what a crash leaves goes with the next photo. Nobody
    who has a photo is ever taken away: an undo leaves whoever was changed since as they are.
    """

    def __init__(
        self,
        people: PeopleStore,
        edits: EditStore,
        files: PhotoFiles,
        reaches: Reaches,
        clock: Clock,
    ) -> None:
        """Wire it.

        Args:
            people: the school's members.
            edits: writes them.
            files: holds the pictures.
            reaches: whom a caller reaches.
            clock: the present instant.
        """
        self._people = people
        self._edits = edits
        self._files = files
        self._reaches = reaches
        self._clock = clock

    def get(self, actor: Actor, school: str, person: str) -> Download:
        """The photo of a member whom the caller may see.

        Raises:
            Denied: as `authorize` says.
            Missing: ``MEMBER_UNKNOWN``; ``PHOTO_UNKNOWN``: there is none of them.
        """
        reach = self._reaches.of(actor, Action.MEMBERS_GET, school)
        member = reached(reach, school, person, self._people.members(school, [person]))
        known = str(member.fields.get("photo", ""))
        if not known:
            raise _none(school, person)

        def picture() -> bytes:
            found = self._files.read(school, person, known)
            if found is None:
                raise _none(school, person)
            return found

        return Download("photo.jpg", "image/jpeg", (picture() for _ in range(1)), etag=known)

    def put(
        self, actor: Actor, school: str, person: str, image: str, etag: str, *, validate_only: bool
    ) -> MemberView:
        """Keep a photo of a member in the place of the one before.

        Args:
            actor: who does it.
            school: whose member.
            person: who.
            image: a file, as base64.
            etag: of the member as the caller last saw them; empty for whatever they are.
            validate_only: look at all of it and keep nothing.

        Raises:
            Denied: ``ROLE_MAY_NOT``, ``MEMBER_PROTECTED``.
            Missing: ``MEMBER_UNKNOWN``.
            Invalid: ``PHOTO_INVALID``, ``PHOTO_SIZE``.
            Conflict: ``ETAG_MISMATCH``.
        """
        member = self._member(actor, school, person, etag)
        picture = portrait(decoded(image))
        name = digest(picture)
        if not validate_only:
            self._files.write(school, person, name, picture)
        return self._saved(actor, school, member, name, only=validate_only)

    def remove(
        self, actor: Actor, school: str, person: str, etag: str, *, validate_only: bool
    ) -> MemberView:
        """Delete the photo of a member; there may be none.

        Raises:
            Denied: ``ROLE_MAY_NOT``, ``MEMBER_PROTECTED``.
            Missing: ``MEMBER_UNKNOWN``.
            Conflict: ``ETAG_MISMATCH``.
        """
        member = self._member(actor, school, person, etag)
        return self._saved(actor, school, member, "", only=validate_only)

    def _member(self, actor: Actor, school: str, person: str, etag: str) -> Stored:
        reach = self._reaches.of(actor, Action.MEMBERS_UPDATE, school)
        found = reached(reach, school, person, self._people.members(school, [person]))
        if Role(found.fields["role"]) in PROTECTED and actor.role_at(school) not in PROTECTED:
            raise protected(school)
        check_etag(etag, found.version)
        return found

    def _saved(
        self, actor: Actor, school: str, member: Stored, name: str, *, only: bool
    ) -> MemberView:
        changes = {"photo": name} if name != member.fields.get("photo", "") else {}
        if only:
            after = Drafted(member.id, {**member.fields, **changes}, member.version)
            return member_view(school, after, MemberDetail.FULL)
        if changes:
            now = self._clock()
            try:
                self._edits.save(school, member, changes, actor.id, "members:update", now)
            except Conflict as error:
                text = "the member has changed since it was read"
                raise Conflict("ETAG_MISMATCH", text) from error
        self._files.keep_only(school, member.id, name)
        found = self._people.members(school, [member.id]).get(member.id)
        if found is None:
            raise unknown(school, member.id)
        return member_view(school, found, MemberDetail.FULL)


def _none(school: str, person: str) -> Missing:
    name = f"schools/{school}/members/{person}"
    return Missing("PHOTO_UNKNOWN", "there is no photo of the member", {"name": name})

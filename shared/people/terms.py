"""The terms of a school for callers: all are read, and those that people keep are changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Denied, Invalid, Missing
from shared.kernel.etags import check_etag
from shared.kernel.field_masks import parse_mask
from shared.kernel.permissions import Action, authorize
from shared.people.model import SCHEMA_VERSION, Drafted, Stored, is_by_hand
from shared.people.section_store import SectionStore
from shared.people.term_rules import TERM_FIELDS, wrong_term
from shared.people.term_store import TermStore
from shared.people.term_views import NewTerm, TermChange, TermsList, TermView, term_view


class TermDesk:
    """Shows and changes terms. Every use case raises `Denied` as `authorize` says."""

    def __init__(
        self,
        terms: TermStore,
        sections: SectionStore,
        clock: Clock,
        new_id: Callable[[], str],
        changed: Callable[[str], None],
    ) -> None:
        """Take the parts.

        Args:
            terms: holds those that people keep.
            sections: hold all of them.
            clock: the present instant.
            new_id: makes the id of a new term.
            changed: told of the school, once a term has changed that a class may be in.
        """
        self._terms = terms
        self._sections = sections
        self._clock = clock
        self._new_id = new_id
        self._changed = changed

    def list(self, actor: Actor, school: str) -> TermsList:
        """All terms of a school; as many reads as there are."""
        authorize(actor, Action.LISTS_GET, school)
        found = [term_view(school, each) for each in self._sections.all_terms(school).values()]
        return TermsList(terms=sorted(found, key=_order))

    def get(self, actor: Actor, school: str, name: str) -> TermView:
        """One term.

        Raises:
            Missing: ``TERM_UNKNOWN``.
        """
        authorize(actor, Action.LISTS_GET, school)
        return term_view(school, self._found(school, name))

    def create(self, actor: Actor, school: str, new: NewTerm, *, validate_only: bool) -> TermView:
        """Make a term that people keep.

        Raises:
            Invalid: ``TERM_INVALID`` with the fields.
        """
        authorize(actor, Action.CALENDARS_UPDATE, school)
        told = new.model_dump(by_alias=True, mode="json")
        fields = {"schemaVersion": SCHEMA_VERSION, "byHand": True, **told}
        _refuse_wrong(fields)
        drafted = Drafted(self._new_id(), fields, "")
        if validate_only:
            return term_view(school, drafted)
        self._terms.create(school, drafted.id, fields, actor.id, self._clock())
        return term_view(school, self._found(school, drafted.id))

    def update(
        self, actor: Actor, school: str, name: str, change: TermChange, mask: str, etag: str,
        *, validate_only: bool,
    ) -> TermView:  # fmt: skip
        """Change the fields of a term that a mask names.

        Raises:
            Denied: ``TERM_OF_ROSTER``.
            Missing: ``TERM_UNKNOWN``.
            Invalid: ``TERM_INVALID`` with the fields, or as `parse_mask` says.
            Conflict: ``ETAG_MISMATCH``.
        """
        authorize(actor, Action.CALENDARS_UPDATE, school)
        given = change.model_dump(by_alias=True, exclude_unset=True).keys() - {"etag"}
        wanted = parse_mask(mask, TERM_FIELDS, given)
        found = self._own(school, name, etag)
        told = change.model_dump(by_alias=True, mode="json")
        changes = {
            field: told[field] for field in sorted(wanted) if told[field] != found.fields[field]
        }
        after = {**found.fields, **changes}
        _refuse_wrong(after)
        if validate_only or not changes:
            return term_view(school, Drafted(found.id, after, found.version))
        try:
            self._terms.save(school, found, changes, actor.id, self._clock())
        except Conflict as error:
            raise _stale() from error
        self._changed(school)
        return term_view(school, self._found(school, name))

    def delete(
        self, actor: Actor, school: str, name: str, etag: str, *, validate_only: bool
    ) -> None:
        """Delete a term that no class is in.

        Raises:
            Denied: ``TERM_OF_ROSTER``.
            Missing: ``TERM_UNKNOWN``.
            Invalid: ``TERM_IN_USE`` with how many classes are in it.
            Conflict: ``ETAG_MISMATCH``.
        """
        authorize(actor, Action.CALENDARS_UPDATE, school)
        found = self._own(school, name, etag)
        if count := self._terms.classes_in(school, name):
            metadata = {"term": name, "classes": str(count)}
            raise Invalid("TERM_IN_USE", f"{count} classes are in the term", metadata)
        if validate_only:
            return
        try:
            self._terms.delete(school, found, actor.id, self._clock())
        except Conflict as error:
            raise _stale() from error

    def _found(self, school: str, name: str) -> Stored:
        found = self._terms.get(school, name)
        if found is None:
            raise Missing("TERM_UNKNOWN", "there is no such term", {"term": name})
        return found

    def _own(self, school: str, name: str, etag: str) -> Stored:
        """A term that people keep."""
        found = self._found(school, name)
        if not is_by_hand(found.fields):
            raise Denied("TERM_OF_ROSTER", "the roster keeps this term", {"term": name})
        check_etag(etag, found.version)
        return found


def _refuse_wrong(fields: Mapping[str, Any]) -> None:
    if wrong := wrong_term(fields):
        raise Invalid("TERM_INVALID", "the term would not be valid", violations=wrong)


def _order(term: TermView) -> tuple[str, str, str]:
    return term.start_day or "", term.end_day or "", term.name


def _stale() -> Conflict:
    return Conflict("ETAG_MISMATCH", "the term has changed since it was read")

"""The terms of a school for those who see its lists."""

from __future__ import annotations

from shared.kernel.actor import Actor
from shared.kernel.permissions import Action, authorize
from shared.people.section_store import SectionStore
from shared.people.term_views import TermsList, TermView, term_view


class TermDirectory:
    """Reads terms for a caller."""

    def __init__(self, sections: SectionStore) -> None:
        self._sections = sections

    def list(self, actor: Actor, school: str) -> TermsList:
        """All terms of a school; as many reads as there are.

        Raises:
            Denied: as `authorize` says.
        """
        authorize(actor, Action.LISTS_GET, school)
        found = [term_view(school, each) for each in self._sections.all_terms(school).values()]
        return TermsList(terms=sorted(found, key=_order))


def _order(term: TermView) -> tuple[str, str, str]:
    return term.start_day or "", term.end_day or "", term.name

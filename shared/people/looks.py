"""Puts on record who looked at whom: one entry for each caller, person and hour."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from shared.kernel.actor import Actor
from shared.kernel.audit import audit_entry
from shared.kernel.audit_verbs import AuditVerb
from shared.kernel.clock import Clock
from shared.kernel.ids import digest_id
from shared.people.store import PeopleStore

MOST_KEPT = 10_000
"""Entries that a process remembers to have written; what it forgot costs one write more."""

_ID_BYTES = 15


class Looks:
    """Writes an entry before what it tells of is shown: what isn't on record isn't shown.

    An hour is one of UTC's, so that an entry's id says which it is of; the entry has the time of
    the hour's first look.
    """

    def __init__(self, people: PeopleStore, clock: Clock) -> None:
        self._people = people
        self._clock = clock
        self._written: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def member(self, actor: Actor, school: str, person: str) -> None:
        """Somebody's details, guardians or history are about to be read; not by themselves.

        Raises:
            Transient: the entry could not be written.
        """
        if person != actor.person_at(school):
            self._note(actor, school, AuditVerb.MEMBERS_VIEW, [{"person": person}])

    def guardian(self, actor: Actor, school: str, guardian: str, children: Sequence[str]) -> None:
        """A guardian is about to be read, with the children whom the caller reaches.

        Raises:
            Transient: as `member` says.
        """
        subjects = [{"guardian": guardian}, *({"person": child} for child in children)]
        self._note(actor, school, AuditVerb.GUARDIANS_VIEW, subjects)

    def members(self, actor: Actor, school: str, *, whole: bool) -> None:
        """A page of members is about to be read; with contact data and ids where it is whole.

        Raises:
            Transient: as `member` says.
        """
        self._note(actor, school, AuditVerb.MEMBERS_LIST, [{"view": "FULL"}] if whole else [])

    def guardians(self, actor: Actor, school: str) -> None:
        """A page of all guardians is about to be read.

        Raises:
            Transient: as `member` says.
        """
        self._note(actor, school, AuditVerb.GUARDIANS_LIST, [])

    def _note(
        self, actor: Actor, school: str, verb: AuditVerb, subjects: Sequence[Mapping[str, str]]
    ) -> None:
        now = self._clock()
        about = [value for subject in subjects for value in subject.values()]
        facts = (actor.id, school, verb, f"{now:%Y%m%dT%H}", *about)
        entry_id = f"view-{digest_id(*facts, size=_ID_BYTES)}"
        with self._lock:
            if entry_id in self._written:
                return
        self._people.note(entry_id, audit_entry(actor.id, verb, subjects, now, school))
        with self._lock:
            self._written[entry_id] = None
            if len(self._written) > MOST_KEPT:
                self._written.popitem(last=False)

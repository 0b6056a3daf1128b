"""Somebody stands in for a teacher on one day: codes are made, redeemed and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from shared.identity.account_store import AccountStore, Stored
from shared.identity.substitute_rules import AHEAD, is_day, plain, shown
from shared.identity.substitute_store import SubstituteCode, SubstituteStore
from shared.identity.substitute_views import (
    NewSubstituteCode,
    SubstituteCodeState,
    SubstituteCodeView,
)
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Denied, FieldViolation, Invalid, Missing, Throttled
from shared.kernel.local_time import day_begins, local_day
from shared.kernel.permissions import Action, Scope, authorize
from shared.kernel.token_bucket import Limit, Limiter
from shared.people.model import MemberKind, MemberState, full_name
from shared.people.model import Stored as Member
from shared.people.own_list_views import CoverView
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore

TRIES = Limit(20, timedelta(hours=1))
"""Codes that one person may type, right ones and wrong ones."""
_TRIES_OF_A_COMMIT = 3


class SubstituteDesk:
    """Makes, shows, redeems and takes back codes.

    A code is one person's: whoever redeems it first. What it gives stands with the accounts of that
    person, so that a call of anybody reads nothing for it, and is asked for at every call.
    """

    def __init__(
        self,
        codes: SubstituteStore,
        accounts: AccountStore,
        people: PeopleStore,
        schools: SchoolStore,
        limits: Limiter,
        changed: Callable[[str], None],
        new_code: Callable[[], tuple[str, str]],
        clock: Clock,
    ) -> None:
        """Wire it.

        Args:
            codes: that there are.
            accounts: whose persons stand in for somebody.
            people: the teachers and the substitutes.
            schools: know their clocks.
            limits: count what is typed, for all processes.
            changed: told the account that has another reach now.
            new_code: gives an id, and a code of `LENGTH` characters of `ALPHABET`.
            clock: the present instant.
        """
        self._codes = codes
        self._accounts = accounts
        self._people = people
        self._schools = schools
        self._limits = limits
        self._changed = changed
        self._new_code = new_code
        self._clock = clock

    def create(
        self, actor: Actor, school: str, new: NewSubstituteCode, *, validate_only: bool
    ) -> SubstituteCodeView:
        """Make a code; the answer is the only one that has it.

        Raises:
            Denied: ``ROLE_MAY_NOT``, or ``SUBSTITUTE_NOT_YOURS`` of a teacher for another one.
            Missing: ``SCHOOL_UNKNOWN``.
            Invalid: ``SUBSTITUTE_CODE_INVALID`` with the fields.
        """
        own = self._only(actor, school)
        if own and new.teacher_id != own:
            raise Denied("SUBSTITUTE_NOT_YOURS", "a teacher makes codes for their own classes")
        zone, now = self._schools.school(school).time_zone, self._clock()
        self._check(school, new, local_day(now, zone))
        name, code = self._new_code()
        made = SubstituteCode(
            id=name,
            school=school,
            teacher=new.teacher_id,
            day=new.day.isoformat(),
            start=day_begins(new.day, zone),
            end=day_begins(new.day + timedelta(days=1), zone),
            created=now,
        )
        if not validate_only:
            self._codes.create(made, code, actor.id)
        (view,) = self._views([made])
        return view.model_copy(update={"code": None if validate_only else shown(code)})

    def upcoming(self, actor: Actor, school: str) -> list[SubstituteCodeView]:
        """The codes whose day is not over, by their day; a teacher's own.

        Raises:
            Denied: ``ROLE_MAY_NOT``.
        """
        own = self._only(actor, school)
        found = self._codes.page(school, self._clock())
        return self._views([each for each in found if not own or each.teacher == own])

    def revoke(
        self, actor: Actor, school: str, name: str, *, validate_only: bool
    ) -> SubstituteCodeView:
        """Take a code back, and what it has given, at once; twice is the same.

        Raises:
            Denied: ``ROLE_MAY_NOT``.
            Missing: ``SUBSTITUTE_CODE_UNKNOWN``; also of another teacher's.
            Conflict: ``ETAG_MISMATCH``: it keeps changing.
        """
        own = self._only(actor, school)

        def revoked() -> SubstituteCode:
            code = self._codes.get(school, name)
            if code is None or (own and code.teacher != own):
                raise _unknown()
            if not code.is_revoked and not validate_only:
                accounts = self._accounts.accounts(code.accounts)
                self._codes.revoke(code, accounts, actor.id, self._clock())
            return replace(code, is_revoked=True)

        code = _settled(revoked)
        for uid in code.accounts:
            self._changed(uid)
        return self._views([code])[0]

    def redeem(self, actor: Actor, school: str, typed: str, *, validate_only: bool) -> CoverView:
        """Stand in for a teacher on the day of a code; twice is the same.

        Raises:
            Denied: ``ROLE_MAY_NOT``, ``SUBSTITUTE_IS_TEACHER``.
            Throttled: ``RATE_LIMITED``: too many codes typed by this person.
            Missing: ``SUBSTITUTE_CODE_UNKNOWN``: there is none such, it is over, taken back, or
                somebody else's by now; nothing tells which.
            Conflict: ``ETAG_MISMATCH``: the account keeps changing.
        """
        authorize(actor, Action.SUBSTITUTE_CODES_REDEEM, school)
        person = actor.person_at(school)
        if wait := self._limits.take("substitute-code", f"{school}|{person}", TRIES):
            raise Throttled(wait)

        def redeemed() -> SubstituteCode:
            code = self._codes.typed(school, plain(typed))
            now = self._clock()
            if code is None or code.is_revoked or code.end <= now:
                raise _unknown()
            if code.person not in ("", person):
                raise _unknown()
            if code.teacher == person:
                raise Denied("SUBSTITUTE_IS_TEACHER", "these are the caller's own classes")
            account = self._account(actor)
            if code.cover not in account.account.covers and not validate_only:
                self._codes.redeem(code, person, account, actor.id, now)
            return code

        code = _settled(redeemed)
        self._changed(actor.uid)
        name = self._names(school, [code.teacher])[code.teacher]
        return CoverView(
            school=f"schools/{school}",
            teacher=code.teacher,
            teacher_name=name,
            start_time=code.start,
            end_time=code.end,
        )

    def _only(self, actor: Actor, school: str) -> str:
        """The only teacher whose codes the caller has to do with; empty for any."""
        scope = authorize(actor, Action.SUBSTITUTE_CODES_EDIT, school)
        return actor.person_at(school) if scope is Scope.OWN_CLASSES else ""

    def _check(self, school: str, new: NewSubstituteCode, today: date) -> None:
        wrong = []
        if not _teaches(self._people.members(school, [new.teacher_id]).get(new.teacher_id)):
            wrong.append(FieldViolation("teacherId", "must be somebody who works at the school"))
        if not is_day(new.day, today):
            what = f"must be today or one of the {AHEAD.days} days after it"
            wrong.append(FieldViolation("day", what))
        if wrong:
            raise Invalid("SUBSTITUTE_CODE_INVALID", "there can be no such code", violations=wrong)

    def _account(self, actor: Actor) -> Stored:
        found = self._accounts.account(actor.uid)
        if found is None:
            raise _unknown()
        return found

    def _views(self, codes: list[SubstituteCode]) -> list[SubstituteCodeView]:
        if not codes:
            return []
        school = codes[0].school
        persons = [one for each in codes for one in (each.teacher, each.person) if one]
        names = self._names(school, persons)
        return [_view(each, names) for each in codes]

    def _names(self, school: str, persons: list[str]) -> dict[str, str]:
        found = self._people.many_members(school, persons)
        return {each: full_name(found[each].fields) if each in found else "" for each in persons}


def _teaches(member: Member | None) -> bool:
    return (
        member is not None
        and member.fields["state"] == MemberState.ACTIVE
        and member.fields["kind"] != MemberKind.STUDENT
    )


def _view(code: SubstituteCode, names: Mapping[str, str]) -> SubstituteCodeView:
    state = SubstituteCodeState.REDEEMED if code.person else SubstituteCodeState.OPEN
    return SubstituteCodeView(
        name=f"schools/{code.school}/substituteCodes/{code.id}",
        teacher=code.teacher,
        teacher_name=names[code.teacher],
        day=date.fromisoformat(code.day),
        end_time=code.end,
        state=SubstituteCodeState.REVOKED if code.is_revoked else state,
        substitute=code.person or None,
        substitute_name=names[code.person] if code.person else None,
        create_time=code.created,
    )


def _settled(change: Callable[[], SubstituteCode]) -> SubstituteCode:
    """Do it again where somebody who signs in at the same moment was faster."""
    for _ in range(_TRIES_OF_A_COMMIT):
        try:
            return change()
        except Conflict:
            continue
    raise Conflict("ETAG_MISMATCH", "the account keeps changing; try again")


def _unknown() -> Missing:
    return Missing("SUBSTITUTE_CODE_UNKNOWN", "there is no such code")

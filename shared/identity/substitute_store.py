"""Substitutes' codes and what they give, in Firestore: of a code itself, only a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.cloud.firestore import Commit, Document, Documents, Query
from shared.identity.account_store import Stored
from shared.identity.model import SCHEMA_VERSION, account_path, cover_document
from shared.kernel.actor import Cover
from shared.kernel.audit import audit_entry
from shared.kernel.audit_verbs import AuditVerb
from shared.kernel.ids import digest_id

KEPT = timedelta(days=30)
"""After its day; the audit log keeps longer who stood in for whom."""
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class SubstituteCode:
    """A code as it is stored.

    Attributes:
        id: of its document.
        version: of its document; empty for one that is not written yet.
        day: ISO 8601.
        start: when the school's day begins.
        end: when it is over.
        person: id of who redeemed it; empty for nobody yet.
        accounts: of theirs that have the cover.
        is_revoked: it gives nothing any more.
    """

    id: str
    school: str
    teacher: str
    day: str
    start: datetime
    end: datetime
    created: datetime
    version: str = ""
    person: str = ""
    accounts: tuple[str, ...] = ()
    is_revoked: bool = False

    @property
    def cover(self) -> Cover:
        """What it gives."""
        return Cover(self.school, self.teacher, self.id, self.start, self.end)


class SubstituteStore:
    """Every method may raise `Transient` when Firestore doesn't answer."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self, school: str, name: str) -> SubstituteCode | None:
        """One code by its id."""
        found = self._documents.get(_path(school, name))
        return None if found is None else _code(school, found)

    def typed(self, school: str, code: str) -> SubstituteCode | None:
        """The code that somebody typed, as `plain` writes it."""
        found = self._documents.where(_codes(school), "hash", _hash(school, code))
        return _code(school, found[0]) if found else None

    def page(self, school: str, now: datetime) -> list[SubstituteCode]:
        """Those whose day is not over, by their day; `MOST_SHOWN` at most."""
        asked = Query(_codes(school), [("endTime", ">", now)], ["endTime"], limit=MOST_SHOWN)
        return [_code(school, each) for each in self._documents.page(asked)]

    def create(self, made: SubstituteCode, code: str, actor: str) -> None:
        """Write a new code, with who made it, in one commit.

        Raises:
            Conflict: ``ALREADY_EXISTS``.
        """
        commit = self._documents.commit()
        fields = {
            "schemaVersion": SCHEMA_VERSION,
            "teacher": made.teacher,
            "day": made.day,
            "startTime": made.start,
            "endTime": made.end,
            "hash": _hash(made.school, code),
            "person": "",
            "accounts": [],
            "revoked": False,
            "createTime": made.created,
            "expiresAt": made.end + KEPT,
        }
        commit.create(_path(made.school, made.id), fields)
        _record(commit, AuditVerb.SUBSTITUTE_CODES_CREATE, made, actor, made.created)
        commit.run()

    def redeem(
        self, code: SubstituteCode, person: str, account: Stored, actor: str, now: datetime
    ) -> None:
        """Have an account what a code gives, with who did it, in one commit.

        What the account had for days that are over goes.

        Raises:
            Conflict: the code or the account has changed since it was read.
        """
        uid = account.account.uid
        commit = self._documents.commit()
        accounts = list(dict.fromkeys([*code.accounts, uid]))
        changes = {"person": person, "accounts": accounts, "redeemTime": now}
        commit.update(_path(code.school, code.id), changes, code.version)
        held = [each for each in account.account.covers if now < each.end and each.code != code.id]
        _put_covers(commit, account, [*held, code.cover])
        _record(commit, AuditVerb.SUBSTITUTE_CODES_REDEEM, code, actor, now, uid)
        commit.run()

    def revoke(
        self, code: SubstituteCode, accounts: Iterable[Stored], actor: str, now: datetime
    ) -> None:
        """Take a code back, and what it gave to these accounts, in one commit.

        Raises:
            Conflict: the code or one of the accounts has changed since it was read.
        """
        commit = self._documents.commit()
        changes = {"revoked": True, "revokeTime": now}
        commit.update(_path(code.school, code.id), changes, code.version)
        for account in accounts:
            left = [each for each in account.account.covers if each.code != code.id]
            _put_covers(commit, account, left)
        _record(commit, AuditVerb.SUBSTITUTE_CODES_REVOKE, code, actor, now)
        commit.run()


def _put_covers(commit: Commit, account: Stored, covers: Iterable[Cover]) -> None:
    fields = {"covers": [cover_document(each) for each in covers]}
    commit.update(account_path(account.account.uid), fields, account.version)


def _record(
    commit: Commit, verb: AuditVerb, code: SubstituteCode, actor: str, now: datetime, uid: str = ""
) -> None:
    subject = {"person": code.teacher, "substituteCode": code.id, "day": code.day}
    entry = audit_entry(actor, verb, [subject], now, code.school)
    commit.create(f"audit/substitute-{digest_id(code.school, code.id, verb, uid)}", entry)


def _hash(school: str, code: str) -> str:
    """Of 49 bits, so it has to cost something to try one."""
    made = hashlib.scrypt(code.encode(), salt=school.encode(), n=2**14, r=8, p=1, dklen=20)
    return made.hex()


def _codes(school: str) -> str:
    return f"schools/{school}/substituteCodes"


def _path(school: str, name: str) -> str:
    return f"{_codes(school)}/{name}"


def _code(school: str, found: Document) -> SubstituteCode:
    fields: Any = found.fields
    return SubstituteCode(
        id=found.id,
        school=school,
        teacher=str(fields["teacher"]),
        day=str(fields["day"]),
        start=fields["startTime"],
        end=fields["endTime"],
        created=fields["createTime"],
        version=found.version,
        person=str(fields["person"]),
        accounts=tuple(map(str, fields["accounts"])),
        is_revoked=fields["revoked"] is True,
    )

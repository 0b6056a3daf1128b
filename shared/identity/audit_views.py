"""Requests and answers of the API about the audit log. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import Field

from shared.kernel.audit_verbs import AuditVerb
from shared.kernel.views import RESOURCE_ID, PageQuery, View
from shared.people.model import Stored

FILTERS = {
    "actor": re.compile(r"[a-z-]{1,20}(:[A-Za-z0-9._-]{1,128})?"),
    "person": re.compile(RESOURCE_ID),
    "verb": re.compile("|".join(map(re.escape, AuditVerb))),
}
"""Fields of a filter and what each can be; each has its index with the time."""

MOST_SUBJECTS = 5
"""Of an entry on a page; an entry of a roster's run is about up to 400 people."""

_INSTANT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z)?$"
ACCOUNT = "account:"
"""Begins the key of an account among `Names`; no person's id has a colon."""

_PERSON = "person:"
_TOLD_APART = frozenset({"person", "fields"})

Names = Mapping[str, str]
"""Person id, or `ACCOUNT` and an account's id → name, of those whose name is known."""


class AuditExportQuery(View):
    """Of a call that takes the entries of a time as a file."""

    filter: str = Field(
        default="",
        max_length=1_000,
        description='actor, verb and person, such as actor = "person:{id}" AND verb = '
        '"members:update". person finds who was changed or looked at; of a school only.',
    )
    start_time: str = Field(
        default="",
        pattern=_INSTANT,
        description="RFC 3339 in UTC, ending in Z: not before this.",
    )
    end_time: str = Field(
        default="", pattern=_INSTANT, description="RFC 3339 in UTC, ending in Z: before this."
    )


class AuditEntriesQuery(PageQuery, AuditExportQuery):
    """Of a call that lists entries."""


class AuditSubjectView(View):
    """What an entry is about."""

    person: str | None = Field(None, description="Id of a member whom it is about.")
    display_name: str | None = Field(
        None, description="What the member, or who has the account, is called now, if known."
    )
    fields: list[str] = Field(description="Names of what was changed.")
    facts: dict[str, str] = Field(description="What else is known, by name, such as run or count.")


class AuditEntryView(View):
    """Who did what, and when."""

    name: str = Field(description="schools/{school}/auditEntries/{entry}, or auditEntries/{entry}.")
    time: datetime
    verb: AuditVerb
    actor: str = Field(
        description="person:{id}, roster-run:{run}, sftp-login:{login}, or another program's name."
    )
    actor_display_name: str | None = Field(
        None,
        description="Of a member of the school; of anybody who has an account, in the entries of "
        "the district.",
    )
    subjects: list[AuditSubjectView] = Field(
        description=f"{MOST_SUBJECTS} at most; where a person is asked for, what is about them."
    )
    subject_count: int = Field(description="How many there are.")


class AuditEntriesPage(View):
    """Entries, the newest first."""

    audit_entries: list[AuditEntryView]
    next_page_token: str = ""


def told_subjects(entry: Mapping[str, Any], person: str) -> list[Mapping[str, Any]]:
    """What a page tells of an entry's subjects: those about one person, where one is asked for."""
    subjects = entry["subjects"]
    about = [each for each in subjects if each.get("person") == person] if person else subjects
    return list(about[:MOST_SUBJECTS])


def people_of(entry: Mapping[str, Any], subjects: Iterable[Mapping[str, Any]]) -> list[str]:
    """Keys of `Names` of who did it, and of those of these subjects who have any."""
    actor = str(entry["actor"])
    acted = [actor.removeprefix(_PERSON)] if actor.startswith(_PERSON) else []
    return acted + [key for key in map(key_of, subjects) if key]


def entry_view(school: str | None, entry: Stored, person: str, names: Names) -> AuditEntryView:
    """What the API says of an entry.

    Args:
        school: that it belongs to; None for the district.
        entry: its document.
        person: whom it was looked for by; empty for nobody.
        names: of whoever `people_of` names, as far as they are known.
    """
    fields = entry.fields
    return AuditEntryView(
        name=entry_name(school, entry.id),
        time=fields["time"],
        verb=fields["verb"],
        actor=fields["actor"],
        actor_display_name=actor_name(fields["actor"], names),
        subjects=[_subject_view(each, names) for each in told_subjects(fields, person)],
        subject_count=len(fields["subjects"]),
    )


def entry_name(school: str | None, entry: str) -> str:
    """The resource name of an entry."""
    return f"auditEntries/{entry}" if school is None else f"schools/{school}/auditEntries/{entry}"


def key_of(subject: Mapping[str, Any]) -> str:
    """The key of `Names` of whom a subject is about; empty for what is nobody."""
    if "person" in subject:
        return str(subject["person"])
    return f"{ACCOUNT}{subject['account']}" if "account" in subject else ""


def actor_name(actor: str, names: Names) -> str | None:
    """What somebody is called who did something; None for runs, logins and whoever is unknown."""
    return names.get(actor.removeprefix(_PERSON)) if actor.startswith(_PERSON) else None


def facts_of(subject: Mapping[str, Any]) -> dict[str, str]:
    """All that a subject says beside the person and the fields, as text."""
    return {name: _text(value) for name, value in subject.items() if name not in _TOLD_APART}


def name_of(member: Mapping[str, Any]) -> str:
    """What a member is called."""
    return f"{member.get('firstName', '')} {member.get('lastName', '')}".strip()


def _subject_view(subject: Mapping[str, Any], names: Names) -> AuditSubjectView:
    person = subject.get("person")
    return AuditSubjectView(
        person=person,
        display_name=names.get(key_of(subject)),
        fields=list(subject.get("fields", [])),
        facts=facts_of(subject),
    )


def _text(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)

"""A school day as it stands in its document. Pure.

A listener of a browser reads it as well, so the fields are those of the API where they are alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from shared.calendar.model import SCHEMA_VERSION, Audience, DayWord, PeriodKind
from shared.calendar.school_day import DayBlock, SchoolDay, Span, Track

_MINUTE = timedelta(minutes=1)


def fields_of(school_day: SchoolDay) -> dict[str, Any]:
    """The document's fields."""
    return {
        "schemaVersion": SCHEMA_VERSION,
        "day": school_day.day.isoformat(),
        "timeZone": school_day.zone,
        "spans": [_span_fields(each) for each in school_day.spans],
    }


def school_day_of(fields: Mapping[str, Any]) -> SchoolDay:
    """The inverse of `fields_of`."""
    return SchoolDay(
        date.fromisoformat(fields["day"]),
        fields["timeZone"],
        tuple(map(_span, fields["spans"])),
    )


def _span_fields(span: Span) -> dict[str, Any]:
    return {
        "version": span.version,
        "since": span.since,
        "letter": span.letter,
        "letters": list(span.letters),
        "displayName": span.name,
        "closed": span.closed,
        "passingMinutes": span.passing // _MINUTE,
        "tracks": [_track_fields(each) for each in span.tracks],
        "dayWords": {
            word: {"letters": sorted(each.letters), "weekdays": sorted(each.weekdays)}
            for word, each in (span.words or {}).items()
        },
    }


def _span(fields: Mapping[str, Any]) -> Span:
    return Span(
        version=fields["version"],
        since=fields["since"],
        letter=fields["letter"],
        letters=tuple(fields["letters"]),
        name=fields["displayName"],
        closed=fields["closed"],
        passing=fields["passingMinutes"] * _MINUTE,
        tracks=tuple(map(_track, fields["tracks"])),
        words={
            word: DayWord(frozenset(each["letters"]), frozenset(each["weekdays"]))
            for word, each in fields["dayWords"].items()
        },
    )


def _track_fields(track: Track) -> dict[str, Any]:
    return {
        "scheduleId": track.schedule,
        "displayName": track.name,
        "grades": sorted(track.audience.grades),
        "listIds": sorted(track.audience.lists),
        "blocks": [
            {
                "periodId": each.period,
                "displayName": each.name,
                "kind": each.kind.value,
                "codes": list(each.codes),
                "startTime": each.start,
                "endTime": each.end,
            }
            for each in track.blocks
        ],
    }


def _track(fields: Mapping[str, Any]) -> Track:
    return Track(
        Audience(frozenset(fields["grades"]), frozenset(fields["listIds"])),
        fields["scheduleId"],
        fields["displayName"],
        tuple(
            DayBlock(
                each["periodId"],
                each["displayName"],
                PeriodKind(each["kind"]),
                tuple(each["codes"]),
                each["startTime"],
                each["endTime"],
            )
            for each in fields["blocks"]
        ),
    )

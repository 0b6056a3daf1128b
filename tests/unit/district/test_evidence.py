"""What is said of runs and mails: a file without a run, two runs, a missing or a second mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from infra.local.checks.brake import school_days
from infra.local.checks.evidence import MailSeen, RunSeen, run_faults

RUN = RunSeen(
    school="north",
    run="aaaa",
    trigger="FILE",
    state="CLOSED",
    outcome="APPLIED",
    approval="NONE",
    file_name="North_students.csv",
    holds=(),
    chunks_total=3,
    added=7,
)
OTHER = replace(RUN, run="bbbb", file_name="North_staff.csv")
SENT = [("north", "North_students.csv"), ("north", "North_staff.csv")]
MAILS = [MailSeen("ready", f"see http://example.org/runs/{run}") for run in ("aaaa", "bbbb")]


def test_one_closed_run_and_one_mail_for_each_file_is_right() -> None:
    assert run_faults([RUN, OTHER], SENT, MAILS) == []


@pytest.mark.parametrize(
    ("runs", "mails", "fault"),
    [
        ([RUN], MAILS[:1], "no run for North_staff.csv"),
        ([RUN, replace(OTHER, state="APPLYING")], MAILS, "run bbbb is APPLYING"),
        ([RUN, replace(OTHER, outcome="FAILED")], MAILS, "run bbbb FAILED"),
        ([RUN, OTHER], MAILS[:1], "0 mails for run bbbb"),
        ([RUN, OTHER], [*MAILS, MAILS[0]], "2 mails for run aaaa"),
        ([RUN, OTHER], [*MAILS, MailSeen("?", "of nothing")], "1 mails of no run"),
    ],
)
def test_each_thing_that_can_be_wrong_is_said(
    runs: list[RunSeen], mails: list[MailSeen], fault: str
) -> None:
    assert fault in run_faults(runs, SENT, mails)


def test_two_runs_for_one_file_are_found() -> None:
    second = replace(RUN, run="cccc")
    mails = [*MAILS, MailSeen("ready", "cccc")]
    assert run_faults([RUN, OTHER, second], SENT, mails) == ["2 runs for North_students.csv"]


def test_an_archive_phase_without_anybody_needs_no_mail() -> None:
    idle = replace(RUN, run="dddd", trigger="ARCHIVE_PHASE", outcome="UNCHANGED", file_name="")
    assert run_faults([RUN, OTHER, idle], SENT, MAILS) == []


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 11, 18), [date(2026, 11, 19), date(2026, 11, 20)]),
        (date(2026, 11, 20), [date(2026, 11, 23), date(2026, 11, 24)]),
        (date(2026, 11, 22), [date(2026, 11, 23), date(2026, 11, 24)]),
    ],
)
def test_school_days_leave_the_weekend_out(today: date, days: list[date]) -> None:
    assert list(school_days(today)) == days

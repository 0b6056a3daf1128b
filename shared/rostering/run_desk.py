"""Runs and plans for the people who look at them."""

from __future__ import annotations

from collections.abc import Callable

from shared.kernel.actor import Actor
from shared.kernel.audit import audit_entry, on_record
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Missing
from shared.kernel.filters import parse_filter
from shared.kernel.paging import Page, cut, page_request, page_token, place_in_time, time_of
from shared.kernel.permissions import Action, authorize
from shared.kernel.views import Download
from shared.people.model import Stored
from shared.people.store import PeopleStore
from shared.rostering.plan_documents import PlanExporter, people_told
from shared.rostering.plan_file import Manifest
from shared.rostering.plan_pages import PlanPages
from shared.rostering.plan_views import (
    OPERATION_FILTERS,
    OperationView,
    PlanFormat,
    UnmatchedPerson,
    operation_view,
    unmatched_view,
    wanted_by,
)
from shared.rostering.run_store import RunStore
from shared.rostering.run_views import RUN_FILTERS, SUMMARY_FIELDS, RunView, run_view
from shared.rostering.runs import Run, RunState


class RunDesk:
    """Shows runs and what they would do, or did."""

    def __init__(
        self,
        store: RunStore,
        people: PeopleStore,
        pages: PlanPages,
        exporter: PlanExporter,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        """Take the parts.

        Args:
            store: knows the runs.
            people: know names, and take the audit entry.
            pages: read plans page by page.
            exporter: gives plans whole.
            clock: the present instant.
            new_id: makes the id of an audit entry.
        """
        self._store = store
        self._people = people
        self._pages = pages
        self._exporter = exporter
        self._clock = clock
        self._new_id = new_id

    def page(
        self, actor: Actor, school: str, filter_text: str, size: int, token: str
    ) -> Page[RunView]:
        """Runs of a school, the newest first, without their problems.

        Raises:
            Denied: as `authorize` says.
            Invalid: as `parse_filter` and `page_request` say.
        """
        authorize(actor, Action.RUNS_GET, school)
        wanted = parse_filter(filter_text, RUN_FILTERS)
        question = {"list": "rosterRuns", "school": school, "filter": sorted(wanted.items())}
        asked = page_request(size, token, question, self._clock())
        after = time_of(asked.cursor)
        found = self._store.runs_page(school, wanted, SUMMARY_FIELDS, asked.size + 1, after)
        page = cut(found, asked, _place, question, self._clock())
        views = [run_view(each.fields, each.version, whole=False) for each in page.items]
        return Page(views, page.next_token)

    def get(self, actor: Actor, school: str, run_id: str) -> RunView:
        """One run.

        Raises:
            Denied: as `authorize` says.
            Missing: ``RUN_UNKNOWN``.
        """
        authorize(actor, Action.RUNS_GET, school)
        run = known_run(self._store, school, run_id)
        return run_view(run.fields, run.version, whole=True)

    def operations(
        self, actor: Actor, school: str, run_id: str, filter_text: str, size: int, token: str
    ) -> Page[OperationView]:
        """The changes of a closed run's plan in its order; a page may be short.

        Raises:
            Denied: as `authorize` says.
            Missing: ``RUN_UNKNOWN``.
            Conflict: ``NO_PLAN``.
            Invalid: as `parse_filter` and `page_request` say.
            Permanent: ``OBJECT_GONE`` when the plan is no longer kept.
        """
        run, manifest = self._planned(actor, school, run_id)
        terms = parse_filter(filter_text, OPERATION_FILTERS)
        question = {"plan": manifest.hash, "filter": sorted(terms.items())}
        asked = page_request(size, token, question, self._clock())
        only_held = "hold" in terms or terms.get("state") == "HELD"
        start = int(asked.cursor[0]) if asked.cursor else 0
        start = max(start, manifest.held.start if only_held else 0)
        page = self._pages.page(run, manifest, start, asked.size, wanted_by(terms))
        people = people_told(self._people, school, page.told)
        more = page.after is not None
        next_token = page_token([page.after], question, self._clock()) if more else ""
        return Page([operation_view(each, people) for each in page.told], next_token)

    def unmatched(
        self, actor: Actor, school: str, run_id: str, size: int, token: str
    ) -> Page[UnmatchedPerson]:
        """People of the connection before of whom the run of one that takes over has no row.

        Raises:
            Denied: as `authorize` says.
            Missing: ``RUN_UNKNOWN``.
            Conflict: ``NO_PLAN``.
            Invalid: as `page_request` says.
            Permanent: ``OBJECT_GONE`` when the plan is no longer kept.
        """
        _, manifest = self._planned(actor, school, run_id)
        question = {"unmatched": manifest.hash}
        asked = page_request(size, token, question, self._clock())
        start = int(asked.cursor[0]) if asked.cursor else 0
        found = self._pages.unmatched(manifest)
        shown = found[start : start + asked.size]
        members = self._people.members(school, [person for _, person in shown])
        people = {person: member.fields for person, member in members.items()}
        end = start + len(shown)
        next_token = page_token([end], question, self._clock()) if end < len(found) else ""
        return Page([unmatched_view(kind, each, people) for kind, each in shown], next_token)

    def export(self, actor: Actor, school: str, run_id: str, form: PlanFormat) -> Download:
        """The whole plan of a closed run as a file, made while it is sent.

        Who took how many changes of which run is on record, also where they stop half-way.

        Raises:
            Denied: as `authorize` says.
            Missing: ``RUN_UNKNOWN``.
            Conflict: ``NO_PLAN``.
        """
        run, _ = self._planned(actor, school, run_id)
        export, count = self._new_id(), 0

        def taken(changes: int) -> None:
            nonlocal count
            count += changes

        def note(part: str, **told: int) -> None:
            subject = {"export": export, "run": run.run, "format": form.value, **told}
            verb = "rosterRuns:exportPlan"
            entry = audit_entry(actor.id, verb, [subject], self._clock(), school)
            self._people.note(f"plan-export-{export}-{part}", entry)

        as_json = form is PlanFormat.JSON
        made = self._exporter.as_json if as_json else self._exporter.as_csv
        pieces = made(school, run.run, taken)
        chunks = on_record(pieces, lambda: note("begin"), lambda: note("end", count=count))
        media_type = "application/json" if as_json else "text/csv"
        return Download(f"plan-{run.run}.{form.value.lower()}", media_type, chunks)

    def _planned(self, actor: Actor, school: str, run_id: str) -> tuple[Run, Manifest]:
        authorize(actor, Action.RUNS_PLAN, school)
        run = known_run(self._store, school, run_id)
        if run.state is not RunState.CLOSED or run.manifest is None:
            raise Conflict("NO_PLAN", "the run has not ended, or ended without a plan")
        return run, run.manifest


def known_run(store: RunStore, school: str, run_id: str) -> Run:
    """A run that is there.

    Raises:
        Missing: ``RUN_UNKNOWN``.
    """
    run = store.run(school, run_id)
    if run is None:
        raise Missing("RUN_UNKNOWN", "there is no such run at this school", {"run": run_id})
    return run


def _place(run: Stored) -> list[str]:
    return place_in_time(run.fields["receivedTime"], run.id)

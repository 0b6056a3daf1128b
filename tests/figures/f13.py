"""F13: whatever the API is asked, it answers as its document says, and nobody without a token."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
import stamina
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.transport.wsgi import WSGITransport
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from functions.runtime import services
from functions.runtime.rates import Rates
from infra.build.api_documents import openapi
from shared import bootstrap
from shared.kernel.roles import Role
from tests.support.api import signed_in
from tests.support.sign_in_site import auth_emulator
from tests.support.two_schools import District, two_schools

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

REQUESTS = 50_000
EXAMPLES = 150
PHASES = 4
"""Examples, coverage of the schema's limits, random requests, and chains of calls."""
DOCUMENT = "/openapi.json"
KNOWN_SHARE = 0.85
"""Of ids in requests, those of things that there are."""
_OURS = 500
_OF_A_NETWORK = frozenset({"max_redirects", "verify", "cert", "proxies"})
_WORK_EVERY = 250
"""Requests after which the work that they have handed over is done."""


class Watched:
    """The site of a district, every call counted; it gives its document away as well."""

    def __init__(self, district: District) -> None:
        self.codes: Counter[int] = Counter()
        self._district = district
        self.claims = {**(district.claims(Role.DISTRICT_MANAGER) or {}), "uid": "fuzz", "s": "s1"}
        self.bearer = signed_in(district.project, **self.claims)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == DOCUMENT:
            text = json.dumps(openapi())
            return Response(text, mimetype="application/json")(environ, start_response)
        # A path with a line break functions-framework answers itself, and asks no function.
        asked = {**environ, "PATH_INFO": environ["PATH_INFO"].replace("\n", "%0A")}
        pieces, status, headers = run_wsgi_app(self._district.site, asked, buffered=True)
        self.codes[int(status.split()[0])] += 1
        if asked["PATH_INFO"].startswith("/v1/me") and asked["REQUEST_METHOD"] != "GET":
            # It may have signed itself out, and would ask nothing any more.
            signed_in(self._district.project, **self.claims)
            bootstrap.standing().forget("fuzz")
        if self.codes.total() % _WORK_EVERY == 0:
            self._work()
        start_response(status, headers.to_wsgi_list())
        return pieces

    def _work(self) -> None:
        world = self._district.here.world
        # The systems that pulls would ask are not there, and each would be tried again and again.
        for name, (url, _) in list(world.tasks.waiting.items()):
            if url == "roster_pull":
                del world.tasks.waiting[name]
        world.drain()


@dataclass
class Survey:
    """What was asked and what was wrong.

    Attributes:
        codes: how often each was answered.
        phases: those that asked anything.
        operations: that were asked, by name.
        failures: kind of failure → an example of each operation.
    """

    codes: Counter[int] = field(default_factory=Counter)
    phases: set[str] = field(default_factory=set)
    operations: set[str] = field(default_factory=set)
    failures: dict[str, str] = field(default_factory=dict)


def survey(seed: int, requests: int, examples: int) -> Survey:
    """Ask until so many requests were made, at a new district each round.

    Args:
        seed: of the first round.
        requests: at least.
        examples: of each operation in each phase of a round.
    """
    found = Survey()
    while found.codes.total() < requests:
        with (
            tempfile.TemporaryDirectory() as folder,
            two_schools() as district,
            # Who is invited gets an account there.
            auth_emulator(district.project, Path(folder)),
            without_rates(),
            _in_process(),
            _without_waits(),
        ):
            watched = Watched(district)
            schema = schemathesis.openapi.from_wsgi(
                DOCUMENT, watched, config=_config(district, watched.bearer, seed, examples)
            )
            for event in from_schema(schema).execute():
                _note(found, event)
            found.codes += watched.codes
        seed += 1
    return found


@contextmanager
def without_rates() -> Iterator[None]:
    """Give the rates a clock that goes an hour with each call, so that no account ever waits."""
    calls = iter(range(10**9))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rates = Rates(lambda: start + timedelta(hours=next(calls)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "_rates", lambda: rates)
        yield


@contextmanager
def _in_process() -> Iterator[None]:
    """Keep what only a network has from calls without one: schemathesis leaves it in its probes."""
    send = WSGITransport.send

    def told_less(transport: Any, case: Any, **told: Any) -> Any:
        left = {name: value for name, value in told.items() if name not in _OF_A_NETWORK}
        return send(transport, case, **left)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGITransport, "send", told_less)
        yield


@contextmanager
def _without_waits() -> Iterator[None]:
    """Ask a system that is not there again at once: Test connection does so, call after call."""
    stamina.set_testing(True, attempts=2, cap=True)
    try:
        yield
    finally:
        stamina.set_testing(False)


def _config(district: District, bearer: str, seed: int, examples: int) -> SchemathesisConfig:
    here, known = district.here, district.here.known
    values = {
        "path.school": [here.ids["school"]],
        "path.member": [here.people[name] for name in ("pupil", "senior", "former", "colleague")],
        "path.connection": [here.ids["connection"], known["otherConnection"]],
        "path.credential": [here.ids["credential"]],
        "path.guardian": [here.ids["guardian"]],
        "path.list": [here.ids["list"], known["otherList"]],
        "path.run": [here.ids["run"], known["applied"]],
        "body.planHash": [known["planHash"]],
        "body.fingerprint": [known["fingerprint"]],
    }
    names = {place: place.replace(".", "-") for place in values}
    return SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "cache": {"enabled": False},
            "headers": {"Authorization": f"Bearer {bearer}"},
            # Much is refused with 400 that no schema can say: a filter's words, an empty mask.
            "checks": {"positive_data_acceptance": {"enabled": False}},
            "generation": {"max-examples": examples},
            "dictionaries": {names[place]: {"values": given} for place, given in values.items()},
            "parameters": {
                place: {"dictionary": name, "probability": KNOWN_SHARE}
                for place, name in names.items()
            },
        }
    )


def line(found: Survey, seed: int) -> str:
    """The figure's line."""
    broken = sum(count for code, count in found.codes.items() if code >= _OURS)
    let_in = sum(key.startswith("ignored_auth") for key in found.failures)
    drift = len(found.failures) - let_in
    declared = sum(map(len, openapi()["paths"].values()))
    met = (
        not (found.failures or broken)
        and found.codes.total() >= REQUESTS
        and (len(found.operations), len(found.phases)) == (declared, PHASES)
    )
    codes = ", ".join(f"{count:,} of {code}" for code, count in sorted(found.codes.items()))
    return (
        f"F13 {'met' if met else 'short'}: {found.codes.total():,} requests to "
        f"{len(found.operations)} of {declared} operations in {len(found.phases)} phases: "
        f"{broken} answered with 5xx, {drift} answers that the document does not say, {let_in} "
        f"operations that let in who had no token ({codes}); emulator; seed {seed}"
    )


def _note(found: Survey, event: Any) -> None:
    if isinstance(event, events.NonFatalError | events.FatalError):
        text = getattr(event, "value", None) or getattr(event, "exception", None)
        found.failures[f"engine: {type(text).__name__}"] = str(text)
    if not isinstance(event, events.ScenarioFinished):
        return
    found.phases.add(event.phase.value)
    for checks in event.recorder.checks.values():
        for check in checks:
            if check.status is Status.FAILURE and check.failure_info is not None:
                failure = check.failure_info.failure
                key = f"{check.name}: {event.label or failure.operation}: {failure.title}"
                found.failures.setdefault(
                    key, f"{failure.message}\n{check.failure_info.code_sample}"
                )
    found.operations |= {node.value.operation.label for node in event.recorder.cases.values()}

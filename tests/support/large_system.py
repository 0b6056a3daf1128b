"""A large simulated system in a process of its own, so that it takes no time of who is measured.

``python -m tests.support.large_system kept PEOPLE`` serves a simulated district whose answers are
made once and kept; ``… students PEOPLE SEED`` makes a school of students with GUIDs page by page,
so that a million need no memory. It says where it is in a line of JSON, takes orders line by line,
and ends with its standard input.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from infra.local.sis import SisServer, make_data
from infra.local.sis.data import SisData
from infra.local.sis.exchange import Answer, Request
from infra.local.sis.records import Kind, Org
from infra.local.sis.site import Site
from tests.support.nightly_rosters import GuidStudents
from tests.support.tree import ROOT

SCHOOL = "school-of-many"
_MODIFIED = datetime(2026, 8, 3, 6, 0, tzinfo=UTC)


class LargeSystem:
    """Where it is, as `SisServer` says it, and what it can be told."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._answers = process.stdin, process.stdout
        told: dict[str, str] = json.loads(self._answers.readline())
        self.root_url = told["root_url"]
        self.token_url = told["token_url"]
        self.base_url = told["base_url"]
        self.client_id = told["client_id"]
        self.client_secret = told["client_secret"]
        self.ca_file = told["ca_file"]

    def change(self, students: int) -> None:
        """From now on so many students have another grade than at first."""
        self._order("change", students)

    def rename(self) -> None:
        """Give the district another name, of which nobody's row says anything."""
        self._order("rename", 0)

    def _order(self, word: str, number: int) -> None:
        self._orders.write(f"{word} {number}\n")
        self._orders.flush()
        assert self._answers.readline() == f"{word}\n"


@contextmanager
def large_system(*words: str) -> Iterator[LargeSystem]:
    """A system that runs meanwhile; the words are those of the command."""
    command = [sys.executable, "-m", "tests.support.large_system", *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield LargeSystem(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait()


class _Kept:
    """Gives answers that were made for the first who asked."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[tuple[str, str], Answer] = {}

    def __call__(self, request: Request) -> Answer:
        key = (request.target, request.headers.get("accept-encoding", ""))
        known = self._known.get(key)
        if known is None or request.method != "GET":
            known = self._site.answer(request)
            if request.method == "GET" and known.status == HTTPStatus.OK:
                self._known[key] = known
        return known


class _Students:
    """Makes pages of students; everything else is the simulated system's."""

    def __init__(self, data: SisData, site: Site, number: int, seed: int) -> None:
        self._data = data
        self._site = site
        self._seed = seed
        self._people = GuidStudents(number, seed)

    def order(self, word: str, number: int) -> None:
        """Do what `LargeSystem` was told."""
        if word == "change":
            self._people = GuidStudents(self._people.number, self._seed, number)
        else:
            self._data.put([_district(f"District renamed {self._data.revision}")])

    def __call__(self, request: Request) -> Answer:
        if not request.path.endswith("/users"):
            return self._site.answer(request)
        query, people = request.query, self._people
        start = int(query.get("offset", "0"))
        places = range(start, min(start + int(query.get("limit", "100")), people.number))
        users = [self._user(people, place) for place in places]
        body = json.dumps({"users": users}, ensure_ascii=False, separators=(",", ":")).encode()
        total = ("X-Total-Count", str(people.number))
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Answer(HTTPStatus.OK, body, headers=[total])
        packed = gzip.compress(body, compresslevel=1)
        return Answer(HTTPStatus.OK, packed, headers=[total, ("Content-Encoding", "gzip")])

    def _user(self, people: GuidStudents, place: int) -> dict[str, Any]:
        sourced_id, first, last, email, grade = people.cells(place)
        org = {"href": f"https://sis.example.org/orgs/{SCHOOL}", "sourcedId": SCHOOL, "type": "org"}
        return {
            "sourcedId": sourced_id,
            "status": "active",
            "dateLastModified": "2026-08-03T06:00:00.000Z",
            "enabledUser": "true",
            "username": email.partition("@")[0],
            "givenName": first,
            "familyName": last,
            "identifier": f"{place:07d}",
            "email": email,
            "sms": "",
            "phone": "",
            "roles": [{"roleType": "primary", "role": "student", "org": org}],
            "agents": [],
            "grades": [grade],
        }


def _district(name: str) -> Org:
    return Org(
        sourced_id="district", modified=_MODIFIED, name=name, type="district", identifier="000"
    )


def _school() -> SisData:
    school = Org(
        sourced_id=SCHOOL,
        modified=_MODIFIED,
        name="School of Many",
        type="school",
        identifier="001",
        parent="district",
    )
    return SisData({Kind.ORGS: [_district("District"), school]}, 0)


def _serve(words: list[str]) -> None:
    kind, number = words[0], int(words[1])
    data = make_data(number) if kind == "kept" else _school()
    with SisServer(data) as sis:
        server: Any = sis._server
        students = None
        if kind == "kept":
            sis.write_ahead()
            server.answer = _Kept(sis.site)
        else:
            students = server.answer = _Students(data, sis.site, number, int(words[2]))
        names = ("root_url", "token_url", "base_url", "client_id", "client_secret", "ca_file")
        _say(json.dumps({name: str(getattr(sis, name)) for name in names}))
        for line in sys.stdin:
            word, _, told = line.strip().partition(" ")
            if students is not None:
                students.order(word, int(told))
            _say(word)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve(sys.argv[1:])

"""P7: from a process's start to its first answer, each entry point beside a bare one; CPU time."""

from __future__ import annotations

import json
import secrets
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from shared.cloud.firestore import Documents
from shared.people.store import add_member
from tests.support.api import part
from tests.support.archive import run, unpack
from tests.support.emulators import settings_of
from tests.support.tree import ROOT

ROUNDS = 21
MOST_WITH_DATABASE, MOST_WITHOUT = 2.6, 1.15
DOMAIN = "district.example"
CATALOGUE: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (ROOT / "infra" / "functions.yaml").read_text("utf-8")
)["functions"]
BLOCKING = tuple(name for name, each in CATALOGUE.items() if each["trigger"] == "blocking")

LIBRARY = "firestore"
"""A bare function that imports the database's client library and never calls it."""

_HELLO = """
import functions_framework

@functions_framework.http
def hello(request):
    return "hello"
"""
_START = """
import json, sys, time
import functions_framework
source, target, body, headers = sys.argv[1:]
app = functions_framework.create_app(target, source)
unwanted = ("google.cloud.storage", "google.cloud.tasks_v2", "firebase_admin")
loaded = [name for name in unwanted if name in sys.modules]
answer = app.test_client().post("/", data=body, headers=json.loads(headers))
has_database = "google.cloud.firestore" in sys.modules
print()
print(json.dumps([time.process_time(), answer.status_code, loaded, has_database, answer.text]))
"""
_JSON = {"content-type": "application/json"}
_EVENT = {
    "ce-specversion": "1.0",
    "ce-type": "google.cloud.storage.object.v1.finalized",
    "ce-source": "//storage.googleapis.com/projects/_/buckets/nowhere",
    "ce-id": "cold-start",
    **_JSON,
}
_FIRST_ANSWERS = {"event": 200, "http": 401, "task": 200, "schedule": 503, "blocking": 200}
"""Trigger → the status of what is asked here: a sign-in succeeds, the rest is refused at once."""


@dataclass(frozen=True)
class Start:
    """One start.

    Attributes:
        seconds: of CPU until the first answer.
        loaded: libraries that no entry point may load before it is asked.
        has_database: Firestore's library was needed for the answer.
    """

    seconds: float
    loaded: tuple[str, ...]
    has_database: bool


def measure() -> str:
    """Start each entry point anew, in turn with a bare one; the line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unpack(folder)
        (folder / "hello.py").write_text(_HELLO, "utf-8")
        with_library = f"import google.cloud.firestore\n{_HELLO}"
        (folder / "firestore.py").write_text(with_library, "utf-8")
        bench = _Bench(folder)
        bench.round()  # writes the bytecode of our own modules
        rounds = [bench.round() for _ in range(ROUNDS)]
    return _line(rounds)


class _Bench:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        mark = secrets.token_hex(4)
        self._project = f"demo-carillon-cold-{mark}"
        self._env = {
            **settings_of(self._project, f"drop-{mark}", f"work-{mark}"),
            # Nobody listens there; it says only that tokens are the emulator's.
            "FIREBASE_AUTH_EMULATOR_HOST": "127.0.0.1:1",
        }
        self._documents = Documents(self._project)
        on = {"google.com": {"enabled": True, "realms": [DOMAIN]}}
        commit = self._documents.commit()
        commit.put("district/signIn", {"schemaVersion": 1, "providers": on})
        commit.run()

    def round(self) -> dict[str, Start]:
        """Every entry point once, ``hello``, and that with the library of the database."""
        person = secrets.token_hex(8)
        self._add(person)
        found = {
            name: self._start("hello", f"{name}.py", "{}", {}, 200) for name in ("hello", LIBRARY)
        }
        for name, entry in CATALOGUE.items():
            trigger = entry["trigger"]
            body = self._event(name, person) if trigger == "blocking" else "[]"
            headers = _EVENT if trigger == "event" else _JSON
            source = "source/main.py"
            found[name] = self._start(name, source, body, headers, _FIRST_ANSWERS[trigger])
        return found

    def _start(
        self, target: str, source: str, body: str, headers: Mapping[str, str], status: int
    ) -> Start:
        python = self._folder / "venv" / "bin" / "python"
        place = self._folder / "source"
        told = run(
            *(str(python), "-c", _START, str(self._folder / source), target, body),
            json.dumps(headers),
            cwd=place,
            env=self._env,
        )
        seconds, answered, loaded, has_database, text = json.loads(told.splitlines()[-1])
        assert answered == status, f"{target} answered {answered}: {text}"
        return Start(seconds, tuple(loaded), has_database)

    def _add(self, person: str) -> None:
        fields = {
            "schemaVersion": 1,
            "personId": person,
            "kind": "teacher",
            "role": "TEACHER",
            "state": "ACTIVE",
            "firstName": "Ada",
            "lastName": "Lovelace",
            "email": f"{person}@{DOMAIN}",
            "sisId": person,
        }
        commit = self._documents.commit()
        add_member(commit, "cold", person, fields, datetime.now(UTC))
        commit.run()

    def _event(self, name: str, person: str) -> str:
        """What Identity Platform sends when a teacher comes by Google, as the emulator signs it."""
        now, email = int(time.time()), f"{person}@{DOMAIN}"
        kind = "beforeCreate" if name == "account_before_create" else "beforeSignIn"
        google = {
            "iss": "https://accounts.google.com",
            "sub": person,
            "email": email,
            "email_verified": True,
            "hd": DOMAIN,
        }
        claims = {
            "iss": f"https://securetoken.google.com/{self._project}",
            "aud": self._env["CARILLON_FUNCTION_URL"].format(entry_point=name),
            "sub": person,
            "iat": now,
            "exp": now + 3_600,
            "event_id": f"{kind}-{person}",
            "event_type": f"{kind}:google.com",
            "sign_in_method": "google.com",
            "ip_address": "127.0.0.1",
            "user_agent": "cold start",
            "user_record": {
                "uid": person,
                "tokens_valid_after_time": now,
                "email": email,
                "provider_data": [{"provider_id": "google.com", "uid": person, "email": email}],
            },
            "raw_user_info": json.dumps(google),
        }
        token = f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."
        return json.dumps({"data": {"jwt": token}})


def _line(rounds: list[dict[str, Start]]) -> str:
    # What else the machine does only adds to a start, so the least of the rounds is nearest to it.
    names = ("hello", LIBRARY, *CATALOGUE)
    least = {name: min(each[name].seconds for each in rounds) for name in names}
    bare = least["hello"]
    ratios = {name: least[name] / bare for name in CATALOGUE}
    with_database = {name for name in CATALOGUE if rounds[0][name].has_database}
    over = [
        name
        for name, ratio in ratios.items()
        if ratio > (MOST_WITH_DATABASE if name in with_database else MOST_WITHOUT)
    ]
    loaded = sorted({each for starts in rounds for one in starts.values() for each in one.loaded})
    verdict = "short" if over or loaded else "met"
    told = ", ".join(f"{name} {ratio:.2f} x" for name, ratio in sorted(ratios.items()))
    return (
        f"P7 {verdict}: CPU from start to first answer beside a bare function's {bare:.2f} s "
        f"({least[LIBRARY] / bare:.2f} x where it imports Firestore's library): "
        f"{told} (at most {MOST_WITH_DATABASE} x with the database: "
        f"{', '.join(sorted(with_database))}; "
        f"{MOST_WITHOUT} x without); {len(over)} over; loaded too early: "
        f"{', '.join(loaded) or 'nothing'}; the least of {ROUNDS} rounds in turn; emulator; no seed"
    )

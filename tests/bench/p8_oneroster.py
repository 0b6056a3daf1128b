"""P8: a pull from a system to the package that is staged, beside a bare httpx loop over its pages.

``python -m tests.bench.p8_oneroster ADDRESSES`` pulls once, in a process of its own, and says how
much memory that took.
"""

from __future__ import annotations

import gc
import json
import ssl
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from shared.cloud.outside import Outside
from shared.rostering.api_source import PAGE_LIMIT, ApiSource
from shared.rostering.sources.rest_calls import Refused
from shared.rostering.sources.rest_interface import Finder, Interface
from shared.rostering.sources.rest_pages import Ask
from shared.rostering.sources.rest_pull import Pull, people_of
from shared.rostering.sources.rest_records import CLASS_COLLECTIONS, ORGS
from shared.rostering.sources.rest_sign_in import Key
from tests.support.large_system import LargeSystem, large_system
from tests.support.memory import peak, reset_peak
from tests.support.tree import ROOT

USERS = 50_000
FEWER = 10_000
ROUNDS = 9
MOST = 1.3
MOST_BYTES = 160
"""Of memory for each further record: a number to know it again, in a set of them."""
HALF_HOUR = 1_800.0

_COLLECTIONS = ("orgs", "users", "academicSessions", "courses", "classes", "enrollments")


class _Taken(NamedTuple):
    """Seconds on the clock and of this process's processor."""

    wall: float
    cpu: float


def measure() -> str:
    """Pull and loop in turn over the same pages; the line."""
    with large_system("kept", str(USERS)) as system:
        told = _addresses(system)
        records = _loop(told)
        _expect(_pull(told), records)
        took: dict[str, list[_Taken]] = {"loop": [], "pull": []}
        for _ in range(ROUNDS):
            took["loop"].append(_timed(_loop, told, records))
            took["pull"].append(_timed(_pull, told, records))
        many = _memory(told)
    with large_system("kept", str(FEWER)) as system:
        told = _addresses(system)
        less = sum(_loop(told).values())
        few = _memory(told)
    number = sum(records.values())
    growth = (many - few) / (number - less)
    wall = {name: statistics.median(each.wall for each in took[name]) for name in took}
    cpu = {name: statistics.median(each.cpu for each in took[name]) for name in took}
    ratio = wall["pull"] / wall["loop"]
    met = ratio <= MOST and growth <= MOST_BYTES
    return (
        f"P8 {'met' if met else 'short'}: pulling {USERS:,} users and what is with them, "
        f"{number:,} records in pages of {PAGE_LIMIT:,}, to the staged package {ratio:.2f} x a "
        f"bare httpx loop that decodes the same pages one after the other (at most {MOST} x), "
        f"both over TLS, from answers that were ready; processor time of the client "
        f"{cpu['pull'] / cpu['loop']:.2f} x; medians of {ROUNDS} rounds in turn: "
        f"{wall['pull']:.2f} s and {wall['loop']:.2f} s, {cpu['pull']:.2f} s and "
        f"{cpu['loop']:.2f} s of processor; memory of a process of its own +{many / 2**20:.0f} "
        f"MiB, from {less:,} to {number:,} records {growth:.0f} bytes a record (at most "
        f"{MOST_BYTES}); no emulator; simulated district, seed 2026"
    )


def _addresses(system: LargeSystem) -> dict[str, str]:
    names = ("root_url", "base_url", "token_url", "client_id", "client_secret", "ca_file")
    return {name: getattr(system, name) for name in names}


def _timed(
    task: Callable[[Mapping[str, str]], dict[str, int]],
    told: Mapping[str, str],
    records: Mapping[str, int],
) -> _Taken:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    found = task(told)
    taken = _Taken(time.perf_counter() - wall, time.process_time() - cpu)
    _expect(found, records)
    return taken


def _loop(told: Mapping[str, str]) -> dict[str, int]:
    """What a careful programmer writes: signs in, and reads page after page until none has more."""
    found = dict.fromkeys(_COLLECTIONS, 0)
    with httpx.Client(
        verify=ssl.create_default_context(cafile=told["ca_file"]), trust_env=False
    ) as client:
        key = (told["client_id"], told["client_secret"])
        form = {"grant_type": "client_credentials"}
        token = client.post(told["token_url"], data=form, auth=key).raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {token['access_token']}"
        for name in _COLLECTIONS:
            while True:
                query = Ask(found[name], PAGE_LIMIT).query()
                page = client.get(f"{told['base_url']}/{name}", params=query)
                records = page.raise_for_status().json()[name]
                found[name] += len(records)
                if found[name] >= int(page.headers["X-Total-Count"]):
                    break
    return found


def _pull(told: Mapping[str, str]) -> dict[str, int]:
    """As the product does it, from finding the interface to the package."""
    with _interface(told) as interface:
        wanted = (ORGS, *people_of(interface, by_role=False), *CLASS_COLLECTIONS)
        until = time.monotonic() + HALF_HOUR
        pull = Pull(interface, wanted, PAGE_LIMIT, _NoSegments(), time.monotonic, until)
        pulled = pull.run(lambda _: None)
    pulled.package.close()
    return dict(pulled.records)


@contextmanager
def _interface(told: Mapping[str, str]) -> Iterator[Interface]:
    source = ApiSource(told["root_url"], told["token_url"], client_id=told["client_id"])
    key = Key(told["client_id"], told["client_secret"])
    door = Outside([urlsplit(told["root_url"]).netloc], told["ca_file"])
    try:
        yield Finder(source, key, door, lambda: datetime.now(UTC)).find()
    finally:
        door.close()


class _NoSegments:
    """Stands where a pull that breaks off would keep what came."""

    def kept(self, _collection: str) -> Iterator[bytes]:
        return iter(())

    def keep(self, collection: str, _number: int, _data: bytes) -> None:
        raise SystemExit(f"P8 short: {collection} took so long that it was kept midway")


def _memory(told: Mapping[str, str]) -> int:
    """Bytes by which a process grows that pulls, beyond what it has once all is imported."""
    command = [sys.executable, "-m", "tests.bench.p8_oneroster", json.dumps(told)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    return int(done.stdout)


def _expect(found: Mapping[str, int], wanted: Mapping[str, int]) -> None:
    if dict(found) != dict(wanted):
        raise SystemExit(f"P8 short: {found} instead of {wanted}")


def _growth(told: Mapping[str, str]) -> int:
    # What is loaded at first use is no memory of the pull's.
    with suppress(Refused), _interface(told) as interface:
        interface.page("nothing", Ask(0, 1))
    gc.collect()
    before = reset_peak()
    _pull(told)
    return (peak() - before) * 1024


if __name__ == "__main__":
    sys.stdout.write(f"{_growth(json.loads(sys.argv[1]))}\n")

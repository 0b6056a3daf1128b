"""F17: servers that break OneRoster are read right or refused by name, and seen when they are not.

Each quirk is pulled twice: as the product does it, and with that handling alone switched off, where
something has to be wrong. Besides, no address of the table of those that may not be called is.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import httpcore
import stamina

from infra.local.sis import SisServer, changes, make_data
from infra.local.sis.data import SisData
from infra.local.sis.records import GONE, User
from shared.cloud.outside import Outside
from shared.kernel.errors import CarillonError
from shared.rostering.api_source import ApiSource
from shared.rostering.model import RosterRow
from shared.rostering.reading import ReadOptions, read_roster
from shared.rostering.sources.rest_interface import Finder
from shared.rostering.sources.rest_pull import Pull, people_of
from shared.rostering.sources.rest_records import ORGS
from shared.rostering.sources.rest_sign_in import Key
from tests.figures.odd_servers import ODD, Odd
from tests.support.pulled import HIGH_SCHOOL
from tests.unit.kernel.test_web_addresses import REFUSED

PEOPLE = 90
LIMIT = 12
FEWEST = 25
LEFT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
"""When some have left."""

_KINDS = (
    ("student", "student"),
    ("teacher", "teacher"),
    ("aide", "staff"),
    ("siteAdministrator", "admin"),
)
"""Role of a system → kind of member."""

People = dict[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Survey:
    """What was found.

    Attributes:
        wrong: quirks that are not handled, and what was wrong.
        unseen: quirks whose handling can be switched off without anybody noticing.
        addresses: that may not be called, and were tried.
        connects: to any of them.
    """

    quirks: int
    wrong: Sequence[str]
    unseen: Sequence[str]
    addresses: int
    connects: int


class _Nowhere:
    def kept(self, collection: str) -> Any:
        del collection
        return iter(())

    def keep(self, collection: str, number: int, data: bytes) -> None:
        """Lose it."""


def _data() -> SisData:
    """A system some of whose students have left."""
    data = make_data(PEOPLE)
    users = [user for user in data.of(User) if user.is_a("student") and user.is_at(HIGH_SCHOOL)]
    changes.leave(data, [user.sourced_id for user in users[-3:]], LEFT)
    return data


def survey(odd: Sequence[Odd] = ODD) -> Survey:
    """Pull from each odd server, with its handling and without."""
    wrong, unseen = [], []
    stamina.set_testing(True, attempts=5, cap=True)
    try:
        expected = _expected(_data())
        for each in odd:
            if fault := _fault(each, expected):
                wrong.append(f"{each.quirk}: {fault}")
            naive = replace(each, source={**each.source, **each.naive})
            with each.off() if each.off is not None else nullcontext():
                if not _fault(naive, expected):
                    unseen.append(each.quirk)
    finally:
        stamina.set_testing(False)
    return Survey(len(odd), wrong, unseen, len(REFUSED), _connects())


def line(found: Survey) -> str:
    """The last line."""
    met = (
        not found.wrong
        and not found.unseen
        and found.quirks >= FEWEST
        and found.addresses >= 80
        and not found.connects
    )
    return (
        f"F17 {'met' if met else 'short'}: {found.quirks - len(found.wrong)} of {found.quirks} "
        f"quirks of OneRoster servers handled (at least {FEWEST}), "
        f"{found.quirks - len(found.unseen)} of them seen with the handling off; "
        f"{found.addresses} addresses that may not be called: {found.connects} connects; "
        f"simulated system over https, {PEOPLE} people; no seed"
    )


def _expected(data: SisData) -> People:
    """Who is at the high school, by what the system itself holds."""
    kinds = {
        "student": "student",
        "teacher": "teacher",
        "aide": "staff",
        "siteAdministrator": "admin",
    }
    found = {}
    for user in data.of(User):
        word = next((kinds[role] for role in kinds if user.is_a(role)), "")
        if word and user.is_at(HIGH_SCHOOL) and user.status != GONE:
            found[user.sourced_id] = (word, user.given_name, user.family_name, user.email.lower())
    return found


def _fault(odd: Odd, expected: People) -> str:
    """What is wrong with a pull; empty where all is as it has to be."""
    try:
        found = _pulled(odd)
    except CarillonError as error:
        return "" if error.reason == odd.reason else error.reason
    except Exception as error:  # noqa: BLE001  # a naive client fails in any way
        return type(error).__name__
    if odd.reason:
        return f"not {odd.reason}"
    return "" if found == expected else f"{len(found)} people, not {len(expected)}, or others"


def _pulled(odd: Odd) -> People:
    with SisServer(_data(), [odd.quirk]) as sis:
        source = ApiSource(sis.root_url, sis.token_url, client_id=sis.client_id)
        source = replace(source, **odd.source)
        door = Outside(
            [urlsplit(sis.root_url).netloc], str(sis.ca_file), keeps_cookies=source.keep_cookies
        )
        key = Key(sis.client_id, sis.client_secret)
        interface = Finder(source, key, door, lambda: datetime.now(UTC)).find()
        wanted = (ORGS, *people_of(interface, by_role=False))
        until = time.monotonic() + 60
        pull = Pull(interface, wanted, LIMIT, _Nowhere(), time.monotonic, until)
        package = pull.run(lambda _: None).package
        options = ReadOptions("district", school_sourced_id=HIGH_SCHOOL)
        reading = read_roster(package, "pull.zip", options)
        rows = [seen.row for batch in reading.batches() for seen in batch if seen.row is not None]
        door.close()
    return {row.sis_id: _told(row) for row in rows}


def _told(row: RosterRow) -> tuple[Any, ...]:
    return (row.kind.value, row.first_name, row.last_name, row.email)


def _connects() -> int:
    """How often an address is connected to that may not be."""
    connects: list[str] = []

    def connect(_self: object, host: str, *_: object, **__: object) -> None:
        connects.append(host)
        raise httpcore.ConnectError

    inner = ["127.0.0.1"], ["169.254.169.254"], ["::1"], ["8.8.8.8", "10.0.0.1"]
    with mock.patch.object(httpcore.SyncBackend, "connect_tcp", connect):
        for address in REFUSED:
            _try(Outside(resolve=lambda *_: ["8.8.8.8"]), address)
        for found in inner:
            _try(Outside(resolve=lambda *_, found=found: found), "https://sis.example.org/")
    return len(connects)


def _try(door: Outside, address: str) -> None:
    try:
        door.call("GET", address)
    except CarillonError:
        return
    finally:
        door.close()

"""`carillon sis`: a simulated student information system, started by hand, and its quirks."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from infra.local.sis import Settings, SignIn, SisServer, Version, make_data
from infra.local.sis.quirks import meanings
from infra.local.sis.settings import SHA1, SHA256


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for.

    Attributes:
        version: ``1.1``, ``1.2`` or ``both``.
        people: how many users; the whole demo district for None.
        oauth1: requests signed as in OAuth 1.0a are taken too.
        folder: for the authority's certificate; a temporary one for None.
    """

    quirks: Sequence[str]
    port: int
    people: int | None
    version: str
    prefix: str
    seed: int
    oauth1: bool
    folder: Path | None


def start(wanted: Wanted, *, as_json: bool) -> int:
    """Serve until Ctrl-C or SIGTERM, and give the exit code: 0, or 2 for what can't be served."""
    versions = frozenset(Version if wanted.version == "both" else {Version(wanted.version)})
    sign_in = SignIn(
        credentials=frozenset({"basic", "body", "query"}),
        bodies=frozenset({"form", "json"}),
        signatures=frozenset({SHA1, SHA256} if wanted.oauth1 else ()),
    )
    settings = Settings(versions=versions, prefix=wanted.prefix.rstrip("/"), sign_in=sign_in)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        data = make_data(wanted.people, wanted.seed)
        with SisServer(data, wanted.quirks, settings, wanted.port, wanted.folder) as server:
            _tell(server, wanted, as_json=as_json)
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except (OSError, ValueError) as error:
        print(f"carillon: {error}", file=sys.stderr)
    return 2


def list_quirks(*, as_json: bool) -> int:
    """Print every quirk, and give the exit code 0."""
    if as_json:
        told = [
            {"id": quirk, "does": each.does, "source": each.source, "value": each.value or None}
            for quirk, each in meanings().items()
        ]
        print(json.dumps(told, indent=2))
        return 0
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "what the server does", "source"):
        table.add_column(heading, no_wrap=heading == "id")
    for quirk, each in meanings().items():
        name = f"{quirk}={each.value}" if each.value else quirk
        table.add_row(name, each.does, each.source)
    Console(highlight=False, markup=False).print(table)
    return 0


def _tell(server: SisServer, wanted: Wanted, *, as_json: bool) -> None:
    urls = {each.value: server.url_of(each) for each in sorted(server.settings.versions)}
    told = {
        "baseUrls": urls,
        "tokenUrl": server.token_url,
        "clientId": server.client_id,
        "clientSecret": server.client_secret,
        "caFile": str(server.ca_file),
        "quirks": [*wanted.quirks],
        "seed": wanted.seed,
    }
    if as_json:
        print(json.dumps(told), flush=True)
        return
    for version, url in urls.items():
        print(f"OneRoster {version}  {url}")
    print(f"token URL      {server.token_url}")
    print(f"client id      {server.client_id}")
    print(f"client secret  {server.client_secret}")
    print(f"CA file        {server.ca_file}")
    print(f"quirks         {', '.join(wanted.quirks) or 'none; `carillon sis quirks` lists them'}")
    print(f"seed           {wanted.seed}")
    print("Ctrl-C ends it", flush=True)

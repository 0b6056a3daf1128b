"""Everything that a local stack said or wrote down beside the people themselves."""

from __future__ import annotations

import email
import email.policy
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import httpx

from infra.local.checks.documents import SUPERUSER, Documents
from infra.local.loopback import PLAINLY
from infra.local.mail_pages import read_mail
from infra.local.parts import PROJECT
from infra.local.stack import Stack
from tests.figures.canaries import FILE_NAMES, TOKENS, Stream

STORES = frozenset({"members", "guardians", "sftpLogins"})
"""Collections that hold people and logins: what all of this is for."""

GATEWAY = "answers of the gateway"
DOORS = "answers of the doors"

_FILE_NAMED = frozenset({FILE_NAMES})
_LEASED = ("outbox", "notices", "idempotency")
_POLL_SECONDS = 0.2


class TokenWatcher:
    """Collects the lease tokens that the database held at any time while it watched."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.tokens: set[str] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_POLL_SECONDS):
            for collection in _LEASED:
                found = self._documents.all(collection).values()
                self.tokens |= {fields["leaseToken"] for fields in found if fields["leaseToken"]}


def captured(stack: Stack, answers: dict[str, list[str]]) -> Iterator[Stream]:
    """Every stream of a stack.

    Args:
        stack: at rest.
        answers: what doors, the gateway and the supervisor answered, by what was asked.
    """
    for path in sorted((stack.state / "logs").glob("*.log")):
        yield Stream(path.name, path.read_text("utf-8", "replace"))
    journal = stack.state / "tasks.jsonl"
    yield Stream("tasks.jsonl", journal.read_text("utf-8", "replace"))
    yield from _mails(stack.state / "mail")
    yield from _documents(stack.addresses["firestore"])
    for asked, said in answers.items():
        # A login is shown the names of the files that it put there itself.
        listed = _FILE_NAMED if asked == GATEWAY else frozenset()
        yield Stream(asked, "\n".join(said), listed)


def _mails(folder: Path) -> Iterator[Stream]:
    paths = sorted(folder.glob("*.eml"))
    mails = [read_mail(path) for path in paths]
    heads = [
        "\n".join(f"{name}: {value}" for name, value in message.items())
        for path in paths
        for message in [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)]
    ]
    yield Stream("heads of mails", "\n\n".join(heads))
    bodies = [f"{mail['text']}\n{mail['html']}" for mail in mails]
    yield Stream("bodies of mails", "\n\n".join(bodies), _FILE_NAMED)


def _documents(address: str) -> Iterator[Stream]:
    """One stream for each collection's name, whatever it is below."""
    root = f"http://{address}/v1/projects/{PROJECT}/databases/(default)/documents"
    found: dict[str, list[str]] = {}
    with httpx.Client(headers=SUPERUSER, timeout=60, **PLAINLY) as client:
        reader = Documents(address, PROJECT)
        for path, fields in _below(client, reader, root, ""):
            collection = path.split("/")[-2]
            said = json.dumps(fields, ensure_ascii=False, default=str)
            found.setdefault(collection, []).append(f"{path} {said}")
        reader.close()
    for collection, texts in sorted(found.items()):
        named = _FILE_NAMED if collection in {"rosterRuns", "outbox"} else frozenset()
        leased = frozenset({TOKENS}) if collection in _LEASED else frozenset()
        yield Stream(f"{collection} (documents)", "\n".join(texts), named | leased)


def _below(
    client: httpx.Client, reader: Documents, root: str, place: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    at = f"{root}/{place}".rstrip("/")
    answer = client.post(f"{at}:listCollectionIds", json={"pageSize": 300})
    answer.raise_for_status()
    for collection in answer.json().get("collectionIds", []):
        if collection in STORES:
            continue
        here = f"{place}/{collection}".lstrip("/")
        for name, fields in reader.all(here).items():
            yield f"{here}/{name}", fields
            yield from _below(client, reader, root, f"{here}/{name}")

"""A simulated OneRoster server without its network: a request comes in, an answer goes out."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote

from infra.local.sis.collections import COLLECTIONS, Collection
from infra.local.sis.data import SisData
from infra.local.sis.dress import Dresser
from infra.local.sis.exchange import Answer, Refused, Request, error
from infra.local.sis.filters import Filter, parse_filter
from infra.local.sis.mischief import Mischief
from infra.local.sis.pages import Asked, cut_page, page_headers, read_limits
from infra.local.sis.quirks import Quirk, Quirks
from infra.local.sis.records import Kind, Record
from infra.local.sis.settings import Settings
from infra.local.sis.shelf import Choice, Shelf
from infra.local.sis.signin import Doorkeeper
from infra.local.sis.spelling import Speller, Version
from infra.local.sis.view import View

_OWN_KEY = "data"
_SCOPE_WORDS = {Version.V1_1: "v1p1", Version.V1_2: "v1p2"}
_SECRET = frozenset({"client_secret", "client_id"})


@dataclass(frozen=True, slots=True)
class Logged:
    """A request as the log keeps it: without headers, bodies, credentials and signatures.

    Attributes:
        status: of the answer.
    """

    method: str
    path: str
    query: Mapping[str, str]
    status: int


class Site:
    """Answers requests. Any thread may call it."""

    def __init__(self, data: SisData, quirks: Quirks, settings: Settings, origin: str) -> None:
        """Open it.

        Args:
            data: what it serves.
            quirks: those that are on.
            settings: everything else.
            origin: scheme, host and port at which it answers.
        """
        self.mischief = Mischief(quirks, settings)
        self._quirks = quirks
        self._settings = settings
        self._origin = origin
        self._doorkeeper = Doorkeeper(settings, quirks)
        self._view = View(data, quirks)
        self._shelves = {each: self._shelf(each) for each in settings.versions}
        self._lock = threading.Lock()
        self._log: list[Logged] = []
        self._offsets: dict[tuple[Version, str], list[int]] = {}

    @property
    def log(self) -> list[Logged]:
        """Every request that was answered, in the order of their answers."""
        with self._lock:
            return [*self._log]

    def base(self, version: Version) -> str:
        """Path of a version's collections, without a slash at the end."""
        return f"{self._settings.prefix}{self._settings.paths[version]}"

    def write_ahead(self) -> None:
        """Write the JSON of every record now."""
        for shelf in self._shelves.values():
            for kind in Kind:
                shelf.written(kind, self._view.every(kind))

    def answer(self, request: Request) -> Answer:
        """Answer a request, and put it on record."""
        try:
            answer = self._answer(request)
        except Refused as refused:
            answer = refused.answer
        query = {
            name: value
            for name, value in request.query.items()
            if name not in _SECRET and not name.startswith("oauth_")
        }
        with self._lock:
            self._log.append(Logged(request.method, request.path, query, answer.status))
        return answer

    def _answer(self, request: Request) -> Answer:
        token_path = f"{self._settings.prefix}{self._settings.token_path}"
        if request.path == token_path.partition("?")[0]:
            return self._doorkeeper.token(request)
        for version in sorted(self._settings.versions):
            base = f"{self.base(version)}/"
            if request.path.startswith(base):
                return self._data(request, version, request.path.removeprefix(base))
        return error(HTTPStatus.NOT_FOUND, "there is nothing at this address")

    def _data(self, request: Request, version: Version, rest: str) -> Answer:
        if request.method != "GET":
            return error(HTTPStatus.METHOD_NOT_ALLOWED, "only GET")
        name, _, sourced_id = rest.partition("/")
        held = self._doorkeeper.admit(request, self._asked_origin(request), _SCOPE_WORDS[version])
        limit, offset = read_limits(request.query, self._quirks)
        if name == self._quirks.word(Quirk.UNAUTHORIZED):
            raise self._doorkeeper.unauthorized("the scope of this collection was not granted")
        if (instead := self.mischief.before(name, offset)) is not None:
            return instead
        collection = COLLECTIONS.get(name)
        if collection is None or version not in collection.versions or "/" in sourced_id:
            return error(HTTPStatus.NOT_FOUND, "there is no such collection")
        if held.isdisjoint(collection.scopes):
            return error(HTTPStatus.FORBIDDEN, "the token has no scope for this collection")
        if sourced_id:
            return self._single(request, version, collection, unquote(sourced_id))
        asked = Asked(self._url(version, name), request.query, limit, offset)
        return self._list(request, version, collection, self._turned(version, name, asked))

    def _list(
        self, request: Request, version: Version, collection: Collection, asked: Asked
    ) -> Answer:
        shelf = self._shelves[version]
        records = shelf.chosen(self._choice(collection, request.query))
        if Quirk.UNSORTED in self._quirks and "sort" not in request.query:
            records = shelf.mixed(records, len(self._log))
        page = cut_page(records, asked, self._quirks)
        if page.ends and self.mischief.fails_at_the_end(collection.path):
            return error(HTTPStatus.BAD_GATEWAY, "the system behind did not answer")
        written = self._written(shelf, collection, page.records, request.query)
        answer = Answer(
            HTTPStatus.OK,
            self._wrapped(collection, b"[" + b",".join(written) + b"]"),
            headers=page_headers(page, asked, self._quirks),
        )
        return self.mischief.after(
            answer, takes_gzip=_takes_gzip(request), is_empty=not page.records
        )

    def _single(
        self, request: Request, version: Version, collection: Collection, sourced_id: str
    ) -> Answer:
        shelf = self._shelves[version]
        record = shelf.one(collection, sourced_id)
        if record is None or collection.kind is None:
            return error(HTTPStatus.NOT_FOUND, "there is no such object")
        written = self._written(shelf, collection, [record], request.query)
        answer = Answer(HTTPStatus.OK, b'{"%b":%b}' % (collection.keys[1].encode(), written[0]))
        return self.mischief.after(answer, takes_gzip=_takes_gzip(request), is_empty=False)

    def _choice(self, collection: Collection, query: Mapping[str, str]) -> Choice:
        """Which records are wanted.

        Raises:
            Refused: with a 400.
        """
        sort = query.get("sort", "")
        if Quirk.SORT_REFUSED in self._quirks and (sort or "orderBy" in query):
            raise _bad("sorting is not supported", "invalid_sort_field")
        if not sort.replace("_", "a").isalpha() and sort:
            raise _bad(f"{sort} is no field", "invalid_sort_field")
        if Quirk.FIELDS_REFUSED in self._quirks and "fields" in query:
            raise _bad("a selection is not supported", "invalid_selection_field")
        return Choice(collection, self._filter(query), sort, query.get("orderBy") == "desc")

    def _filter(self, query: Mapping[str, str]) -> Filter | None:
        text = query.get("filter", "")
        if not text or Quirk.FILTER_IGNORED in self._quirks:
            return None
        if Quirk.FILTER_REFUSED in self._quirks:
            raise _bad("filtering is not supported", "invalid_filter_field")
        try:
            return parse_filter(text)
        except ValueError as wrong:
            raise _bad(str(wrong), "invalid_filter_field") from wrong

    def _written(
        self,
        shelf: Shelf,
        collection: Collection,
        records: Sequence[Record],
        query: Mapping[str, str],
    ) -> list[bytes]:
        if fields := query.get("fields", ""):
            return shelf.selected(records, fields.split(","))
        return shelf.written(collection.kind or Kind.ORGS, records)

    def _wrapped(self, collection: Collection, array: bytes) -> bytes:
        if Quirk.BARE_ARRAY in self._quirks:
            return array
        key = collection.path if Quirk.PATH_KEY in self._quirks else collection.keys[0]
        if Quirk.OTHER_KEY in self._quirks:
            key = _OWN_KEY
        return b'{"%b":%b}' % (key.encode(), array)

    def _turned(self, version: Version, name: str, asked: Asked) -> Asked:
        """The same with its turn: a page that is asked for again has the turn that it had."""
        with self._lock:
            seen = self._offsets.setdefault((version, name), [])
            if not asked.offset:
                seen.clear()
            if asked.offset not in seen:
                seen.append(asked.offset)
            turn = seen.index(asked.offset)
        return Asked(asked.url, asked.query, asked.limit, asked.offset, turn)

    def _shelf(self, version: Version) -> Shelf:
        one_role = Quirk.ROLES_ON_USERS in self._quirks
        speller = Speller(version, f"{self._origin}{self.base(version)}", one_role)
        return Shelf(self._view, speller, Dresser(self._quirks))

    def _url(self, version: Version, name: str) -> str:
        return f"{self._origin}{self.base(version)}/{name}"

    def _asked_origin(self, request: Request) -> str:
        """Under which name the client came: it is what a signature is made of."""
        scheme = self._origin.partition("://")[0]
        return f"{scheme}://{request.headers.get('host', '')}"


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


def _bad(told: str, minor: str) -> Refused:
    return Refused(error(HTTPStatus.BAD_REQUEST, told, minor))

"""The quirks of servers in the wild, by short ids; what each does stands in ``quirks.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path


class Quirk(StrEnum):
    """One id each."""

    NO_TOTAL = "no-total"
    NO_LINKS = "no-links"
    NEXT_ALWAYS = "next-always"
    NEXT_OTHER_HOST = "next-other-host"
    NEXT_ITSELF = "next-itself"
    NEXT_HTTP = "next-http"
    LINK_COMMA = "link-comma"
    NEXT_HEADERS = "next-headers"
    PAGE_CAP = "page-cap"
    LIMIT_REFUSED = "limit-refused"
    OFFSET_IGNORED = "offset-ignored"
    TOTAL_OF_PAGE = "total-of-page"
    TOTAL_SHORT = "total-short"
    TOTAL_LONG = "total-long"
    TOTAL_WORDS = "total-words"
    SHORT_PAGES = "short-pages"
    PAGES_OVERLAP = "pages-overlap"
    PAGES_SHRINK = "pages-shrink"
    UNSORTED = "unsorted"
    SORT_REFUSED = "sort-refused"
    FIELDS_REFUSED = "fields-refused"
    FILTER_REFUSED = "filter-refused"
    FILTER_IGNORED = "filter-ignored"
    LAST_PAGE_FAILS = "last-page-fails"
    EMPTY_204 = "empty-204"
    EMPTY_BODY = "empty-body"
    BARE_ARRAY = "bare-array"
    OTHER_KEY = "other-key"
    PATH_KEY = "path-key"
    JSON_AS_HTML = "json-as-html"
    BYTE_ORDER_MARK = "byte-order-mark"
    LOGIN_PAGE = "login-page"
    ERROR_200 = "error-200"
    GZIP_BOMB = "gzip-bomb"
    ENDLESS_BODY = "endless-body"
    SLOW_DRIP = "slow-drip"
    CUT_BODY = "cut-body"
    FLAT_REFS = "flat-refs"
    DATES = "dates"
    ENABLED = "enabled"
    ENUM_CASE = "enum-case"
    STATUS_MISSING = "status-missing"
    STATUS_UNKNOWN = "status-unknown"
    GONE_INACTIVE = "gone-inactive"
    GONE_VANISHES = "gone-vanishes"
    ORPHANS = "orphans"
    SEX_WORD = "sex-word"
    NULLS = "nulls"
    BLANKS = "blanks"
    LISTS_AS_TEXT = "lists-as-text"
    ROLES_ON_USERS = "roles-on-users"
    AGENTS = "agents"
    GUARDIANS_PER_SCHOOL = "guardians-per-school"
    ID_CASE = "id-case"
    IDS_DIFFER = "ids-differ"
    NO_STAFF_EMAIL = "no-staff-email"
    PERIODS = "periods"
    PRIVATE_FIELDS = "private-fields"
    WRONG_YEAR = "wrong-year"
    SHARED_SIS = "shared-sis"
    NO_SCHOOLS = "no-schools"
    HALF_MISSING = "half-missing"
    USERS_NO_SCHOOL = "users-no-school"
    USERS_MANY_SCHOOLS = "users-many-schools"
    USERS_PER_SCHOOL = "users-per-school"
    USERS_NO_ROLE = "users-no-role"
    USERS_TWO_ROLES = "users-two-roles"
    ROLE_UNKNOWN = "role-unknown"
    BUSY = "busy"
    BUSY_DATE = "busy-date"
    BUSY_MIDWAY = "busy-midway"
    BURST_500 = "burst-500"
    BURST_502 = "burst-502"
    BURST_503 = "burst-503"
    BURST_504 = "burst-504"
    FORBIDDEN = "forbidden"
    UNAUTHORIZED = "unauthorized"
    NOT_LICENSED = "not-licensed"
    BARE_401 = "bare-401"
    REDIRECT_INWARD = "redirect-inward"
    TOKEN_REDIRECT = "token-redirect"  # noqa: S105  # an id
    COOKIES = "cookies"
    EXPIRED = "expired"
    SCOPE_REFUSED = "scope-refused"
    SCOPE_REQUIRED = "scope-required"
    SCOPE_OLD = "scope-old"
    TOKEN_ENDS = "token-ends"  # noqa: S105  # an id
    EXPIRES_IN = "expires-in"
    TOKEN_TYPE = "token-type"  # noqa: S105  # an id


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a quirk is.

    Attributes:
        does: one sentence.
        source: section and number of the design's page that has it.
        value: what it takes when none is given; empty where it takes none.
        choices: the words that it may take; empty for any word or number.
    """

    does: str
    source: str
    value: str = ""
    choices: tuple[str, ...] = ()

    def accepts(self, value: str) -> bool:
        """True when a value has the quirk's kind: one of its words, a number, or a collection."""
        if self.choices:
            return value in self.choices
        return value.isdecimal() if self.value.isdecimal() else bool(self.value) and value.isalpha()


@lru_cache(maxsize=1)
def meanings() -> Mapping[Quirk, Meaning]:
    """Every quirk with its meaning, in the order of the file."""
    read = tomllib.loads(Path(__file__).with_name("quirks.toml").read_text("utf-8"))
    made: dict[Quirk, Meaning] = {}
    for name, entry in read.items():
        choices = tuple(entry.get("choices", ()))
        value = entry.get("value", choices[0] if choices else "")
        made[Quirk(name)] = Meaning(entry["does"], entry["source"], value, choices)
    return made


class Quirks:
    """Those that are switched on, in any combination."""

    def __init__(self, asked: Iterable[str] = ()) -> None:
        """Switch them on.

        Args:
            asked: ids, each alone or as ``id=value``.

        Raises:
            ValueError: there is no such quirk, or it doesn't take that value; the text says which.
        """
        self._on: dict[Quirk, str] = dict(map(_parsed, asked))

    def __contains__(self, quirk: Quirk) -> bool:
        return quirk in self._on

    def number(self, quirk: Quirk) -> int:
        """The value of one that takes a number; 0 while it is off."""
        return int(self._on.get(quirk, "0"))

    def word(self, quirk: Quirk) -> str:
        """The value of one that takes a word; empty while it is off."""
        return self._on.get(quirk, "")

    def __str__(self) -> str:
        return ", ".join(f"{each}={value}" if value else each for each, value in self._on.items())


def _parsed(asked: str) -> tuple[Quirk, str]:
    name, has_value, value = asked.partition("=")
    try:
        quirk = Quirk(name)
    except ValueError:
        raise ValueError(f"{name}: there is no such quirk; `carillon sis quirks` has all") from None
    meaning = meanings()[quirk]
    if not has_value:
        return quirk, meaning.value
    if not meaning.value:
        raise ValueError(f"{name} takes no value")
    if not meaning.accepts(value):
        taken = ", ".join(meaning.choices) or f"a value such as {meaning.value}"
        raise ValueError(f"{name} doesn't take {value!r}; it takes {taken}")
    return quirk, value

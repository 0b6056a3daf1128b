"""Values that stand nowhere but in what a school sends: whoever finds one elsewhere has a leak."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from urllib.parse import unquote

NAMES = "names"
EMAILS = "addresses"
PHONES = "numbers"
IDS = "ids"
TEXTS = "other cells and headers"
SECRETS = "passwords and keys"
TOKENS = "lease tokens"
FILE_NAMES = "names of files"

DOMAIN = "canary.example"
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo")
_AREAS = (201, 312, 415, 508, 617, 702, 808, 916)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


@dataclass(frozen=True, slots=True)
class Canary:
    """One planted value.

    Attributes:
        what: one of the kinds above.
        forms: spellings by which it would be recognized, in small letters.
    """

    what: str
    value: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """One place where nothing of a person may stand.

    Attributes:
        name: such as ``functions.log``.
        text: all that it says.
        may_hold: kinds of canaries that are no leak here.
    """

    name: str
    text: str
    may_hold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Leak:
    """A canary that was found, and where."""

    canary: Canary
    stream: str


@dataclass
class Aviary:
    """Makes canaries, each once, and remembers all of them."""

    chance: Random
    planted: list[Canary] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def name(self) -> str:
        """A name that nobody has; every fourth has a letter beyond ASCII."""
        word = f"Zq{self._word(4)}"
        return self._plant(NAMES, f"{word}ñ" if self.chance.random() < 1 / 4 else word)

    def email(self) -> str:
        """An address; its domain is the same for all."""
        local = f"zq.{self._word(4)}"
        return f"{self._plant(EMAILS, local)}@{DOMAIN}"

    def phone(self) -> str:
        """A number that the numbering plan keeps for fiction."""
        while True:
            area, line = self.chance.choice(_AREAS), f"01{self.chance.randrange(100):02d}"
            value = f"({area}) 555-{line}"
            if value not in self._taken:
                return self._plant(PHONES, value, f"{area}555{line}", f"{area}-555-{line}")

    def sis_id(self) -> str:
        """An id, of letters and digits."""
        return self._plant(IDS, f"ZQ{self.chance.randrange(36**5):05d}{self._word(2).upper()}")

    def text(self) -> str:
        """What stands in a cell or a header that nobody asked for."""
        return self._plant(TEXTS, f"zq{self._word(5)}")

    def secret(self, value: str = "") -> str:
        """A password or key: one that exists, or a new one."""
        return self._plant(SECRETS, value or f"zQ-{self._word(3)}-{self._word(3)}")

    def token(self, value: str) -> None:
        """A token by which somebody holds a piece of work."""
        self._plant(TOKENS, value)

    def file_name(self) -> str:
        """A word for a file's name, such as a student's."""
        return self._plant(FILE_NAMES, f"Zq{self._word(4)}")

    def _word(self, syllables: int) -> str:
        while True:
            word = "".join(self.chance.choices(_SYLLABLES, k=syllables))
            # Short ones are only parts of what is unique as a whole.
            if syllables < 4 or word not in self._taken:
                self._taken.add(word)
                return word

    def _plant(self, what: str, value: str, *spellings: str) -> str:
        if value not in self._taken:
            self._taken.add(value)
            forms = tuple(dict.fromkeys(_plain(form) for form in (value, *spellings)))
            self.planted.append(Canary(what, value, forms))
        return value


def find(canaries: Iterable[Canary], streams: Iterable[Stream]) -> list[Leak]:
    """Every canary in a stream where it must not be, also in percent signs and in base 64."""
    wanted = list(canaries)
    return [
        Leak(canary, stream.name)
        for stream in streams
        for text in ["\n".join(_readings(stream.text))]
        for canary in wanted
        if canary.what not in stream.may_hold and any(form in text for form in canary.forms)
    ]


def _readings(text: str) -> Iterator[str]:
    yield _plain(text)
    if "%" in text:
        yield _plain(unquote(text))
    if "\\" in text:
        yield _plain(re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text))
    for run in _BASE64.findall(text):
        padded = run + "=" * (-len(run) % 4)
        try:
            yield _plain(base64.b64decode(padded, altchars=b"-_").decode())
        except ValueError:
            continue


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()

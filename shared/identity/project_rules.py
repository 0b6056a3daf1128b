"""Whether the Identity Platform project is set up as sign-in needs it: its answers judged. Pure.

Source: https://cloud.google.com/identity-platform/docs/reference/rest/v2/Config
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.identity.model import EMAIL_LINK, PASSWORD
from shared.identity.rules import ProviderSettings


class SignInCheck(StrEnum):
    """One thing that has to be so; the console has words for each, and for what helps."""

    ANY_WAY_ON = "ANY_WAY_ON"
    DOMAINS_NAMED = "DOMAINS_NAMED"
    """A way that is on and asks for a domain has one of the district's."""
    WAY_AT_FIREBASE = "WAY_AT_FIREBASE"
    """A way that is on here is on at Firebase as well, with its client id."""
    CONSOLE_AUTHORIZED = "CONSOLE_AUTHORIZED"
    ASKED_BEFORE_CREATE = "ASKED_BEFORE_CREATE"
    ASKED_BEFORE_SIGN_IN = "ASKED_BEFORE_SIGN_IN"
    TOKENS_PASSED_ON = "TOKENS_PASSED_ON"
    """The functions get the provider's ID token; without it nobody is proven."""
    SIGN_UP_LEFT_TO_US = "SIGN_UP_LEFT_TO_US"
    """Firebase doesn't refuse everybody who comes for the first time."""
    ADDRESSES_PROTECTED = "ADDRESSES_PROTECTED"
    """Nobody finds out by trying who has an account."""


class CheckResult(StrEnum):
    """What a check came to."""

    OK = "OK"
    WRONG = "WRONG"
    UNKNOWN = "UNKNOWN"
    """It could not be asked, or was not answered."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How this deployment is reached.

    Attributes:
        console: URL of the console; empty where nobody has said it.
        before_create: URL of the function that is asked before somebody is created.
        before_sign_in: URL of the one that is asked before somebody gets in.
    """

    console: str
    before_create: str
    before_sign_in: str


@dataclass(frozen=True, slots=True)
class ProjectSeen:
    """What Identity Platform answered.

    Attributes:
        config: of the project; None where it did not answer.
        providers: way → its configuration, empty where it has none; None where it did not answer.
        is_whole: what is missing is not set; false for an emulator, which keeps a part only.
    """

    config: Mapping[str, Any] | None
    providers: Mapping[str, Mapping[str, Any] | None]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check came to.

    Attributes:
        about: the way to sign in, or the host that it is about; empty for none.
    """

    check: SignInCheck
    result: CheckResult
    about: str = ""


def setting_checks(
    settings: Mapping[str, ProviderSettings], needing_realms: Iterable[str]
) -> Iterator[Checked]:
    """What the district's own settings come to."""
    on = {name for name, each in settings.items() if each.enabled}
    yield Checked(SignInCheck.ANY_WAY_ON, CheckResult.OK if on else CheckResult.WRONG)
    for name in sorted(on & set(needing_realms)):
        yield Checked(SignInCheck.DOMAINS_NAMED, _is(bool(settings[name].realms)), name)


def project_checks(seen: ProjectSeen, expected: Expected, on: Iterable[str]) -> Iterator[Checked]:
    """What the project comes to.

    Args:
        seen: what it answered.
        expected: how this deployment is reached.
        on: the ways that the district has switched on.
    """
    for name in sorted(on):
        yield Checked(SignInCheck.WAY_AT_FIREBASE, _way(seen, name), name)
    host = host_of(expected.console)
    yield Checked(SignInCheck.CONSOLE_AUTHORIZED, _authorized(seen, host), host)
    triggers = _at(seen, "blockingFunctions", "triggers")
    for check, name, url in (
        (SignInCheck.ASKED_BEFORE_CREATE, "beforeCreate", expected.before_create),
        (SignInCheck.ASKED_BEFORE_SIGN_IN, "beforeSignIn", expected.before_sign_in),
    ):
        yield Checked(check, _asked(seen, triggers, name, url))
    passed = _at(seen, "blockingFunctions", "forwardInboundCredentials", "idToken")
    yield Checked(SignInCheck.TOKENS_PASSED_ON, _known(seen, passed is True))
    refused = _at(seen, "client", "permissions", "disabledUserSignup")
    told = refused if seen.is_whole or refused is not None else ...
    yield Checked(
        SignInCheck.SIGN_UP_LEFT_TO_US,
        CheckResult.UNKNOWN if told is ... else _known(seen, refused is not True),
    )
    protected = _at(seen, "emailPrivacyConfig", "enableImprovedEmailPrivacy")
    yield Checked(SignInCheck.ADDRESSES_PROTECTED, _known(seen, protected is True))


def host_of(url: str) -> str:
    """The host of a URL without its port, in lower case; empty for none."""
    place = url.partition("://")[2].partition("/")[0]
    return place.rpartition(":")[0].lower() if ":" in place else place.lower()


def _way(seen: ProjectSeen, name: str) -> CheckResult:
    if name in (PASSWORD, EMAIL_LINK):
        email = _at(seen, "signIn", "email")
        if seen.config is None or (email is None and not seen.is_whole):
            return CheckResult.UNKNOWN
        told = email if isinstance(email, Mapping) else {}
        by_link = name == EMAIL_LINK and told.get("passwordRequired") is True
        return _is(told.get("enabled") is True and not by_link)
    found = seen.providers.get(name)
    if found is None:
        return CheckResult.UNKNOWN
    return _is(found.get("enabled") is True and bool(found.get("clientId")))


def _authorized(seen: ProjectSeen, host: str) -> CheckResult:
    domains = _at(seen, "authorizedDomains")
    if not host or seen.config is None or (domains is None and not seen.is_whole):
        return CheckResult.UNKNOWN
    return _is(host in map(str.lower, domains or ()))


def _asked(seen: ProjectSeen, triggers: object, name: str, url: str) -> CheckResult:
    trigger = triggers.get(name) if isinstance(triggers, Mapping) else None
    told = trigger.get("functionUri") if isinstance(trigger, Mapping) else None
    return _known(seen, told == url)


def _known(seen: ProjectSeen, is_so: bool) -> CheckResult:  # noqa: FBT001  # reads as the sentence
    return CheckResult.UNKNOWN if seen.config is None else _is(is_so)


def _is(is_so: bool) -> CheckResult:  # noqa: FBT001  # the same
    return CheckResult.OK if is_so else CheckResult.WRONG


def _at(seen: ProjectSeen, *path: str) -> Any:  # noqa: ANN401  # a value of JSON
    found: Any = seen.config
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found

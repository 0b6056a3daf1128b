"""How people may sign in: what everybody may know of it, and what the district decides."""

from __future__ import annotations

from collections.abc import Mapping

from shared.identity.account_store import AccountStore
from shared.identity.providers import Provider, providers
from shared.identity.rules import ProviderSettings
from shared.identity.session_views import (
    JudgedBy,
    ProviderView,
    SignInOption,
    SignInOptions,
    SignInSettingsUpdate,
    SignInSettingsView,
)
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation, Invalid
from shared.kernel.etags import check_etag, etag_of
from shared.kernel.field_masks import parse_mask
from shared.kernel.permissions import Action, schools_of


class SignInSettingDesk:
    """Shows and changes the ways to sign in. `Denied` as `schools_of` says."""

    def __init__(self, accounts: AccountStore, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock

    def options(self) -> SignInOptions:
        """The ways that are on, for anybody who wants to sign in."""
        settings = self._accounts.settings()[1]
        shown = [
            SignInOption(provider=name, display_name=provider.display_name)
            for name, provider in providers().items()
            if settings.get(name, ProviderSettings()).enabled
        ]
        return SignInOptions(providers=shown)

    def get(self, actor: Actor) -> SignInSettingsView:
        """What the district says of each way."""
        schools_of(actor, Action.SIGN_IN_SETTINGS_GET)
        return _shown(*self._accounts.settings())

    def update(
        self, actor: Actor, asked: SignInSettingsUpdate, mask: str, etag: str,
        *, validate_only: bool,
    ) -> SignInSettingsView:  # fmt: skip
        """Let people in so from now on.

        Raises:
            Invalid: ``SIGN_IN_INVALID`` with the fields, or as `parse_mask` says.
            Conflict: ``ETAG_MISMATCH``; ``SIGN_IN_LOCKS_OUT``: nobody could sign in any more.
        """
        schools_of(actor, Action.SIGN_IN_SETTINGS_UPDATE)
        parse_mask(mask, {"providers"}, {"providers"})
        version, before = self._accounts.settings()
        check_etag(etag, version)
        after = _checked(asked)
        if not any(each.enabled for each in after.values()):
            raise Conflict("SIGN_IN_LOCKS_OUT", "with every way off, nobody could sign in")
        if after == before or validate_only:
            return _shown(version, after)
        self._accounts.save_settings(version, after, actor.id, self._clock())
        return _shown(*self._accounts.settings())


def _checked(asked: SignInSettingsUpdate) -> Mapping[str, ProviderSettings]:
    known = providers()
    found: dict[str, ProviderSettings] = {}
    wrong = []
    for number, each in enumerate(asked.providers):
        place = f"providers.{number}"
        provider = known.get(each.provider)
        if provider is None or each.provider in found:
            wrong.append(FieldViolation(f"{place}.provider", "is unknown, or named twice"))
        elif each.enabled and _needs_realm(provider) and not each.realms:
            wrong.append(FieldViolation(f"{place}.realms", "name a domain of the district"))
        found[each.provider] = ProviderSettings(each.enabled, frozenset(each.realms))
    if wrong:
        raise Invalid("SIGN_IN_INVALID", "people could not sign in so", violations=wrong)
    return found


def _needs_realm(provider: Provider) -> bool:
    return provider.realm is not None


def _judged_by(provider: Provider) -> JudgedBy:
    if provider.opened_by_invitation:
        return JudgedBy.INVITATION
    return JudgedBy.REALM if _needs_realm(provider) else JudgedBy.ADDRESS


def _shown(version: str, settings: Mapping[str, ProviderSettings]) -> SignInSettingsView:
    shown = [
        ProviderView(
            provider=name,
            enabled=settings.get(name, ProviderSettings()).enabled,
            realms=sorted(settings.get(name, ProviderSettings()).realms),
            display_name=provider.display_name,
            people=provider.people,
            judged_by=_judged_by(provider),
        )
        for name, provider in providers().items()
    ]
    return SignInSettingsView(name="settings/signIn", providers=shown, etag=etag_of(version))

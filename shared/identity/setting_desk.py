"""How people may sign in: what everybody may know of it, and what the district decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from pydantic.alias_generators import to_camel

from shared.identity.account_store import AccountStore
from shared.identity.policy_store import Policy
from shared.identity.providers import Provider, providers
from shared.identity.rules import ProviderSettings
from shared.identity.session_rules import SessionRules
from shared.identity.session_views import (
    JudgedBy,
    ProviderView,
    SharedDeviceMinutes,
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

_CHANGED = frozenset({"providers", "secondFactorRoles", "sharedDeviceMinutes"})


class SignInSettingDesk:
    """Shows and changes the ways to sign in. `Denied` as `schools_of` says."""

    def __init__(self, accounts: AccountStore, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock

    def options(self) -> SignInOptions:
        """The ways that are on, for anybody who wants to sign in."""
        settings = self._accounts.policies.policy().providers
        shown = [
            SignInOption(provider=name, display_name=provider.display_name)
            for name, provider in providers().items()
            if settings.get(name, ProviderSettings()).enabled
        ]
        return SignInOptions(providers=shown)

    def get(self, actor: Actor) -> SignInSettingsView:
        """What the district says of each way."""
        schools_of(actor, Action.SIGN_IN_SETTINGS_GET)
        return _shown(self._accounts.policies.policy())

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
        given = {to_camel(name) for name in asked.model_fields_set - {"etag"}}
        wanted = parse_mask(mask, _CHANGED, given)
        before = self._accounts.policies.policy()
        check_etag(etag, before.version)
        providers = _checked(asked) if "providers" in wanted else before.providers
        after = replace(before, providers=providers, rules=_rules(before.rules, asked, wanted))
        if not any(each.enabled for each in providers.values()):
            raise Conflict("SIGN_IN_LOCKS_OUT", "with every way off, nobody could sign in")
        if after == before or validate_only:
            return _shown(after)
        now = self._clock()
        self._accounts.policies.save_settings(before.version, providers, actor.id, now, after.rules)
        return _shown(self._accounts.policies.policy())


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


def _rules(
    before: SessionRules, asked: SignInSettingsUpdate, wanted: Collection[str]
) -> SessionRules:
    rules = before
    if "secondFactorRoles" in wanted:
        rules = replace(rules, factor_roles=frozenset(asked.second_factor_roles))
    if "sharedDeviceMinutes" in wanted:
        minutes = asked.shared_device_minutes
        if minutes is None:
            violation = FieldViolation("sharedDeviceMinutes", "name students and staff")
            raise Invalid("SIGN_IN_INVALID", "minutes are missing", violations=[violation])
        rules = replace(rules, student_minutes=minutes.students, staff_minutes=minutes.staff)
    return rules


def _judged_by(provider: Provider) -> JudgedBy:
    if provider.opened_by_invitation:
        return JudgedBy.INVITATION
    return JudgedBy.REALM if _needs_realm(provider) else JudgedBy.ADDRESS


def _shown(policy: Policy) -> SignInSettingsView:
    settings, rules = policy.providers, policy.rules
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
    return SignInSettingsView(
        name="settings/signIn",
        providers=shown,
        second_factor_roles=sorted(rules.factor_roles),
        shared_device_minutes=SharedDeviceMinutes(
            students=rules.student_minutes, staff=rules.staff_minutes
        ),
        etag=etag_of(policy.version),
    )

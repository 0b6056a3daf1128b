"""What the district says of signing in, in Firestore."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Document, Documents
from shared.identity.model import SCHEMA_VERSION
from shared.identity.rules import ProviderSettings
from shared.identity.session_rules import SessionRules
from shared.kernel.audit import audit_entry
from shared.kernel.ids import digest_id
from shared.kernel.roles import Role

SETTINGS = "district/signIn"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the district says of signing in.

    Attributes:
        version: of the document; empty before the first.
        providers: each way to sign in.
    """

    version: str = ""
    providers: Mapping[str, ProviderSettings] = field(default_factory=dict)
    rules: SessionRules = field(default_factory=SessionRules)


class PolicyStore:
    """Every method may raise `Transient` when Firestore doesn't answer."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def policy(self) -> Policy:
        """All that the district says of signing in; one read."""
        found = self._documents.get(SETTINGS)
        return Policy() if found is None else _policy(found)

    def save_settings(
        self,
        version: str,
        settings: Mapping[str, ProviderSettings],
        actor: str,
        now: datetime,
        rules: SessionRules | None = None,
    ) -> None:
        """Let people in so from now on, with who says so; without rules those stay as they are.

        Raises:
            Conflict: the settings have changed since they were read.
        """
        told = {
            name: {"enabled": each.enabled, "realms": sorted(each.realms)}
            for name, each in settings.items()
        }
        fields: dict[str, Any] = {
            "schemaVersion": SCHEMA_VERSION,
            "providers": told,
            "updateTime": now,
        }
        if rules is not None:
            fields["secondFactorRoles"] = sorted(rules.factor_roles)
            fields["sharedDeviceMinutes"] = {
                "students": rules.student_minutes,
                "staff": rules.staff_minutes,
            }
        commit = self._documents.commit()
        if version:
            commit.update(SETTINGS, fields, version)
        else:
            commit.create(SETTINGS, fields)
        on = sorted(name for name, each in settings.items() if each.enabled)
        entry = audit_entry(actor, "signInSettings:update", [{"on": on}], now)
        commit.create(f"audit/sign-in-settings-{digest_id(version, now.isoformat())}", entry)
        commit.run()


def _policy(found: Document) -> Policy:
    fields, usual = found.fields, SessionRules()
    minutes = fields.get("sharedDeviceMinutes") or {}
    roles = fields.get("secondFactorRoles")
    rules = SessionRules(
        factor_roles=usual.factor_roles if roles is None else frozenset(map(Role, roles)),
        student_minutes=int(minutes.get("students", usual.student_minutes)),
        staff_minutes=int(minutes.get("staff", usual.staff_minutes)),
    )
    providers = {
        name: ProviderSettings(
            enabled=each["enabled"] is True, realms=frozenset(map(str.lower, each["realms"]))
        )
        for name, each in fields["providers"].items()
    }
    return Policy(found.version, providers, rules)

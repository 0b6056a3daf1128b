"""What a school begins with: types that are ready, settings, and a blackout to switch on. Pure.

Minutes, the most at once and the flags of Restroom and Water fountain are those that schools know;
no type names an accommodation, since a visible one tells everybody who has it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from shared.passes.model import EndMethod
from shared.passes.policy import Approval, Blackout, PassSettings, PassType

Language = Literal["en", "es"]

NAMES: dict[str, dict[Language, str]] = {
    "restroom": {"en": "Restroom", "es": "Baño"},
    "water-fountain": {"en": "Water fountain", "es": "Bebedero"},
    "nurse": {"en": "Nurse", "es": "Enfermería"},
    "office": {"en": "Office", "es": "Oficina"},
    "counselor": {"en": "Counselor", "es": "Consejería"},
    "locker": {"en": "Locker", "es": "Casillero"},
    "library": {"en": "Library", "es": "Biblioteca"},
    "classroom": {"en": "Another classroom", "es": "Otro salón"},
    "emergency": {"en": "Emergency", "es": "Emergencia"},
    "class-edges": {
        "en": "First and last ten minutes of class",
        "es": "Primeros y últimos diez minutos de clase",
    },
}

_READY: tuple[PassType, ...] = (
    # Minutes, most at once and flags as schools know them.
    PassType("restroom", "", "restroom", "blue", minutes=5, most_at_once=10, kiosk=True),
    PassType("water-fountain", "", "water", "cyan", minutes=5, most_at_once=10, kiosk=True),
    # Who feels ill is held up by nothing that is counted, and nobody knows when they are back.
    PassType(
        "nurse",
        "",
        "nurse",
        "red",
        minutes=15,
        end_method=EndMethod.MANUAL,
        kiosk=True,
        ignores_blackouts=True,
        ignores_limits=True,
    ),
    PassType("locker", "", "locker", "grape", minutes=5, approval=Approval.ORIGIN_TEACHER),
    PassType(
        "library",
        "",
        "library",
        "green",
        minutes=30,
        end_method=EndMethod.MANUAL,
        approval=Approval.ORIGIN_TEACHER,
    ),
    PassType(
        "office",
        "",
        "office",
        "orange",
        minutes=15,
        end_method=EndMethod.MANUAL,
        approval=Approval.ORIGIN_TEACHER,
    ),
    # Where somebody works who says when they have time, no cap is needed.
    PassType(
        "counselor",
        "",
        "counselor",
        "teal",
        minutes=30,
        end_method=EndMethod.MANUAL,
        approval=Approval.DESTINATION_STAFF,
    ),
    PassType(
        "classroom",
        "",
        "classroom",
        "indigo",
        minutes=10,
        end_method=EndMethod.MANUAL,
        approval=Approval.ORIGIN_TEACHER,
    ),
    PassType(
        "emergency",
        "",
        "emergency",
        "red",
        minutes=15,
        end_method=EndMethod.MANUAL,
        kiosk=True,
        ignores_blackouts=True,
        ignores_limits=True,
        emergency=True,
    ),
)


def types(language: Language) -> tuple[PassType, ...]:
    """The types that a school begins with: active, in the order in which they are shown."""
    return tuple(
        replace(each, name=NAMES[each.id][language], priority=number, active=True)
        for number, each in enumerate(_READY)
    )


def custom_type(type_id: str, name: str) -> PassType:
    """A type that a school adds: nobody has it until somebody switches it on."""
    return PassType(type_id, name, active=False)


def settings() -> PassSettings:
    """What a school begins with: limits are off, so that it can watch before it tightens."""
    return PassSettings()


def blackouts(language: Language) -> tuple[Blackout, ...]:
    """The first and the last ten minutes of each class, switched off."""
    name = NAMES["class-edges"][language]
    return (Blackout("class-edges", name, active=False, first_minutes=10, last_minutes=10),)

"""Requests and answers of the API about how a school's classes meet its periods. Pure."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from shared.calendar.views import CalendarBody, Clock
from shared.kernel.views import View

MOST_WITHOUT = 100
"""Classes without a period that are named."""


class CalendarMatchBody(View):
    """What is asked of a calendar that need not be saved."""

    calendar: CalendarBody | None = Field(
        default=None, description="Looked at in the place of the draft; it may still be faulty."
    )


class PeriodCodeView(View):
    """A short code of the classes, as the product compares it."""

    code: str
    classes: int = Field(description="How many meet in it.")
    period_ids: list[str] = Field(description="The periods that have it; none while unmatched.")
    suggested_period_ids: list[str] = Field(
        description="Periods that it may mean, the likeliest first; where none has it."
    )


class UnknownWordView(View):
    """A text beside codes that is neither weekdays, nor letters, nor a day word."""

    word: str
    classes: int = Field(description="How many have it; where it stands they meet on no day.")


class ClassWithoutView(View):
    """A class that names no period, such as a homeroom."""

    list_id: str
    display_name: str


class CalendarMatchView(View):
    """How far the classes of a school are matched to its periods."""

    codes: list[PeriodCodeView] = Field(description="Those that no period has first.")
    unknown_words: list[UnknownWordView]
    without_periods: int = Field(description="How many classes name no period.")
    classes_without_periods: list[ClassWithoutView] = Field(
        description=f"The first {MOST_WITHOUT} of these, by name."
    )
    placed: int = Field(description="Classes that meet in some block of some bell schedule.")
    classes: int


class CalendarSuggestBody(View):
    """What the codes don't say of a first calendar."""

    first_day: date | None = Field(default=None, description="Else as the roster's terms say.")
    last_day: date | None = Field(default=None, description="Else as the roster's terms say.")
    first_bell: Clock = Field(default="08:00")


class CalendarSuggestView(View):
    """A first calendar, which is not saved."""

    calendar: CalendarBody

"""The console explains a code in the words of the mails."""

from __future__ import annotations

from infra.build.console_texts import LOCALES, texts


def test_the_console_s_codes_are_those_of_the_mails() -> None:
    said = "run: python -m infra.build.console_texts"
    assert {place: (LOCALES / place).read_text("utf-8") for place in texts()} == texts(), said

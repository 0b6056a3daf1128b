"""The mail sink's process, driven by smtplib and read over HTTP."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from infra.local.mail_pages import list_page, mail_page
from infra.local.mail_sink import REFUSE_SWITCH, mail_spec
from infra.local.ports import free_port
from infra.local.process import Child


class Sink(NamedTuple):
    smtp: int
    url: str
    folder: Path


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    smtp, web = free_port(), free_port()
    child = Child(mail_spec(smtp, web, tmp_path / "mail"), tmp_path)
    try:
        child.wait_ready()
        yield Sink(smtp, f"http://127.0.0.1:{web}", tmp_path / "mail")
    finally:
        child.stop()


def send(sink: Sink, subject: str, html: str = "<p>Hola, señora</p>") -> None:
    message = EmailMessage()
    message["From"] = "Carillon <carillon@demo.example>"
    message["To"] = "office@lincoln.example"
    message["Subject"] = subject
    message["Message-ID"] = "<one@demo.example>"
    message.set_content("Hola, señora\n")
    message.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", sink.smtp, timeout=10) as client:
        client.send_message(message)


def test_a_mail_comes_back_as_it_was_sent(sink: Sink) -> None:
    send(sink, "Ejecución: 1.800 filas")

    [mail] = httpx.get(f"{sink.url}/messages").json()

    assert mail["subject"] == "Ejecución: 1.800 filas"
    assert (mail["from"], mail["to"]) == ("carillon@demo.example", ["office@lincoln.example"])
    assert mail["text"].strip() == "Hola, señora"
    assert mail["html"].strip() == "<p>Hola, señora</p>"
    assert mail["messageId"] == "<one@demo.example>"
    assert [path.suffix for path in sink.folder.iterdir()] == [".eml"]


def test_mails_stand_in_the_order_in_which_they_came(sink: Sink) -> None:
    for number in range(12):
        send(sink, f"mail {number}")

    found = [mail["subject"] for mail in httpx.get(f"{sink.url}/messages").json()]

    assert found == [f"mail {number}" for number in range(12)]


def test_the_pages_show_a_mail_without_letting_it_act(sink: Sink) -> None:
    send(sink, "<script>alert(1)</script>", "<script>alert(2)</script><p>body</p>")
    [mail] = httpx.get(f"{sink.url}/messages").json()

    listed = httpx.get(f"{sink.url}/").text
    page = httpx.get(f"{sink.url}/messages/{mail['id']}").text
    body = httpx.get(f"{sink.url}/messages/{mail['id']}/html")

    for text in (listed, page):
        assert '<html lang="en">' in text
        assert 'content="light dark"' in text
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>" not in text
    assert f'href="/messages/{mail["id"]}"' in listed
    assert 'sandbox src="' in page
    assert "<p>body</p>" in body.text
    policy = body.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("Sun, 22 Nov 2026 11:56:47 +0000", "Sun, Nov 22, 2026, 5:56 AM CST"),
        ("Wed, 01 Jul 2026 00:05:00 -0500", "Wed, Jul 1, 2026, 12:05 AM CDT"),
        ("Sun, 22 Nov 2026 18:30:00 -0000", "Sun, Nov 22, 2026, 12:30 PM CST"),
        ("yesterday", "yesterday"),
    ],
)
def test_the_pages_give_times_on_this_machines_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, date: str, shown: str
) -> None:
    mail = tmp_path / "1.eml"
    mail.write_text(f"X-RcptTo: office@lincoln.example\nSubject: one\nDate: {date}\n\nHola\n")
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "America/Chicago")
        time.tzset()
        pages = [list_page(tmp_path), mail_page(mail)]
    time.tzset()

    for page in pages:
        assert f"<br>\n{shown}<" in page or f"<br>{shown}<" in page


def test_while_the_switch_lies_there_every_mail_is_refused(sink: Sink) -> None:
    switch = sink.folder / REFUSE_SWITCH
    switch.touch()
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(sink, "no")
    assert refused.value.smtp_code == 451

    switch.unlink()
    send(sink, "yes")

    assert [mail["subject"] for mail in httpx.get(f"{sink.url}/messages").json()] == ["yes"]


@pytest.mark.parametrize("path", ["/nothing", "/messages/none", "/messages/..%2Frefuse/raw"])
def test_what_is_not_there_is_a_404(sink: Sink, path: str) -> None:
    assert httpx.get(f"{sink.url}{path}").status_code == 404


def test_a_foreign_name_that_points_here_reads_nothing(sink: Sink) -> None:
    answer = httpx.get(f"{sink.url}/messages", headers={"Host": "evil.example:80"})
    assert answer.status_code == 403

"""The pages on which the local stack's mails are read: a list, one message, and both as JSON."""

from __future__ import annotations

import email
import email.policy
import email.utils
from datetime import UTC
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from jinja2 import Environment

_TEMPLATE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{ title }}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
body { overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
p { margin: 0 0 .5rem; }
ol { list-style: none; margin: 1rem 0; padding: 0; }
li { border-top: 1px solid #8888; padding: .625rem 0; }
li a { display: block; }
.small { font-size: .875rem; }
iframe { border: 1px solid #888; box-sizing: border-box; width: 100%; height: 75vh; }
pre { border: 1px solid #888; margin: 0; padding: 1rem; white-space: pre-wrap; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
</style>
{% if mail %}
<nav aria-label="Mailbox"><p><a href="/">All messages</a></p></nav>
<main>
<h1>{{ title }}</h1>
<p class="small">From {{ mail.from }}<br>
To {{ mail.to | join(", ") }}<br>
{{ mail.date | local }}</p>
{% if mail.html %}
<h2>As HTML</h2>
<iframe title="The message as HTML" sandbox src="/messages/{{ mail.id }}/html"></iframe>
<p class="small"><a href="/messages/{{ mail.id }}/html">The HTML alone</a></p>
{% endif %}
<h2>As plain text</h2>
<pre>{{ mail.text }}</pre>
<p class="small"><a href="/messages/{{ mail.id }}/raw">Source</a></p>
</main>
{% else %}
<main>
<h1>{{ title }}</h1>
<p>{{ mails | length }} received, the latest first.</p>
<ol reversed>
{% for one in mails | reverse %}
<li><a href="/messages/{{ one.id }}">{{ one.subject or "(no subject)" }}</a>
<span class="small">to {{ one.to | join(", ") }}<br>{{ one.date | local }}</span></li>
{% endfor %}
</ol>
<p class="small"><a href="/messages">As JSON</a></p>
</main>
{% endif %}
</html>
"""


def read_mails(folder: Path) -> list[dict[str, Any]]:
    """Every stored message, oldest first, as `read_mail` gives it."""
    return [read_mail(path) for path in sorted(folder.glob("*.eml"))]


def read_mail(path: Path) -> dict[str, Any]:
    """One stored message: id, from, to (envelope), subject, date, messageId, text, html."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return {
        "id": path.stem,
        "from": str(message["X-MailFrom"] or ""),
        "to": [a for a in str(message["X-RcptTo"] or "").split(", ") if a],
        "subject": str(message["Subject"] or ""),
        "date": str(message["Date"] or ""),
        "messageId": str(message["Message-ID"] or ""),
        "text": _body(message, "plain"),
        "html": _body(message, "html"),
    }


def list_page(folder: Path) -> str:
    """The page that lists all messages."""
    return _page.render(title="Local mailbox", mails=read_mails(folder))


def mail_page(path: Path) -> str:
    """The page of one message."""
    mail = read_mail(path)
    return _page.render(title=mail["subject"] or "(no subject)", mail=mail)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _local(date: str) -> str:
    """A Date header on this machine's clock; as it stands when it is none."""
    try:
        sent = email.utils.parsedate_to_datetime(date)
    except ValueError:
        return date
    # Only "-0000" gives a time without a zone: UTC, from nobody knows where.
    here = (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone()
    clock = f"{here:%I:%M %p}".lstrip("0")
    return f"{here:%a, %b} {here.day}, {here.year}, {clock} {here.tzname()}"


_pages = Environment(autoescape=True, trim_blocks=True)
_pages.filters["local"] = _local
_page = _pages.from_string(_TEMPLATE)

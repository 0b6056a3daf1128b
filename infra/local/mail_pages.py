"""The pages on which the local stack's mails are read: a list, one message, and both as JSON."""

from __future__ import annotations

import email
import email.policy
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
li, dd { overflow-wrap: anywhere; }
iframe { border: 1px solid; background: #fff; color-scheme: light; width: 100%; height: 32rem; }
pre { border: 1px solid; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
</style>
<main>
<h1>{{ title }}</h1>
{% if mail %}
<p><a href="/">All messages</a></p>
<dl>
<dt>From</dt><dd>{{ mail.from }}</dd>
<dt>To</dt><dd>{{ mail.to | join(", ") }}</dd>
<dt>Sent</dt><dd>{{ mail.date }}</dd>
</dl>
{% if mail.html %}
<h2>As HTML</h2>
<iframe title="The message as HTML" sandbox src="/messages/{{ mail.id }}/html"></iframe>
{% endif %}
<h2>As plain text</h2>
<pre tabindex="0">{{ mail.text }}</pre>
<p><a href="/messages/{{ mail.id }}/raw">Source</a></p>
{% else %}
<p>{{ mails | length }} received, the latest first. <a href="/messages">As JSON</a></p>
<ol reversed>
{% for one in mails | reverse %}
<li><a href="/messages/{{ one.id }}">{{ one.subject or "(no subject)" }}</a>
to {{ one.to | join(", ") }}, {{ one.date }}</li>
{% endfor %}
</ol>
{% endif %}
</main>
</html>
"""
_page = Environment(autoescape=True, trim_blocks=True).from_string(_TEMPLATE)


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

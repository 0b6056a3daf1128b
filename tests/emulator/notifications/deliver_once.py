"""A process that delivers one event, to be killed at a chosen moment.

``python -m tests.emulator.notifications.deliver_once PROJECT SCHOOL SMTP_PORT EVENT``
"""

from __future__ import annotations

import sys

from tests.emulator.notifications.deliveries import SchoolOffice

if __name__ == "__main__":
    project, school, port, event_id = sys.argv[1:]
    SchoolOffice(project, school, int(port)).service().deliver_event(event_id)

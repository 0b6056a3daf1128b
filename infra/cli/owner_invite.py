"""`carillon owner invite`: lets the first people in, who then invite the others."""

from __future__ import annotations

import getpass
import json

from shared import bootstrap
from shared.identity.first_owner import Wanted


def run(wanted: Wanted, onward: str, *, as_json: bool) -> int:
    """Invite, print the link, and give the exit code 0."""
    link = bootstrap.owner_inviter().invite(wanted, f"command-line:{getpass.getuser()}", onward)
    if as_json:
        print(json.dumps({"email": wanted.email, "school": wanted.school or None, "link": link}))
        return 0
    what = f"an owner of {wanted.school}" if wanted.school else "a District Manager"
    print(f"{wanted.email} is {what} and sets a password here:")
    print(link)
    print("Whoever has this link sets the password: give it to that person alone.")
    return 0

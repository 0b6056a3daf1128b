"""A simulated student information system: a OneRoster server over https with switchable quirks.

`SisServer` serves what `make_data` makes; `changes` changes it between two nights.
"""

from infra.local.sis.make import make_data
from infra.local.sis.quirks import Quirk
from infra.local.sis.server import SisServer
from infra.local.sis.settings import Settings, SignIn
from infra.local.sis.spelling import Version

__all__ = ["Quirk", "Settings", "SignIn", "SisServer", "Version", "make_data"]

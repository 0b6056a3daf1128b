"""All parts of the API, in the order of its document."""

from __future__ import annotations

from functions.people.schools import api as schools

API_PARTS = (schools,)

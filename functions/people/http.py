"""The API of people and schools."""

from __future__ import annotations

from functions.people.guardians import api as guardians
from functions.people.lists import api as lists
from functions.people.members import api as members
from functions.people.photos import api as photos
from functions.people.schools import api as schools
from functions.people.settings import api as settings
from functions.people.terms import api as terms
from functions.runtime.http import http_door

people_api = http_door("people_api", [schools, members, photos, guardians, lists, terms, settings])

"""The list of systems is the one that districts know, spelled as they know it."""

from __future__ import annotations

import re

import pytest

from shared.kernel.actor import Actor, Membership
from shared.kernel.errors import Denied
from shared.kernel.ids import ConnectionId, SchoolId
from shared.kernel.roles import Role
from shared.kernel.views import RESOURCE_ID
from shared.rostering.connections import Connection, Method
from shared.rostering.sis_systems import FOLDER, Profile, sis_systems, systems_for

DIRECT = """
Aeries|Blackbaud|Educate|Eventful|iSAMS by IRIS|MySchool|Skool|SmartSchool|Vigilo|Alma SIS
Aequitas/ Mistar|ClassLink|Clever|eSchoolPlus|eSchoolData|FACTS|FOCUS|Follett Aspen|Genesis
Infinite Campus|PowerSchool|Rediker|SaphireK12|Synergy|Skyward
"""
BY_FILE = """
Amp Educator|ASB Works|Ascender|ATS|Frontline SIS|Goedustar|JMC|MiSiS|MySIS|OasisSIS|OnCourse
ParentLocker|Plus Portal|Q (Aequitas Solutions)|Realtime|School Brains|SchoolTool|Spire|Sycamore
TeacherEase|Tyler SIS|Veracross|WebSmart|WVEIS
"""
GENERIC = ["Another system with OneRoster", "Another system with files"]
OWN_METHOD = {"Clever": "CLEVER", "ClassLink": "CLASSLINK", "Alma SIS": "SFTP"}
"""Clever and ClassLink have interfaces of their own; of Alma only exports over SFTP are known."""


def names(text: str) -> list[str]:
    return re.split(r"[|\n]", text.strip())


def test_every_system_of_the_list_is_there_and_no_other() -> None:
    assert (len(names(DIRECT)), len(names(BY_FILE))) == (25, 24)
    shown = [system.display_name for system in sis_systems().values()]
    assert sorted(shown) == sorted([*names(DIRECT), *names(BY_FILE), *GENERIC])
    assert shown[-2:] == ["Another system with files", "Another system with OneRoster"]
    assert shown[:-2] == sorted(shown[:-2], key=str.casefold)


def test_each_comes_as_the_list_says() -> None:
    methods = {system.display_name: system.method for system in sis_systems().values()}
    for name in names(DIRECT):
        assert methods[name] == OWN_METHOD.get(name, "ONEROSTER"), name
    assert {methods[name] for name in names(BY_FILE)} == {"SFTP"}
    assert [methods[name] for name in GENERIC] == ["ONEROSTER", "SFTP"]


def test_an_id_is_one_of_a_resource_and_nothing_but_systems_lies_there() -> None:
    assert all(re.fullmatch(RESOURCE_ID, system) for system in sis_systems())
    assert all(path.suffix == ".toml" for path in FOLDER.iterdir())
    generic = [sis_systems()[name].profile for name in ("other-oneroster", "other-files")]
    assert generic == [Profile.DEFAULT] * 2


def test_no_alias_is_the_systems_own_name_or_there_twice() -> None:
    for system in sis_systems().values():
        known = [system.display_name, *system.aliases]
        assert len(set(known)) == len(known), system.name


def test_the_system_of_a_connection_changes_nothing_of_what_a_file_does() -> None:
    plain = Connection(SchoolId("lincoln"), ConnectionId("sis"), "SIS")
    named = Connection(SchoolId("lincoln"), ConnectionId("sis"), "SIS", sis="skyward")
    other = Connection(SchoolId("lincoln"), ConnectionId("sis"), "SIS", method=Method.CLEVER)
    assert plain.settings_hash() == named.settings_hash() != other.settings_hash()


def test_only_who_sets_connections_somewhere_sees_the_list() -> None:
    owner = Membership(Role.OWNER, "p1")
    manager = Membership(Role.MANAGER, "p2")
    somewhere = Actor("uid", "", {"lincoln": manager, "adams": owner})
    for caller in (somewhere, Actor("uid", "", {}, district="d1")):
        assert len(systems_for(caller).sis_systems) == 51
    with pytest.raises(Denied):
        systems_for(Actor("uid", "", {"lincoln": manager}))

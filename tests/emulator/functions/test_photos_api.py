"""Photos of members through the door of the API, and in the bucket behind it."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from shared.cloud.storage import Bucket
from shared.kernel.roles import Role
from tests.support.api import Caller
from tests.support.people import put_member
from tests.support.pictures import drawn, picture
from tests.support.two_schools import PHOTO, District


class Office:
    """One school's pupil, callers, and what is stored."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.school = district.here.ids["school"]
        self.pupil = district.here.people["pupil"]
        self.path = f"/v1/schools/{self.school}/members/{self.pupil}"
        self.bucket = Bucket(f"work-{self.school}", f"demo-{self.school}")

    def by(self, caller: str) -> Caller:
        return self.district.site.bearing(self.district.bearer(caller))

    def stored(self) -> list[str]:
        folder = f"schools/{self.school}/photos/{self.pupil}/"
        return [each.name.removeprefix(folder) for each in self.bucket.list(folder)]


@pytest.fixture
def office(district: District) -> Office:
    return Office(district)


def test_a_photo_is_set_seen_and_removed(office: Office) -> None:
    owner = office.by(Role.OWNER)
    set_ = owner.post(f"{office.path}:setPhoto", {"image": picture()})
    assert set_.code == 200
    name = set_.json["photo"]
    # The one before it is gone.
    assert office.stored() == [name] != [PHOTO]
    for caller in (Role.OWNER, Role.TEACHER, Role.STAFF):
        seen = office.by(caller).get(f"{office.path}:photo").response
        assert (seen.status_code, seen.mimetype) == (200, "image/jpeg")
        assert Image.open(io.BytesIO(seen.get_data())).size == (384, 384)
    assert office.by(Role.STUDENT).get(f"{office.path}:photo").reason == "MEMBER_UNKNOWN"
    assert office.by("nobody").get(f"{office.path}:photo").code == 401
    assert owner.get(office.path).json["photo"] == name
    again = owner.post(f"{office.path}:setPhoto", {"image": picture()})
    assert again.json["etag"] == set_.json["etag"]
    removed = owner.post(f"{office.path}:removePhoto", {})
    assert (removed.code, removed.json.get("photo"), office.stored()) == (200, None, [])
    assert owner.get(f"{office.path}:photo").reason == "PHOTO_UNKNOWN"
    changes = owner.get(f"{office.path}/changes").json["changes"]
    assert [each["fields"] for each in changes] == [["photo"], ["photo"]]


def test_a_photo_is_kept_by_nobody_on_the_way_and_asked_for_each_time(office: Office) -> None:
    teacher = office.by(Role.TEACHER)
    first = teacher.get(f"{office.path}:photo").response
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Vary"] == "Authorization"
    assert first.headers["ETag"] == f'"{PHOTO}"'
    same = {"If-None-Match": f'"{PHOTO}"'}
    again = teacher.call("GET", f"{office.path}:photo", headers=same).response
    assert (again.status_code, again.get_data()) == (304, b"")
    other = office.by(Role.STUDENT).call("GET", f"{office.path}:photo", headers=same)
    assert other.reason == "MEMBER_UNKNOWN"
    assert other.response.headers["Cache-Control"] == "no-store"


def test_a_trial_keeps_nothing_and_an_old_view_changes_nothing(office: Office) -> None:
    owner = office.by(Role.OWNER)
    before = owner.get(office.path).json["etag"]
    tried = owner.post(f"{office.path}:setPhoto", {"image": picture()}, validateOnly="true")
    assert (tried.json["photo"] != PHOTO, office.stored()) == (True, [PHOTO])
    changed = base64.b64encode(drawn(90, 90, "JPEG")).decode()
    assert owner.post(f"{office.path}:setPhoto", {"image": changed, "etag": before}).code == 200
    stale = owner.post(f"{office.path}:setPhoto", {"image": picture(), "etag": before})
    assert (stale.reason, len(office.stored())) == ("ETAG_MISMATCH", 1)


def test_a_file_that_is_none_says_why(office: Office) -> None:
    owner = office.by(Role.OWNER)
    for image, reason in (
        ("no base64!", "PHOTO_INVALID"),
        (base64.b64encode(b"<svg/>").decode(), "PHOTO_INVALID"),
        (base64.b64encode(drawn(20, 20)).decode(), "PHOTO_SIZE"),
    ):
        refused = owner.post(f"{office.path}:setPhoto", {"image": image})
        assert (refused.code, refused.reason, refused.fields) == (400, reason, ["image"])
    assert office.stored() == [PHOTO]


def test_files_are_matched_by_the_ids_of_a_school(office: Office) -> None:
    world, people = office.district.here.world, office.district.here.people
    put_member(world, "Two", "Of", sisId="77", idField1="locker-9")
    put_member(world, "One", "More", sisId="78", idField1="locker-9", idField2="card 5")
    sis = f"{world.connection}-pupil"
    ids = [sis, people["senior"], "77", "locker-9", "card 5", "CARD 5", "nobody", sis]
    path = f"/v1/schools/{office.school}/members:matchPhotos"
    found = office.by(Role.MANAGER).post(path, {"ids": ids}).json["matches"]
    assert [each["id"] for each in found] == ids
    told = [each.get("member", {}).get("firstName") or each["doubt"] for each in found]
    nobody = "NOBODY"
    assert told == ["pupil", "senior", "Two", "SEVERAL", "One", nobody, nobody, "pupil"]
    # An owner's photo is an owner's to set.
    owner = {"ids": [people[Role.OWNER]]}
    assert office.by(Role.MANAGER).post(path, owner).json["matches"][0]["doubt"] == nobody
    assert "member" in office.by(Role.OWNER).post(path, owner).json["matches"][0]
    assert office.by(Role.MANAGER).post(path, {"ids": ["x"] * 301}).reason == "REQUEST_INVALID"

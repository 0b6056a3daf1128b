"""Photos in Cloud Storage: a name for each content, below the school and the person."""

from __future__ import annotations

from shared.cloud.storage import Bucket
from shared.kernel.errors import Permanent


class PhotoFiles:
    """The photos of any school."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def write(self, school: str, person: str, digest: str, picture: bytes) -> None:
        """Keep a picture under its digest; the same once more changes nothing."""
        self._bucket.write(_name(school, person, digest), picture, "image/jpeg")

    def read(self, school: str, person: str, digest: str) -> bytes | None:
        """A picture, None where it is gone."""
        try:
            return self._bucket.read(_name(school, person, digest))
        except Permanent:
            return None

    def keep_only(self, school: str, person: str, digest: str) -> None:
        """Delete all pictures of somebody but one; with no digest, all."""
        kept = _name(school, person, digest)
        for each in self._bucket.list(f"{_folder(school, person)}/"):
            if each.name != kept:
                self._bucket.delete(each.name)


def _folder(school: str, person: str) -> str:
    return f"schools/{school}/photos/{person}"


def _name(school: str, person: str, digest: str) -> str:
    return f"{_folder(school, person)}/{digest}"

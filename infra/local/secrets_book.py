"""What the local Secret Manager knows: its secrets, their versions, and the file of both.

Only who started the stack may read the file: people try real keys in a demo.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

OWNER_ONLY = 0o600


@dataclass(slots=True)
class Version:
    """One version of a secret.

    Attributes:
        data: base64 of its value; None once it was destroyed.
        created: seconds since 1970.
        destroyed: seconds since 1970; 0 before.
    """

    data: str | None
    created: float
    destroyed: float = 0.0


@dataclass(slots=True)
class Secret:
    """A secret; its first version has the number 1.

    Attributes:
        regions: where it is kept.
    """

    created: float
    regions: list[str] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)


class SecretsBook:
    """The secrets by their full names, each change written to the file before it is answered."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.secrets: dict[str, Secret] = {}
        if path.exists():
            self.secrets = {
                name: Secret(
                    held["created"], held["regions"], [Version(**each) for each in held["versions"]]
                )
                for name, held in json.loads(path.read_text("utf-8")).items()
            }

    def save(self) -> None:
        """Write everything, whole or not at all."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        held = {name: asdict(secret) for name, secret in self.secrets.items()}
        new = self._path.with_suffix(".new")
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(held, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

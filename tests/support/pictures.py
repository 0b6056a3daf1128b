"""Pictures as browsers send them."""

from __future__ import annotations

import base64
import io
from functools import cache

from PIL import Image


def drawn(width: int, height: int, kind: str = "PNG", **saved: object) -> bytes:
    """A file of one color."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind, **saved)
    return out.getvalue()


@cache
def picture() -> str:
    """A small one, as base64."""
    return base64.b64encode(drawn(80, 100)).decode()

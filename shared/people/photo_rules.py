"""A photo of a member as it is kept: one small picture, and nothing else of its file. Pure.

What comes in was made by anybody. It is looked at before it is unpacked, and what goes out is drawn
anew: no place, no camera, no time and no hidden bytes of the file are left.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import threading
from typing import TYPE_CHECKING

from shared.kernel.errors import FieldViolation, Invalid

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 384
"""Pixels; as large as a projector shows somebody."""
SMALLEST_SIDE = 64
MOST_PIXELS = 4_000_000
"""Sixteen megabytes once it is unpacked; a browser makes it smaller before it sends it."""
MOST_BYTES = 60 * 1024
"""Of what is kept."""
FORMATS = ("JPEG", "PNG", "WEBP")

_QUALITIES = (85, 75, 60, 45, 30)
_FACE = (0.5, 0.35)
"""What stays in the middle where a picture is no square: a face is above the middle."""
_ONE_AT_A_TIME = threading.Lock()
"""A function answers many calls at once, and each picture takes memory."""


def decoded(text: str) -> bytes:
    """The bytes of a file that came as base64.

    Raises:
        Invalid: ``PHOTO_INVALID``.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _invalid("must be base64") from error


def portrait(data: bytes) -> bytes:
    """A picture as a square JPEG of at most `MOST_BYTES`.

    Raises:
        Invalid: ``PHOTO_INVALID``: no picture of `FORMATS`, or damaged; ``PHOTO_SIZE``: too few
            pixels, or too many.
    """
    with _ONE_AT_A_TIME:
        return _small(_square(_opened(data)))


def digest(picture: bytes) -> str:
    """What a picture is stored under: another picture has another name."""
    return hashlib.sha256(picture).hexdigest()[:32]


def _opened(data: bytes) -> Image:
    # Half a second that no other call needs.
    from PIL import Image as images  # noqa: N813, PLC0415
    from PIL import UnidentifiedImageError  # noqa: PLC0415

    try:
        found = images.open(io.BytesIO(data), formats=FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _invalid("must be a JPEG, a PNG or a WebP picture") from error
    except images.DecompressionBombError as error:
        raise _size() from error
    if min(found.size) < SMALLEST_SIDE or found.width * found.height > MOST_PIXELS:
        raise _size()
    return found


def _square(found: Image) -> Image:
    from PIL import Image as images  # noqa: N813, PLC0415
    from PIL import ImageOps  # noqa: PLC0415

    try:
        found.load()
        upright = ImageOps.exif_transpose(found).convert("RGBA")
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _invalid("is damaged") from error
    ground = images.new("RGBA", upright.size, "white")
    whole = images.alpha_composite(ground, upright).convert("RGB")
    return ImageOps.fit(whole, (SIDE, SIDE), centering=_FACE)


def _small(picture: Image) -> bytes:
    made = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        made = out.getvalue()
        if len(made) <= MOST_BYTES:
            break
    return made


def _invalid(what: str) -> Invalid:
    violation = FieldViolation("image", what)
    return Invalid("PHOTO_INVALID", "the photo can't be read", violations=[violation])


def _size() -> Invalid:
    what = f"must have {SMALLEST_SIDE} pixels on each side at least, {MOST_PIXELS} at most"
    violation = FieldViolation("image", what)
    return Invalid("PHOTO_SIZE", "the photo is too small or too large", violations=[violation])

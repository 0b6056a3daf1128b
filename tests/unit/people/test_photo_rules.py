"""What is kept of a photo, and what is refused."""

from __future__ import annotations

import base64
import io
import random
import struct
import zlib

import pytest
from PIL import Image

from shared.kernel.errors import Invalid
from shared.people.photo_rules import MOST_BYTES, decoded, digest, portrait
from tests.support.pictures import drawn


def reason(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        portrait(data)
    assert [each.field for each in refused.value.violations] == ["image"]
    return refused.value.reason


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_small_square(kind: str) -> None:
    kept = portrait(drawn(300, 500, kind))
    found = Image.open(io.BytesIO(kept))
    assert (found.format, found.size, found.mode) == ("JPEG", (384, 384), "RGB")
    assert len(kept) <= MOST_BYTES


def test_nothing_of_the_file_is_left_but_the_picture() -> None:
    told = Image.Exif()
    told[0x010F] = "a camera"
    told.get_ifd(0x8825)[1] = "N"
    data = drawn(200, 200, "JPEG", exif=told, comment=b"a comment") + b"hidden behind the end"
    for secret in (b"a camera", b"a comment", b"hidden"):
        assert secret in data
    kept = portrait(data)
    assert not dict(Image.open(io.BytesIO(kept)).getexif())
    for secret in (b"Exif", b"a camera", b"a comment", b"hidden"):
        assert secret not in kept


def test_a_picture_that_lies_on_its_side_is_put_upright() -> None:
    lying = Image.new("RGB", (200, 100), "red")
    lying.paste("blue", (100, 0, 200, 100))
    turned = Image.Exif()
    turned[0x0112] = 6  # turn it by a quarter to the right
    out = io.BytesIO()
    lying.save(out, "PNG", exif=turned)
    kept = Image.open(io.BytesIO(portrait(out.getvalue())))
    # Its left becomes the top.
    top, foot = kept.getpixel((192, 20)), kept.getpixel((192, 370))
    assert isinstance(top, tuple)
    assert isinstance(foot, tuple)
    assert (top[0] > 200, foot[2] > 200) == (True, True)


def test_even_noise_is_kept_small() -> None:
    # As large as what is kept, so that nothing is smoothed: 105 KB at the best quality.
    noise = random.Random(7).randbytes(384 * 384 * 3)  # noqa: S311  # a picture, no secret
    out = io.BytesIO()
    Image.frombytes("RGB", (384, 384), noise).save(out, "PNG")
    assert 40_000 < len(portrait(out.getvalue())) <= MOST_BYTES


def test_what_is_no_picture_is_refused() -> None:
    gif = drawn(100, 100, "GIF")
    for data in (b"", b"GIF89a", b"<svg/>", b"%PDF-1.7", gif, drawn(100, 100)[:60]):
        assert reason(data) == "PHOTO_INVALID"
    whole = drawn(600, 600, "JPEG")
    assert reason(whole[: len(whole) // 2]) == "PHOTO_INVALID"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    # 50,000 by 50,000 pixels, which would be ten gigabytes, in a file of some bytes.
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99))
    assert reason(bomb) == "PHOTO_SIZE"
    assert reason(drawn(2_001, 2_000)) == "PHOTO_SIZE"
    assert portrait(drawn(2_000, 2_000))
    assert reason(drawn(63, 200)) == "PHOTO_SIZE"


def test_another_picture_has_another_name() -> None:
    first, second = portrait(drawn(100, 100)), portrait(drawn(64, 64, "JPEG", quality=5))
    assert digest(first) == digest(portrait(drawn(100, 100)))
    assert len({digest(first), digest(first + b"x"), digest(second)}) >= 2


def test_a_file_comes_as_base64() -> None:
    assert decoded(base64.b64encode(b"\x00\xff").decode()) == b"\x00\xff"
    for text in ("a", "data:image/png;base64,AAAA", "AA AA"):
        with pytest.raises(Invalid) as refused:
            decoded(text)
        assert refused.value.reason == "PHOTO_INVALID"

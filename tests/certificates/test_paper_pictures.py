"""Seals and signatures come in as pictures on nothing, and what is kept is drawn by ourselves."""

import struct
import zlib

import pytest

from dengji.certificates.paper.pictures import LARGEST, Frame, framed, taken, uncoded
from dengji.records.refusals import NotTaken
from tests.certificates.papers import png

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
RING = '<circle cx="5" cy="5" r="4" fill="none" stroke="#d00"/>'


def svg(inside: str, head: str = HEAD) -> bytes:
    """A drawing."""
    return f"{head}{inside}</svg>".encode()


@pytest.mark.row("TJ21-8a")
@pytest.mark.parametrize("content", [png(60, 60), svg(RING)])
def test_a_picture_on_nothing_is_taken_at_240_dots_an_inch(content: bytes) -> None:
    kept = taken(content, Frame.SEAL)
    assert kept.startswith(b"\x89PNG")
    assert struct.unpack(">IIBB", kept[16:26]) == (397, 397, 8, 6)


def test_a_signature_is_kept_whole_in_its_frame() -> None:
    picture = uncoded(taken(png(40, 40), Frame.SIGNATURE))
    assert picture.wide / picture.high == pytest.approx(33 / 10.5, abs=0.05)
    rows = [
        picture.cover[start : start + picture.wide] for start in range(0, len(picture.cover), picture.wide)
    ]
    inked = [place for row in rows for place, cover in enumerate(row) if cover == 255]
    assert max(inked) - min(inked) < picture.high  # a square stays a square


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (png(60, 60, cover=255), "没有透明背景"),
        (png(35, 49, cover=1), "没有透明背景"),
        (svg('<rect width="10" height="10" fill="#fff"/>' + RING), "没有透明背景"),
        (png(60, 60, dot=0), "空白"),
        (svg(""), "空白"),
        (png(60, 60)[:120], "没有传完整"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG图片没有透明背景"),
        (b"GIF89a", "只能上传PNG或SVG图片"),
        (b"", "只能上传PNG或SVG图片"),
        (svg("<text>公章</text>"), "文字没有转成图形"),
        (svg("<script>1</script>" + RING), "脚本、外部引用"),
        (svg('<image href="file:///etc/hosts"/>' + RING), "脚本、外部引用"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(RING), "脚本、外部引用"),
        (svg("<circle", HEAD), "打不开"),
        (svg(RING).replace(b"#d00", b"#d00\xff"), "打不开"),
        (svg(RING, HEAD.replace("0 0 10 10", "0 0 1 100000")), "太长或者太窄"),
        (svg(RING, HEAD.replace("0 0 10 10", "0 0 1000 1")), "太长或者太窄"),
        (png(2, 2)[:16] + struct.pack(">II", 4001, 4000) + png(2, 2)[24:], "超过4000像素"),
        (png(2, 2)[:16] + struct.pack(">II", 0, 4000) + png(2, 2)[24:], "超过4000像素"),
        (png(60, 60) + b"\0" * LARGEST, "超过512KB"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_refused_with_what_helps(content: bytes, sentence: str) -> None:
    with pytest.raises(NotTaken, match=sentence) as refusal:
        taken(content, Frame.SEAL)
    assert refusal.value.remedy


@pytest.mark.parametrize("large", [4000, 3999])
def test_a_picture_may_have_4000_pixels_either_way(large: int) -> None:
    with pytest.raises(NotTaken, match=r"没有传完整|太长或者太窄"):
        taken(png(2, 2)[:16] + struct.pack(">II", large, large) + png(2, 2)[24:], Frame.SEAL)


@pytest.mark.parametrize("filter_kind", range(5))
def test_every_filter_of_a_png_is_taken_away(filter_kind: int) -> None:
    plain = [bytes((down * 40 + across * 9) % 256 for across in range(12)) for down in range(3)]
    above, rows = bytes(12), b""
    for row in plain:
        rows += bytes([filter_kind]) + filtered(filter_kind, row, above)
        above = row
    head = struct.pack(">IIBBBBB", 3, 3, 8, 6, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(said)) + name + said + b"\0\0\0\0"
        for name, said in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)))
    )
    assert uncoded(b"\x89PNG\r\n\x1a\n" + chunks).cover == b"".join(row[3::4] for row in plain)


def filtered(kind: int, row: bytes, above: bytes) -> bytes:
    """A row as a PNG of that filter has it, four bytes a pixel."""
    left, corner = b"\0\0\0\0" + row, b"\0\0\0\0" + above
    foretold = {
        0: lambda a, b, c: 0,
        1: lambda a, b, c: a,
        2: lambda a, b, c: b,
        3: lambda a, b, c: (a + b) // 2,
        4: paeth,
    }[kind]
    signs = zip(row, left, above, corner, strict=False)
    return bytes((byte - foretold(a, b, c)) % 256 for byte, a, b, c in signs)


def paeth(a: int, b: int, c: int) -> int:
    """What the PNG standard calls so."""
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    if pa <= pb and pa <= pc:
        return a
    return b if pb <= pc else c


def test_a_png_of_another_coding_is_not_looked_at() -> None:
    with pytest.raises(ValueError, match="no PNG of the typesetter"):
        uncoded(png(2, 2)[:24] + b"\x08\x02\x00\x00\x00")


def test_a_photo_is_framed_as_what_it_is() -> None:
    assert "data:image/jpeg;base64," in framed(b"\xff\xd8\xff", 35, 49)
    assert "data:image/png;base64," in framed(png(2, 2), 35, 49)

"""A body's seal and signatures as pictures (印章、签名图片): what may be uploaded, made into what is printed.

Whatever comes in is drawn anew by the typesetter, on nothing, at one size: what is kept is our own PNG, without
scripts, links, fonts or anything else that a file may bring along.
"""

import re
import struct
import zlib
from base64 import b64encode
from enum import Enum
from typing import NamedTuple

import typst

from dengji.records.refusals import NotTaken

LARGEST = 512 * 1024  # bytes of a file
MOST_PIXELS = 4000  # either way
DENSITY, PROBE = 240, 36  # dots an inch of what is kept, and of what is looked at for its background
CLEAR = 0.2  # of the picture must be transparent
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
FOREIGN = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<script|<image|<foreignObject|<use\b[^>]*href=[\"'](?!#)|<style[^>]*@import", re.I
)
LETTERS = re.compile(rb"<text\b", re.I)
SLIMMEST = 8  # how many times wider than high a picture may be, or higher than wide
WHOLE = """#set page(width: {0}mm, height: {1}mm, margin: 0mm, fill: none)
#image(bytes(sys.inputs.drawing), format: "svg", width: {0}mm, height: {1}mm, fit: "contain")"""
CLOSE = """#set page(width: auto, height: auto, margin: 0mm, fill: none)
#context {{
  let it = image(bytes(sys.inputs.drawing), format: "svg", width: {0}mm)
  box(height: calc.min(measure(it).height, {0}mm * 9), clip: true, it)
}}"""


class Frame(Enum):
    """What a picture is of, and its room on the sheet in millimetres (图片用途)."""

    SEAL = (42.0, 42.0)
    SIGNATURE = (33.0, 10.5)


class Picture(NamedTuple):
    """A picture without its coding: how wide and high it is, and of each pixel how much it covers, 0 to 255."""

    wide: int
    high: int
    cover: bytes


def taken(content: bytes, frame: Frame) -> bytes:
    """收图: the PNG to keep of an uploaded PNG or SVG. Raises NotTaken, with what helps, for what cannot be printed."""
    drawing = _as_drawing(content)
    _ensure_clear(uncoded(_drawn(drawing, CLOSE, frame, PROBE)))
    return _drawn(drawing, WHOLE, frame, DENSITY)


def framed(picture: bytes, wide: float, high: float) -> str:
    """A picture (PNG or JPEG) as a drawing that fills a frame of that many millimetres, cut where it does not fit."""
    kind = "png" if picture.startswith(PNG) else "jpeg"
    inside = f'href="data:image/{kind};base64,{b64encode(picture).decode()}" width="{wide}" height="{high}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}">'
        f'<image {inside} preserveAspectRatio="xMidYMid slice"/></svg>'
    )


def _as_drawing(content: bytes) -> str:
    """An uploaded file as a drawing; raises NotTaken for what is no PNG or SVG of ours to take."""
    if len(content) > LARGEST:
        raise NotTaken("图片超过512KB。", remedy="请缩小图片后上传，宽度600像素左右就够清楚。")
    if content.startswith(PNG):
        wide, high = struct.unpack(">II", content[16:24].ljust(8, b"\0"))
        if not 0 < min(wide, high) <= max(wide, high) <= MOST_PIXELS:
            raise NotTaken(f"图片的宽或高超过{MOST_PIXELS}像素。", remedy="请缩小图片后上传。")
        return framed(content, wide, high)
    if content.startswith(JPEG):
        raise NotTaken("JPEG图片没有透明背景。", remedy="请去掉背景，导出为PNG图片后上传。")
    if b"<svg" not in content[:4096]:
        raise NotTaken("只能上传PNG或SVG图片。", remedy="请导出为PNG图片（透明背景）后上传。")
    return _own_drawing(content)


def _own_drawing(content: bytes) -> str:
    """An uploaded SVG; raises NotTaken for one that leads elsewhere, or needs fonts."""
    if FOREIGN.search(content):
        raise NotTaken(
            "SVG图片里有脚本、外部引用或者嵌入的图片。", remedy="请只保留图形，或者导出为PNG图片后上传。"
        )
    if LETTERS.search(content):
        raise NotTaken(
            "SVG图片里的文字没有转成图形，打印时会丢失。",
            remedy="请把文字转为路径，或者导出为PNG图片后上传。",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise NotTaken("SVG图片打不开。", remedy="请导出为PNG图片（透明背景）后上传。") from wrong


def _drawn(drawing: str, sheet: str, frame: Frame, density: int) -> bytes:
    """A drawing as PNG on nothing, close around it or in its whole frame; raises NotTaken where that cannot be."""
    try:
        drawn = typst.compile(
            sheet.format(*frame.value).encode(),
            format="png",
            ppi=density,
            sys_inputs={"drawing": drawing},
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False),
            ignore_system_fonts=True,
        )
    except typst.TypstError as wrong:
        raise NotTaken("图片打不开。", remedy="请重新导出为PNG图片（透明背景）后上传。") from wrong
    if not isinstance(drawn, bytes):
        raise TypeError("A picture on one sheet is one run of bytes.")
    return drawn


def _ensure_clear(picture: Picture) -> None:
    """Raises NotTaken for a picture with a background, which would hide what lies under it, or with nothing on it."""
    if not 1 / SLIMMEST <= picture.wide / picture.high <= SLIMMEST:
        raise NotTaken("图片太长或者太窄。", remedy="请裁掉空白的部分后上传。")
    corners = (0, picture.wide - 1, len(picture.cover) - picture.wide, len(picture.cover) - 1)
    clear = picture.cover.count(0)
    if any(picture.cover[corner] for corner in corners) or clear < CLEAR * len(picture.cover):
        raise NotTaken(
            "图片没有透明背景，会盖住证书上的字。", remedy="请去掉背景，导出为透明背景的PNG图片后上传。"
        )
    if clear == len(picture.cover):
        raise NotTaken("图片是空白的，或者没有传完整。", remedy="请检查图片后重新上传。")


def uncoded(png: bytes) -> Picture:
    """What the typesetter's PNG shows: 8 bits a channel, red, green, blue and cover, not interlaced."""
    wide, high, depth, kind, *_, laced = struct.unpack(">IIBBBBB", png[16:29])
    if (depth, kind, laced) != (8, 6, 0):
        raise ValueError("This is no PNG of the typesetter.")
    chunks, place = b"", 8
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        chunks += png[place + 8 : place + 8 + length] if name == b"IDAT" else b""
        place += 12 + length
    rows, above, raw = b"", bytes(wide * 4), zlib.decompress(chunks)
    for start in range(0, len(raw), wide * 4 + 1):
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + wide * 4], above)
        rows += above[3::4]
    return Picture(wide, high, rows)


def _unfiltered(kind: int, row: bytes, above: bytes) -> bytes:
    """A row of a PNG, its filter taken away: each byte is told by those of the pixels left of it and above it."""
    found = bytearray(4)  # a pixel of noughts stands left of the first
    for place, byte in enumerate(row):
        left, up, corner = found[place], above[place], above[place - 4] if place >= 4 else 0
        found.append((byte + _foretold(kind, left, up, corner)) & 0xFF)
    return bytes(found[4:])


def _foretold(kind: int, left: int, up: int, corner: int) -> int:
    """What a PNG filter foretells of a byte: nothing, left, above, their mean, or the one nearest to Paeth's sum."""
    nearest = min((left, up, corner), key=lambda each: abs(left + up - corner - each))
    return (0, left, up, (left + up) // 2, nearest)[kind]

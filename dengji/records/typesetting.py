"""Setting documents as PDF (排版): fonts, characters and the typesetter, apart from what is said.

Every document is PDF/A-2a and PDF/UA-1, and the same content gives the same bytes. One that carries a file is
PDF/A-3a; what is only printed, and not kept, may be plain PDF.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

from dengji.records.refusals import CannotBeSet

TEMPLATES = Path(__file__).parent / "typeset"
CHINA = timezone(timedelta(hours=8))
# Faces of official documents, the fonts that the standard names first; the last of each is always there.
FACES = {
    "text": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "Noto Serif SC"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "Noto Serif SC"),
    "heading": ("SimHei", "黑体", "Noto Sans SC"),
    "number": ("SimSun", "宋体", "Noto Serif SC"),
}
KEPT: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
CARRYING: "list[typst.PDFStandard]" = ["a-3a", "ua-1"]
PLAIN: "list[typst.PDFStandard]" = ["1.7"]
_setting = Lock()


class Fonts(NamedTuple):
    """The fonts of a folder: as the typesetter wants them, families by face, characters they all show."""

    found: typst.Fonts
    faces: Mapping[str, list[str]]
    covered: frozenset[int]


def typeset(
    template: str,
    content: Mapping[str, Any],
    *,
    on: date,
    beside: Mapping[str, str] | None = None,
    carries: str = "",
    plain: bool = False,
) -> bytes:
    """排版: the PDF of a template of this room with its content, dated `on`.

    `beside` are texts that the template takes as they stand, such as drawings, each by its name; `carries` is a file
    that the template puts into the PDF. `plain` gives a PDF for the printer only, that others can be joined to.
    Raises CannotBeSet for a character that no font has or fonts that are not there, and typst's own
    TypstError or TypstWarning for a faulty template.
    """
    said = printable(content)
    fonts = fonts_in(settings.DENGJI_FONTS)
    if strange := unknown_characters(*_texts(said)):
        raise CannotBeSet(
            f"文书里有字体不认识的字：{'、'.join(strange)}",
            remedy="请换一种写法，或请管理员在字体文件夹中放入含有这些字的字体",
        )
    inputs = {**(beside or {}), "carries": carries}
    inputs["content"] = json.dumps({**said, "faces": fonts.faces}, ensure_ascii=False)
    standards = PLAIN if plain else CARRYING if carries else KEPT
    stamp = datetime.combine(on, time(), tzinfo=CHINA)
    with _setting:  # one typesetter, one document at a time
        pdf, warnings = _compiler(template, settings.DENGJI_FONTS).compile_with_warnings(
            format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=stamp, pdf_tags=not plain
        )
    if warnings:
        raise warnings[0]
    if not isinstance(pdf, bytes):
        raise TypeError("A PDF is one run of bytes.")
    return pdf


def unknown_characters(*texts: str) -> list[str]:
    """生僻字: the characters that no font at hand can show, each with its code: “𰻞”（U+30EDE）."""
    covered = fonts_in(settings.DENGJI_FONTS).covered
    seen = dict.fromkeys("".join(map(_shown, texts)))
    return [f"“{each}”（U+{ord(each):04X}）" for each in seen if ord(each) not in covered]


@lru_cache(maxsize=2)
def fonts_in(folder: Path) -> Fonts:
    """字体: the fonts in a folder and below it; raises CannotBeSet where those always needed are missing."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    families = set(found.families())
    faces = {face: [name for name in names if name in families] for face, names in FACES.items()}
    if missing := {names[-1] for names in FACES.values()} - families:
        raise CannotBeSet(
            f"字体文件夹 {folder} 中没有 {'、'.join(sorted(missing))}",
            remedy="请管理员运行 script/setup 备齐字体",
        )
    return Fonts(found, faces, frozenset.intersection(*(_coverage(found, each) for each in faces.values())))


def _coverage(found: typst.Fonts, families: list[str]) -> frozenset[int]:
    """The characters that at least one of the families has in each of its weights."""
    paths = {name: [font.path or "" for font in found.fonts() if font.family == name] for name in families}
    return frozenset.union(*(frozenset.intersection(*map(_characters, each)) for each in paths.values()))


@cache
def _characters(path: str) -> frozenset[int]:
    """The characters that a font's file can show."""
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=16)
def _compiler(template: str, folder: Path) -> typst.Compiler:
    """The typesetter of one template; it keeps what it has read."""
    return typst.Compiler(
        TEMPLATES / template, root=TEMPLATES, font_paths=fonts_in(folder).found, ignore_system_fonts=True
    )


def _texts(content: Any) -> Iterator[str]:
    """Every text in the content, but the drawing of the QR code."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        yield from (text for key, value in content.items() if key != "qr" for text in _texts(value))
    elif isinstance(content, list | tuple):
        yield from (text for each in content for text in _texts(each))


def printable(content: Any) -> Any:
    """The content with every text as it can stand on paper."""
    if isinstance(content, str):
        return _shown(content)
    if isinstance(content, Mapping):
        return {key: printable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [printable(each) for each in content]
    return content


def _shown(text: str) -> str:
    """A text on one line, composed (NFC), without characters that have no shape."""
    spaced = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(each for each in spaced if unicodedata.category(each) not in {"Cc", "Cf", "Cs"})

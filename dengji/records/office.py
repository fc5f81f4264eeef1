"""Office documents looked into (办公文档检查): which kind it is, and whether anything in it would run."""

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from dengji.records.refusals import NotTaken
from dengji.records.terms import MediaType

TYPES = "[Content_Types].xml"
MOST_PARTS = 10_000
MOST_UNPACKED = 200 * 1024 * 1024
PART = "application/vnd.openxmlformats-officedocument.{}.main+xml"
MAIN_PARTS = {
    PART.format("wordprocessingml.document"): MediaType.DOCX,
    PART.format("spreadsheetml.sheet"): MediaType.XLSX,
    PART.format("presentationml.presentation"): MediaType.PPTX,
}
ACTING = re.compile(r"(^|/)(vbaproject|vbadata|macrosheets/|activex/|dialogsheets/)", re.IGNORECASE)
EMBEDDED = re.compile(r"(^|/)embeddings/", re.IGNORECASE)
INSIDE_OLE = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "\x01Ole10Native"))
AGAIN = "请删去宏和嵌入的程序后另存为 .docx、.xlsx 或 .pptx，也可以导出为 PDF 再上传"
MACROS = "文件里带有宏或会自动运行的内容，不能收"


def office_type(path: Path) -> MediaType:
    """The office document that a zip file is; raises NotTaken for any other zip, for macros and for bombs."""
    try:
        with ZipFile(path) as package:
            _bounded(package.infolist())
            if TYPES not in package.namelist():
                raise _archive()
            types = package.read(TYPES).decode("utf-8", "replace")
            _harmless(package, types)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as broken:
        raise NotTaken("文件已损坏或加了密码，打不开", remedy="请打开核对，去掉密码后重新上传") from broken
    found = [kind for part, kind in MAIN_PARTS.items() if f'"{part}"' in types]
    if len(found) != 1:
        raise _archive()
    return found[0]


def _bounded(parts: list[ZipInfo]) -> None:
    """Refuses a package that unpacks to more than anybody would write, before anything is unpacked."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotTaken("文件解开后过大，不能收", remedy="请压缩文件中的图片，或分成几个文件上传")


def _harmless(package: ZipFile, types: str) -> None:
    """Refuses macros, controls and embedded programs."""
    if "macroenabled" in types.lower() or "vbaproject" in types.lower():
        raise NotTaken(MACROS, remedy=AGAIN)
    for part in package.infolist():
        if ACTING.search(part.filename):
            raise NotTaken(MACROS, remedy=AGAIN)
        if EMBEDDED.search(part.filename) and _acts(package.read(part)):
            raise NotTaken("文件里嵌入了程序或带宏的对象，不能收", remedy=AGAIN)


def _acts(embedded: bytes) -> bool:
    """True for an embedded object that carries a macro, a program or a file of any kind."""
    if embedded[:2] == b"PK":
        return b"vbaProject" in embedded
    return embedded[:2] == b"MZ" or any(name in embedded for name in INSIDE_OLE)


def _archive() -> NotTaken:
    return NotTaken("压缩包不能收", remedy="请解压后把其中的文件逐个上传")

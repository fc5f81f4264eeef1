"""What a file is, told by its content (按内容辨认文件类型), whatever its name says."""

from pathlib import Path

import puremagic

from dengji.records.names import split
from dengji.records.office import office_type
from dengji.records.refusals import NotTaken
from dengji.records.terms import MediaType

BEGINS = {
    b"%PDF-": MediaType.PDF,
    b"\x89PNG\r\n\x1a\n": MediaType.PNG,
    b"\xff\xd8\xff": MediaType.JPEG,
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
TAKEN = "可以上传 PDF、PNG 或 JPG 图片、Word（.docx）、Excel（.xlsx）、PowerPoint（.pptx）文件"
FAMILIES = {"image": "这种格式的图片", "video": "视频", "audio": "音频"}
ARCHIVES = ("zip", "rar", "7z", "tar", "gzip", "bzip")


def media_type(path: Path) -> MediaType:
    """The type of the file at a path; raises NotTaken, with what to do, for every type that is not taken."""
    with path.open("rb") as file:
        head = file.read(4096)
    for begins, kind in BEGINS.items():
        if head.startswith(begins):
            return kind
    if head.startswith(b"PK"):
        return office_type(path)
    if head.startswith(OLE):
        raise NotTaken(
            "旧版 Office 文件（.doc、.xls、.ppt）和加了密码的 Office 文件不能收，其中可能带有宏",
            remedy="请去掉密码，另存为 .docx、.xlsx 或 .pptx，也可以导出为 PDF 再上传",
        )
    raise NotTaken(f"{_named(head)}不能收", remedy=TAKEN)


def ensure_named_as_it_is(name: str, kind: MediaType) -> None:
    """Raises NotTaken where a name's ending claims another type than the content has."""
    ending = split(name)[1].lower()
    if ending and ending not in kind.extensions:
        raise NotTaken(
            f"文件名以“{ending}”结尾，内容却是{kind.label}",
            facts=(f"文件名：{name}",),
            remedy=f"请核对是否选错了文件；没有选错的，请把文件名结尾改为 {kind.extensions[0]}",
        )


def _named(head: bytes) -> str:
    """What a clerk would call a file that is not taken, from its beginning."""
    if head.startswith(PROGRAMS):
        return "程序文件"
    try:
        mime = puremagic.magic_string(head)[0].mime_type
    except (puremagic.PureError, ValueError):
        mime = ""
    if mime in {"text/html", "image/svg+xml"} or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "网页或 SVG 文件"
    if any(word in mime for word in ARCHIVES):
        return "压缩包"
    return FAMILIES.get(mime.partition("/")[0], "这种类型的文件")

"""Sheets as lines (表格读取): xlsx or csv, whatever office wrote them; the heads found, and the lines below them.

Merged cells count in every cell that they cover; of several sheets the first with the heads is read.
"""

import csv
import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from dengji.procedure.refusals import NotAllowed

MOST_ROWS = 10_000
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
ABOVE = 10  # lines that may stand above the heads: a title, a note
MOST_MERGED = 100_000  # cells; more are no sheet that people made
NOT_A_SHEET = "文件不是有效的表格。"
AGAIN = "请下载模板填写，保存为xlsx或CSV后再导入。"
Line = list[Any]
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Lines:
    """What a sheet holds (表格内容): its heads, the number of the first line below them, and those lines.

    `page` is the sheet of the book that was read, `passed` those that were not; without a book both are empty.
    """

    heads: tuple[str, ...]
    first: int
    lines: Iterator[Line]
    page: str = ""
    passed: tuple[str, ...] = ()


def lines_of(
    name: str,
    content: bytes,
    heads: Collection[str],
    *,
    also: Mapping[str, str] = NOTHING,
    most_bytes: int = MOST_BYTES,
) -> Lines:
    """The lines of a sheet that has these heads. Raises NotAllowed where it is no such sheet at all.

    `also` names other heads for the same. At most MOST_ROWS lines come; one more raises NotAllowed when it is reached.
    """
    if not content:
        raise NotAllowed("文件是空的。", remedy="请选择填好的表格。")
    if len(content) > most_bytes:
        raise NotAllowed(f"表格超过{most_bytes // 1024 // 1024}MB。", remedy="请分成几个表格导入。")
    if PurePath(name).suffix.lower() == ".csv":
        return _below(_csv(content), heads, also)
    return _first_fitting(_book(content), heads, also)


def head(cell: object) -> str:
    """A head as it is compared: without blanks, line breaks and the star of what is needed."""
    return "".join(str(cell).split()).strip("*＊")


def _first_fitting(book: CalamineWorkbook, heads: Collection[str], also: Mapping[str, str]) -> Lines:
    """The first sheet of a book that has the heads; raises what is wrong with the first where none has."""
    refused: NotAllowed | None = None
    for name in book.sheet_names:
        try:
            found = _below(iter(_cells(book.get_sheet_by_name(name))), heads, also)
        except NotAllowed as wrong:
            refused = refused or wrong
            continue
        others = tuple(each for each in book.sheet_names if each != name)
        return Lines(found.heads, found.first, found.lines, name, others)
    raise refused or NotAllowed(NOT_A_SHEET, remedy=AGAIN)


def _below(lines: Iterator[Line], heads: Collection[str], also: Mapping[str, str]) -> Lines:
    """The lines under the heads, which stand within the first few."""
    top = list(islice(lines, ABOVE))
    rows = [_heads(line, also) for line in top]
    fitting = [at for at, row in enumerate(rows) if set(heads) <= set(row)]
    if not fitting:
        closest = max(rows, key=lambda row: len(set(heads) & set(row)), default=())
        missing = "、".join(each for each in heads if each not in closest)
        raise NotAllowed(f"表格缺少列：{missing}。", remedy="请下载模板，按模板的列名填写。")
    at = fitting[0]
    while at + 1 in fitting:  # heads that are merged over two lines
        at += 1
    return Lines(rows[at], at + 2, _counted(chain(top[at + 1 :], lines)))


def _heads(line: Line, also: Mapping[str, str]) -> tuple[str, ...]:
    """A line's cells as heads; another head for one that stands there itself keeps its name."""
    said = [head(cell) for cell in line]
    return tuple(also[each] if each in also and also[each] not in said else each for each in said)


def _counted(lines: Iterable[Line]) -> Iterator[Line]:
    """At most MOST_ROWS lines."""
    for number, line in enumerate(lines, 1):
        if number > MOST_ROWS:
            raise NotAllowed(f"表格超过{MOST_ROWS}行。", remedy="请分成几个表格导入。")
        yield line


def _csv(content: bytes) -> Iterator[Line]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return _csv_lines(text)
    raise NotAllowed("无法识别文件的文字编码。", remedy="请另存为“CSV UTF-8”或xlsx后再导入。")


def _csv_lines(text: str) -> Iterator[Line]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""))
    except csv.Error as wrong:
        raise NotAllowed("文件不是有效的CSV表格。", remedy="请下载模板填写。") from wrong


def _book(content: bytes) -> CalamineWorkbook:
    _ensure_packed_small(content)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, ValueError) as wrong:
        raise NotAllowed(NOT_A_SHEET, remedy=AGAIN) from wrong


def _cells(page: CalamineSheet) -> list[Line]:
    """The cells of a sheet, one line more than may be read; a merged cell's value in each that it covers."""
    try:
        lines: list[Line] = page.to_python(skip_empty_area=False, nrows=MOST_ROWS + ABOVE + 1)
        merged = page.merged_cell_ranges or []
    except (CalamineError, ValueError) as wrong:
        raise NotAllowed(NOT_A_SHEET, remedy=AGAIN) from wrong
    if sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in merged) <= MOST_MERGED:
        for (top, left), (bottom, right) in merged:
            for line in lines[top : bottom + 1]:
                line[left : right + 1] = [lines[top][left]] * len(line[left : right + 1])
    return lines


def _ensure_packed_small(content: bytes) -> None:
    """Raises NotAllowed for what is no xlsx, or unpacks to more than a sheet can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as wrong:
        raise NotAllowed(NOT_A_SHEET, remedy=AGAIN) from wrong
    if size > MOST_UNPACKED:
        raise NotAllowed("表格展开后过大。", remedy="请删去多余内容，或分成几个表格导入。")

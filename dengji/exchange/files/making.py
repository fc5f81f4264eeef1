"""The rows of a report and the sheet that they make (报送表): every cell is text, so nothing in it is worked out."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from dengji.exchange.contents import NotComposed, whole
from dengji.exchange.files.columns import Column, ColumnMap
from dengji.exchange.models import Request
from dengji.exchange.terms import Operation, Report

WIDE = 22
# In memory: what is personal lies on no disk, not even for a moment; the column map says how many rows there can be.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class NotWritable(Exception):
    """A report cannot be written as the sheet wants it (不能写成表格): says what is missing, in one sentence."""


@dataclass(frozen=True, slots=True)
class Written:
    """A report as it stands in a file (表内内容): its rows, what names each of them to us, and their digest."""

    rows: list[list[str]]
    keys: list[str]
    digest: str


def line_number(file: str, ordinal: int, row: int) -> str:
    """报送行号: the file, the report's place in it and the row's place in that, both from 1."""
    return f"{file}-{ordinal}-{row}"


def written(request: Request, file: str, ordinal: int, columns: ColumnMap) -> Written:
    """The rows of a report at its place in a file. Raises NotWritable where a cell cannot be filled."""
    sheet = columns.kinds[Report(request.kind)]
    try:
        content = whole(request.kind, request.payload)
    except NotComposed as wrong:
        raise NotWritable(str(wrong).rstrip("。")) from wrong
    found = _at(content, sheet.rows) if sheet.rows else None
    rows, keys, summed = list[list[str]](), list[str](), hashlib.sha256()
    for number, row in enumerate(found or [{}], 1):
        report = {
            "operation": columns.operations[Operation(request.operation)],
            "line": line_number(file, ordinal, number),
            "file": file,
        }
        told = {"report": report, "content": content, "row": row}
        cells = [_cell(each, told, columns) for each in sheet.columns]
        rows.append(cells)
        keys.append(str(_at(row, sheet.key) or number) if sheet.key else str(number))
        summed.update("\x1f".join([*cells, "\n"]).encode())
    return Written(rows, keys, summed.hexdigest())


def workbook(title: str, heads: Iterable[str], rows: Iterable[list[str]], *, made_at: datetime) -> bytes:
    """The sheet as xlsx; the same rows made at the same moment are the same bytes."""
    stream = BytesIO()
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        page = book.add_worksheet(title)
        bold = book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            page.set_column(column, column, WIDE)
            page.write_string(0, column, head, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
    return stream.getvalue()


def _cell(column: Column, told: Mapping[str, Any], columns: ColumnMap) -> str:
    """A cell's text: several values are parted, codes put into words. Raises NotWritable."""
    found = _at(told, column.source)
    said = [str(each) for each in (found if isinstance(found, list | tuple) else [found]) if each is not None]
    if column.table:
        said = [_word(column, each, columns) for each in said if each]
    text = "、".join(said)
    if column.needed and not text.strip():
        raise NotWritable(f"“{column.title}”没有内容")
    return text


def _word(column: Column, code: str, columns: ColumnMap) -> str:
    words = columns.tables[column.table]
    if code not in words:
        raise NotWritable(f"“{column.title}”的代码“{code}”不在代码表“{column.table}”里")
    return words[code]


def _at(within: Any, place: str) -> Any:
    """What stands at a place of the content; None where there is nothing."""
    for name in place.split("."):
        if not isinstance(within, Mapping):
            return None
        within = within.get(name)
    return within

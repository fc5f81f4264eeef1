"""Sheets to take away (导出表格)."""

import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from django.http import HttpResponse
from xlsxwriter import Workbook

LONG = 40  # characters of a cell that is wrapped
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Leaf(NamedTuple):
    """A leaf of a book (工作表): its title, its heads and its rows."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[str]]


def sheet(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as xlsx, every cell as text, so that no figure is lost and nothing is reckoned."""
    return book([Leaf(title, heads, rows)])


def book(leaves: Iterable[Leaf]) -> bytes:
    """Several leaves as one xlsx, every cell as text; long ones are wrapped."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as made:
        bold = made.add_format({"bold": True})
        long = made.add_format({"text_wrap": True, "valign": "top"})
        for leaf in leaves:
            page = made.add_worksheet(leaf.title)
            page.set_column(0, len(leaf.heads) - 1, 20)
            page.freeze_panes(1, 0)
            for column, head in enumerate(leaf.heads):
                page.write_string(0, column, head, bold)
            for number, row in enumerate(leaf.rows, 1):
                for column, cell in enumerate(row):
                    page.write_string(number, column, cell, long if len(cell) > LONG else None)
    return stream.getvalue()


def attachment(content: bytes, name: str) -> HttpResponse:
    """A sheet to be saved under a name."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer

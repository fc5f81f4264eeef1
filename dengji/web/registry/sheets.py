"""Sheets to take away (导出表格)."""

import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.http import HttpResponse
from xlsxwriter import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as xlsx, every cell as text, so that no figure is lost and nothing is reckoned."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as book:
        page = book.add_worksheet(title)
        bold = book.add_format({"bold": True})
        page.set_column(0, len(heads) - 1, 20)
        page.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            page.write_string(0, column, head, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
    return stream.getvalue()


def attachment(content: bytes, name: str) -> HttpResponse:
    """A sheet to be saved under a name."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer

"""The rows of a sheet of old filings that were left out (未录入的行), to be mended and sent again."""

import io
from collections.abc import Sequence

from xlsxwriter import Workbook

from dengji.filings.sheets import OLD_FILINGS
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.sheets import Cells, Faulty, FaultyRow, Form, read, text

REASON = "未录入的原因"
WHOLE = "同一备案号的其他行有误，一并改正后再录入。"
KEY = "备案号"
Line = list[str]


def left_out(upload: Upload, faulty: Sequence[FaultyRow]) -> list[Line]:
    """Every row of each filing that was left out, in the template's columns, with the reason behind.

    A filing goes in whole or not at all, so its sound rows are there too.
    """
    raw = Form(OLD_FILINGS.title, OLD_FILINGS.columns, lambda cells: cells)
    rows = dict(read(raw, upload.name, upload.content).entries)
    reasons: dict[int, list[str]] = {}
    for row in faulty:
        reasons.setdefault(row.number, []).append(f"{row.column}：{row.reason}")
    keys = {_said(rows[number], KEY) for number in reasons if number in rows} - {""}
    return [
        [*(_said(cells, column) for column in OLD_FILINGS.columns), "".join(reasons.get(number, [WHOLE]))]
        for number, cells in rows.items()
        if number in reasons or _said(cells, KEY) in keys
    ]


def sheet_to_mend(lines: Sequence[Line]) -> bytes:
    """These rows as xlsx, every cell as text: the same columns as the template's, and the reason behind."""
    stream = io.BytesIO()
    with Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        page = book.add_worksheet(OLD_FILINGS.title)
        plain, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        heads = [*OLD_FILINGS.columns, REASON]
        page.set_column(0, len(heads) - 1, 20, plain)
        page.freeze_panes(1, 0)
        for number, line in enumerate([heads, *lines]):
            for column, cell in enumerate(line):
                page.write_string(number, column, cell, plain if number else head)
    return stream.getvalue()


def _said(cells: Cells, column: str) -> str:
    """A cell as text; one that lost its last figures comes out as it stands."""
    try:
        return text(cells, column)
    except Faulty:
        return str(cells.get(column, ""))

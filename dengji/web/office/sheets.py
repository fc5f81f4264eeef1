"""The worklist as a sheet (办件清单): written row by row, nothing in it is a formula or a link."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.timezone import localtime

from dengji.procedure.rows import Row

MOST_ROWS = 5000
COLUMNS = (
    ("受理编号", 20),
    ("机构", 36),
    ("事项", 20),
    ("步骤", 20),
    ("紧急程度", 14),
    ("到期日", 14),
    ("剩余", 18),
    ("到期日暂定", 12),
    ("在本步骤（日）", 14),
    ("办理单位", 32),
    ("岗位", 12),
)


ENDED_COLUMNS = (
    ("受理编号", 20),
    ("机构", 36),
    ("事项", 20),
    ("结果", 16),
    ("办结日期", 14),
    ("最后办理单位", 32),
    ("岗位", 12),
)
Cells = Iterable[tuple[str | int | date, ...]]


def sheet(rows: Iterable[Row], on: date) -> bytes:
    """办件清单: the rows as an Excel file, headed by its day."""
    return _written(f"办件 {on.isoformat()}", COLUMNS, (_cells(row) for row in rows))


def ended_sheet(rows: Iterable[Row], on: date) -> bytes:
    """办结清单: ended cases as an Excel file, headed by its day."""
    return _written(f"办结 {on.isoformat()}", ENDED_COLUMNS, (_ended_cells(row) for row in rows))


def _written(title: str, columns: Iterable[tuple[str, int]], rows: Cells) -> bytes:
    kept = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        page = book.add_worksheet(title)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        for column, (head, width) in enumerate(columns):
            page.set_column(column, column, width)
            page.write_string(0, column, head, bold)
        for line, cells in enumerate(rows, 1):
            for column, said in enumerate(cells):
                if isinstance(said, date):
                    page.write_datetime(line, column, said, day)
                else:
                    page.write(line, column, said)
    return kept.getvalue()


def _cells(row: Row) -> tuple[str | int | date, ...]:
    return (
        row.number,
        row.body,
        row.matter,
        row.step,
        str(row.urgency.label),
        row.due_on or "",
        row.left,
        "是" if row.provisional else "",
        row.waited,
        row.holder,
        row.holder_role,
    )


def _ended_cells(row: Row) -> tuple[str | int | date, ...]:
    ended = localtime(row.ended_at).date() if row.ended_at else ""
    return (row.number, row.body, row.matter, row.ended, ended, row.holder, row.holder_role)

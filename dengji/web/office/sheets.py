"""The worklist as a sheet (办件清单): written row by row, nothing in it is a formula or a link."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import xlsxwriter

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


def sheet(rows: Iterable[Row], on: date) -> bytes:
    """办件清单: the rows as an Excel file, headed by its day."""
    kept = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        page = book.add_worksheet(f"办件 {on.isoformat()}")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        for column, (title, width) in enumerate(COLUMNS):
            page.set_column(column, column, width)
            page.write_string(0, column, title, bold)
        for line, row in enumerate(rows, 1):
            for column, said in enumerate(_cells(row)):
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

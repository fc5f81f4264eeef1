"""The directory as a sheet (目录导出)."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

from dengji.filings.register import Listed, scope_in_full

COLUMNS = {
    "机构名称": 32,
    "统一社会信用代码": 22,
    "机构类型": 20,
    "所在地": 14,
    "评价类别": 20,
    "备案号": 18,
    "备案范围": 60,
    "备案日期": 12,
    "有效期自": 12,
    "有效期至": 12,
    "备案机关（监管机关）": 28,
    "状态": 10,
}


def directory_sheet(rows: Iterable[Listed], title: str) -> bytes:
    """An XLSX file with a line for each filing; every cell is text, so nothing in it is worked out."""
    made = BytesIO()
    with Workbook(made, {"constant_memory": True}) as book:
        page = book.add_worksheet("机构目录")
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        page.write_string(0, 0, title)
        for column, (name, width) in enumerate(COLUMNS.items()):
            page.set_column(column, column, width)
            page.write_string(1, column, name, bold)
        for number, row in enumerate(rows, 2):
            for column, cell in enumerate(_cells(row)):
                page.write_string(number, column, cell, wrap)
    return made.getvalue()


def _cells(row: Listed) -> list[str]:
    filing, organisation = row.filing, row.filing.institution.organisation
    return [
        organisation.name,
        organisation.uscc or "",
        filing.institution.get_kind_display(),
        organisation.division.name,
        row.regime,
        filing.number,
        scope_in_full(filing),
        _day(filing.granted_on),
        _day(filing.valid_from),
        _day(filing.valid_until) if filing.valid_until else "长期",
        filing.authority.name,
        str(row.state.label),
    ]


def _day(day: date) -> str:
    return day.isoformat()

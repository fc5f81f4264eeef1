"""Sheets carried to the national platform, as tests need them: a sender, reports that wait, answer sheets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from python_calamine import CalamineWorkbook

from dengji.exchange.acts import Reporting, ask
from dengji.exchange.files.acts import take_again, take_out
from dengji.exchange.files.models import AnswerSheet, ReportFile
from dengji.exchange.files.putting import Upload, put_back
from dengji.exchange.models import Request
from dengji.exchange.terms import Operation, Register, Report

AT = datetime(2026, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NETWORK = Register.MINISTRY_NETWORK
HEADS = ("报送行号", "处理结果", "原因", "公布日期", "公布编号")
Row = tuple[str, ...]


@dataclass(frozen=True)
class Clerk:
    """Somebody of an authority, as far as this room knows people."""

    organisation: Any
    person: Any
    role: str = "clerk"


CLERK = Clerk(SimpleNamespace(pk=7, word="津"), SimpleNamespace(pk=1, full_name="徐丽"))
OTHER = Clerk(SimpleNamespace(pk=8, word="吉"), SimpleNamespace(pk=2, full_name="韩梅"))


def given_filing(number: int = 1, *, sender: int = 7, operation: str = Operation.NEW, **said: Any) -> Request:
    """A filing that waits to be reported, with two occupations."""
    payload = {
        "case": f"A{number}",
        "filing": f"Y{number:012}",
        "body": f"机构{number}",
        "uscc": "91120000MA00000000",
        "kind": "employer",
        "place": "120116",
        "occupations": [
            {
                "code": "6-31-01-03",
                "name": "电工",
                "work_type": "",
                "levels": ["5", "4"],
                "audience": "public",
            },
            {"code": "6-18-01-01", "name": "车工", "work_type": "", "levels": ["3"], "audience": "public"},
        ],
    }
    reporting = Reporting(Report.FILINGS, operation, sender=sender, place="120116")
    return ask(NETWORK, about=f"case:{number}:report", payload=payload | said, at=AT, reporting=reporting)


def given_results(number: int = 1, *, sender: int = 7, **said: Any) -> Request:
    """Results that wait to be reported; their rows are put in by the composer of the test."""
    payload = {"release": f"r{number}", "digest": f"d{number}", **said}
    reporting = Reporting(Report.RESULTS, sender=sender, place="120116")
    return ask(NETWORK, about=f"release:{number}", payload=payload, at=AT, reporting=reporting)


def passed(payload: Mapping[str, Any], people: int = 3) -> dict[str, Any]:
    """Who passed, for a composer."""
    rows = [
        {"row": f"{payload['release']}/{each}", "name": f"张{each}", "number": f"12010119900101{each:04}"}
        for each in range(1, people + 1)
    ]
    return {**payload, "plan": "P1", "filing": "Y1", "occupation": {"level": "5"}, "rows": rows}


def cells_of(content: bytes) -> list[list[str]]:
    """The cells of the first sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [[str(each) for each in row] for row in book.get_sheet_by_index(0).to_python()]


def taken(
    kind: str = Report.RESULTS, *, by: Any = CLERK, at: datetime = AT
) -> tuple[ReportFile, list[list[str]]]:
    """What waits taken out: its file, and the cells of the sheet."""
    file = take_out(kind, by=by, at=at)
    return file, cells_of(take_again(file, by=by, at=at).content)


def upload(*rows: Row, heads: Row = HEADS, name: str = "结果.xlsx") -> Upload:
    """An answer sheet with these rows."""
    lines = [(at, dict(zip(heads, row, strict=False))) for at, row in enumerate(rows, 2)]
    return Upload(name, repr(rows).encode(), lines)


def good(
    file: ReportFile, rows: Iterable[tuple[int, int]], day: str = "2026-11-16", number: str = "G1"
) -> list[Row]:
    """Rows that are confirmed."""
    return [(f"{file.number}-{ordinal}-{row}", "通过", "", day, number) for ordinal, row in rows]


def bad(file: ReportFile, ordinal: int, row: int, why: str = "证件号码有误") -> Row:
    """A row that is refused."""
    return (f"{file.number}-{ordinal}-{row}", "不通过", why, "", "")


def put(file: ReportFile, *rows: Row, by: Any = CLERK, at: datetime = AT) -> AnswerSheet:
    """An answer sheet put before us."""
    return put_back(file, upload(*rows), by=by, at=at)

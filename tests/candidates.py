"""Candidates in tests (考生): entries and sheets, each with one thing told otherwise."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from dengji.audit.models import Entry
from dengji.evaluations.candidates.persons import CandidateEntry
from dengji.evaluations.candidates.sheets import columns
from dengji.institutions.codes import identity_fault
from tests.batch import SKILLED

HEADS = [each.head for each in columns()]
BORN = date(1980, 1, 1)


def noted(act: str) -> dict[str, Any]:
    """What the one entry of an act on the trail says of it."""
    after = Entry.objects.get(act=act).after
    assert after is not None
    return after


def number_of(serial: int = 7, born: date = BORN) -> str:
    """A sound identity number of somebody born on a day; odd serials are men."""
    base = f"120101{born:%Y%m%d}{serial:03d}"
    return next(base + last for last in "0123456789X" if identity_fault(base + last) is None)


def entry(serial: int = 7, **told: Any) -> CandidateEntry:
    """Somebody of the employer's own, who may be evaluated up to level three."""
    said = {"name": "张三", "number": number_of(serial), "category": "employee", "stated": SKILLED}
    return CandidateEntry(**{**said, **told})


def line(serial: int = 7, told: Mapping[str, Any] | None = None) -> list[Any]:
    """A row of the sheet, in the order of its heads."""
    said: dict[str, Any] = {
        "姓名": "张三",
        "证件类型": "居民身份证",
        "证件号码": number_of(serial),
        "考生来源": "本单位职工",
        "从事本职业年限": "12",
        "从事或者准备从事本职业": "是",
    }
    said |= told or {}
    return [said.get(head, "") for head in HEADS]


def xlsx(*lines: Sequence[Any], title: str = "考生名单", before: Sequence[str] = ()) -> bytes:
    """A workbook with those lines; `before` names empty sheets that stand before it. Dates are dates."""
    stream = io.BytesIO()
    with Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        for name in before:
            book.add_worksheet(name).write_row(0, 0, ["说明", "本表不填"])
        page = book.add_worksheet(title)
        for row, cells in enumerate(lines):
            page.write_row(row, 0, cells)
    return stream.getvalue()


def csv(*lines: Sequence[Any], encoding: str = "utf-8-sig") -> bytes:
    """The same as a csv file."""
    return "\r\n".join(",".join(map(str, cells)) for cells in lines).encode(encoding)

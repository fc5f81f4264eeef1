"""Sheets of older certificates for tests (历史证书表): one good row, and what differs in the others."""

import csv
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook

from dengji.certificates.importing.columns import COLUMNS, EXAMPLES
from dengji.certificates.importing.listing import LEFT_OUT
from dengji.certificates.importing.whole import Outcome, import_sheet
from dengji.institutions.codes import IDENTITY_CHECKS, IDENTITY_WEIGHTS
from tests.cast import AT

FILING = "Y000012000900"
GOOD = dict(EXAMPLES) | {
    "证书编号": f"{FILING}244000001",
    "发证日期": "2024-05-20",
    "证件号码": "11010519491231002X",
}


def row(**other: str) -> dict[str, str]:
    """A good row, but for what is told."""
    return GOOD | other


def many(count: int, *, first: int = 1) -> list[dict[str, str]]:
    """So many good rows, everybody somebody else."""
    return [
        row(
            证书编号=f"{FILING}244{n:06d}",
            证件号码=identity(n),
            性别="",
            出生日期="",
            姓名="王" + NAMES[n % 10],
        )
        for n in range(first, first + count)
    ]


NAMES = ("伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋")


def identity(number: int) -> str:
    """An identity number that is right, another for each up to a thousand."""
    base = f"11010519900101{number % 1000:03d}"
    total = sum(int(sign) * weight for sign, weight in zip(base, IDENTITY_WEIGHTS, strict=True))
    return base + IDENTITY_CHECKS[total % 11]


def as_csv(path: Path, rows: Sequence[dict[str, str]], *, encoding: str = "utf-8-sig") -> Path:
    """The rows under their heads as csv."""
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        out.writerows(each.values() for each in rows)
    return path


def as_xlsx(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    """The rows under their heads as xlsx; what begins with = is a formula, as somebody would type it."""
    with Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, COLUMNS)
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, each in enumerate(rows, 1):
            for place, cell in enumerate(each.values()):
                if isinstance(cell, float):
                    page.write_number(number, place, cell, date if cell > 1000 else None)
                else:
                    page.write(number, place, cell)
    return path


def taken(path: Path, *, despite_faults: bool = True) -> Outcome:
    """The sheet taken in; its list of faults lies beside, numbered."""
    faults = path.with_name(f"faults-{len(list(path.parent.iterdir()))}.csv")
    return import_sheet(path, faults, despite_faults=despite_faults, by=None, at=AT)


def faults_of(path: Path) -> list[list[str]]:
    """What the latest list says, without its heads: what kept rows out."""
    return [said for *said, then in _said(path) if then == LEFT_OUT]


def warnings_of(path: Path) -> list[list[str]]:
    """What the latest list says of rows that were entered all the same."""
    return [said for *said, then in _said(path) if then != LEFT_OUT]


def _said(path: Path) -> list[list[str]]:
    latest = max(path.parent.glob("faults-*.csv"), key=lambda each: each.stat().st_mtime_ns)
    with latest.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]

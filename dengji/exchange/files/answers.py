"""What an answer sheet says (结果表): each row told by its number, and every row that cannot be used named with why.

Pure: rows and what is known come in, what was read goes out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from dengji.exchange.files.columns import Answers

ALIEN = re.compile(r"^(?P<file>\S*报\d{4}-\d{4,})-\d+-\d+$")
LONGEST = 200  # characters of a reason that are kept
NOTHING_YET = ""


class Heard(NamedTuple):
    """The answer to one row (一行的结果): confirmed or not, why not, the day and the number of its publication."""

    confirmed: bool
    reason: str = ""
    published_on: str = ""
    number: str = ""

    @property
    def says(self) -> str:
        """In words."""
        return "通过" if self.confirmed else "不通过"


class Fault(NamedTuple):
    """A row that cannot be used (不能用的行): its place in the sheet, the column, the reason."""

    row: int
    column: str
    reason: str


class Place(NamedTuple):
    """A row of a file (文件中的一行): which report, and which of its rows; both from 1."""

    ordinal: int
    row: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file before (文件现状): its number, how many rows each report has, what was heard of them.

    `whole` says that its reports stand or fall with all of their rows: then each confirmed row has a number.
    """

    number: str
    rows: Mapping[int, int]
    heard: Mapping[Place, Heard]
    whole: bool


@dataclass(slots=True)
class Told:
    """What a sheet came to (结果表内容): new answers by row, faults, rows without an answer yet, rows told before."""

    answers: dict[Place, Heard] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unanswered: int = 0
    repeated: int = 0
    seen: dict[Place, tuple[int, Heard]] = field(default_factory=dict)


Cells = Mapping[str, Any]


def told_by(rows: Iterable[tuple[int, Cells]], form: Answers, known: Known, *, on: date) -> Told:
    """What the rows of a sheet say, each given with its place in it; blank ones count for nothing."""
    told = Told()
    for place_in_sheet, cells in rows:
        if any(_text(each) for each in cells.values()):
            _read(place_in_sheet, cells, form, known, told, on)
    for place in [each for each in told.answers if each in known.heard]:
        del told.answers[place]
        told.repeated += 1
    told.unanswered = sum(known.rows.values()) - len(known.heard) - len(told.answers)
    told.faults.sort()
    return told


def _read(at: int, cells: Cells, form: Answers, known: Known, told: Told, on: date) -> None:
    """Take one row in; what is wrong with it goes to the faults."""
    place, wrong = _place(_text(cells.get(form.line)), known)
    if place is None:
        told.faults.append(Fault(at, form.line, wrong))
        return
    if not _text(cells.get(form.result)):
        return
    heard, fault = _heard(cells, form, known, on)
    if heard is None:
        told.faults.append(Fault(at, *fault))
        return
    _noted(at, place, heard, form, known, told)


def _place(written: str, known: Known) -> tuple[Place | None, str]:
    """Where a row belongs; None with the reason where it does not belong to this file."""
    if not written:
        return None, "没有填写"
    first, _, rest = written.rpartition(f"{known.number}-")
    ordinal, _, row = rest.partition("-")
    if not first and written.startswith(known.number) and ordinal.isdecimal() and row.isdecimal():
        place = Place(int(ordinal), int(row))
        inside = place.ordinal in known.rows and 1 <= place.row <= known.rows[place.ordinal]
        return (place, "") if inside else (None, f"这份文件里没有“{written}”这一行")
    if other := ALIEN.match(written):
        return None, f"是文件{other['file']}的行，请放回那份文件"
    return None, f"不认识行号“{written[:40]}”"


def _heard(cells: Cells, form: Answers, known: Known, on: date) -> tuple[Heard | None, tuple[str, str]]:
    """The answer in a row; None with the column and the reason where it cannot be read."""
    said = _text(cells.get(form.result))
    if said in form.refused:
        return Heard(False, _text(cells.get(form.reason))[:LONGEST]), ("", "")
    if said not in form.confirmed:
        words = "、".join([*form.confirmed, *form.refused])
        return None, (form.result, f"看不懂“{said[:20]}”，应为：{words}")
    day = _day(cells.get(form.published_on))
    if day is None:
        return None, (form.published_on, "通过的行要有日期，例如2026-11-20")
    if day > on:
        return None, (form.published_on, f"{day.isoformat()}还没有到")
    number = _text(cells.get(form.number)) if form.number else ""
    if known.whole and form.number and not number:
        return None, (form.number, "通过的行要有编号")
    return Heard(True, "", day.isoformat(), number[:60]), ("", "")


def _noted(at: int, place: Place, heard: Heard, form: Answers, known: Known, told: Told) -> None:
    """Keep the answer, unless the sheet or an earlier one says otherwise of the same row."""
    before = told.seen.setdefault(place, (at, heard))
    if before[0] != at and before[1] == heard:
        told.repeated += 1
    elif before[0] != at:
        told.faults.append(Fault(at, form.result, f"与第{before[0]}行是同一行号，结果却不同"))
        if told.answers.pop(place, None):
            told.faults.append(Fault(before[0], form.result, f"与第{at}行是同一行号，结果却不同"))
    elif place in known.heard and known.heard[place] != heard:
        told.faults.append(Fault(at, form.result, f"以前收到的是“{known.heard[place].says}”，前后不一致"))
    else:
        told.answers[place] = heard


def _text(said: Any) -> str:
    """A cell as text; whole numbers without a point."""
    if said is None:
        return ""
    if isinstance(said, float) and said.is_integer():
        return str(int(said))
    return " ".join(str(said).split())


def _day(said: Any) -> date | None:
    """A cell as a day, however it is written; None for what is none."""
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date):
        return said
    parts: Sequence[str] = re.findall(r"\d+", _text(said))
    if len(parts) == 1 and len(parts[0]) == len("20261120"):
        parts = (parts[0][:4], parts[0][4:6], parts[0][6:])
    try:
        year, month, day = (int(each) for each in parts[:3])
        return date(year, month, day)
    except ValueError:
        return None

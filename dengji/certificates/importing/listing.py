"""Everything that is wrong with a sheet of older certificates (问题清单), listed before anything of it is written.

The parts of the file may be checked beside each other, by another process too. What a million rows leave in memory is
their serials, and one byte for each row.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from heapq import merge
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from dengji.certificates.importing.checking import Checker, Entry
from dengji.certificates.importing.columns import NUMBER
from dengji.certificates.importing.grounds import Grounds
from dengji.certificates.importing.reading import Part, Sheet, rows
from dengji.certificates.importing.registered import standing_of, with_registered
from dengji.certificates.importing.series import Series, repeated
from dengji.procedure.refusals import NotAllowed

MOST_ROWS = 1_048_576
GOOD, FAULTY, THERE, MAYBE, EMPTY = range(5)
HEADS = ("行号", "列", "原因")
ALIVE = ("=", "+", "-", "@", "\t", "\r")
Fault = tuple[int, str, str]
"""Something that is wrong (问题): the row, the column, and why."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a part (一段的核对结果): a state for each of its lines, the faults, and the serials by series."""

    states: bytearray
    faults: list[Fault]
    series: Series


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of a sheet (核对结果): a state for each line below the heads, and how many faults were listed."""

    states: bytearray
    faults: int

    @property
    def good(self) -> int:
        """Rows that can be entered (可以导入)."""
        return self.states.count(GOOD)

    @property
    def faulty(self) -> int:
        """Rows with faults, which are left out (有问题的行)."""
        return self.states.count(FAULTY)

    @property
    def there(self) -> int:
        """Rows that stand on the register already, as they are (已经导入过的行)."""
        return self.states.count(THERE)


def listed(sheet: Sheet, grounds: Grounds, faults: Path, beside: Executor | None = None) -> Listed:
    """问题清单: checks every row and writes down all faults, by row, as csv to the path `faults`.

    `beside` checks parts at the same time. Raises NotAllowed where the file is no csv, or has too many rows.
    """
    states, series = bytearray(), Series()
    with (
        TemporaryFile("w+", encoding="utf-8", newline="") as spool,
        faults.open("x", encoding="utf-8-sig", newline="") as out,
    ):
        kept = csv.writer(spool)
        for part in _checked(sheet, grounds, beside):
            first = sheet.above + 1 + len(states)
            kept.writerows((first + line, column, reason) for line, column, reason in part.faults)
            series.take(part.series, first)
            states += part.states
            if len(states) > MOST_ROWS:
                raise NotAllowed(f"表格超过{MOST_ROWS}行。", remedy="请分成几个表格导入。")
        found = _spooled(spool), _repeated(series, states, sheet), _registered(sheet, grounds, series, states)
        return Listed(states, _written(out, merge(*found, key=lambda fault: fault[0])))


def check(part: Part, places: Sequence[int], checker: Checker) -> Checked:
    """Every row of a part checked by itself."""
    checked, read = Checked(bytearray(), [], Series()), checker.read
    for line, cells in enumerate(rows(part, places)):
        found = read(cells)
        if isinstance(found, Entry):
            checked.states.append(GOOD)
            checked.series.add(found.number, line)
        elif not any(map(str.strip, cells)):
            checked.states.append(EMPTY)
        else:
            checked.states.append(FAULTY)
            checked.faults.extend((line, column, reason) for column, reason in found)
    return checked


def _checked(sheet: Sheet, grounds: Grounds, beside: Executor | None) -> Iterator[Checked]:
    """The parts in their order; whoever works beside begins at the end, so that both meet in between."""
    checker = Checker(grounds)
    if beside is None:
        yield from (check(part, sheet.places, checker) for part in sheet.parts)
        return
    later = [beside.submit(checked_beside, part, sheet.places) for part in reversed(sheet.parts)]
    for part in sheet.parts:
        there = later.pop()
        yield check(part, sheet.places, checker) if there.cancel() else there.result()


BESIDE: list[Checker] = []
"""In another process: the one checker that it has."""


def begin_beside(grounds: Grounds) -> None:
    """Another process makes ready."""
    BESIDE[:] = [Checker(grounds)]


def checked_beside(part: Part, places: Sequence[int]) -> Checked:
    """A part checked in another process."""
    return check(part, places, BESIDE[0])


def _spooled(spool: TextIO) -> Iterator[Fault]:
    spool.seek(0)
    for row, column, reason in csv.reader(spool):
        yield int(row), column, reason


def _repeated(series: Series, states: bytearray, sheet: Sheet) -> Iterator[Fault]:
    """Numbers that stand in the file twice: the later row is at fault."""
    for row, _ in repeated(series):
        states[row - sheet.above - 1] = FAULTY
    return ((row, NUMBER, f"与第{first}行的编号相同。") for row, first in repeated(series))


def _registered(sheet: Sheet, grounds: Grounds, series: Series, states: bytearray) -> Iterator[Fault]:
    """Numbers that are registered with something else; the rows that are registered as they stand are noted."""
    begun = sheet.above + 1
    for name in with_registered(series.names()):
        for row in series.rows_of(name):
            if states[row - begun] == GOOD:
                states[row - begun] = MAYBE
    if MAYBE not in states:
        return
    for row, same in standing_of(_maybe(sheet, grounds, states)):
        states[row - begun] = {None: GOOD, True: THERE, False: FAULTY}[same]
        if same is False:
            yield row, NUMBER, "登记里已有这个编号，内容与这一行不同。"


def _maybe(sheet: Sheet, grounds: Grounds, states: bytearray) -> Iterator[tuple[int, Entry]]:
    yield from entries(sheet, grounds, states, MAYBE)


def entries(sheet: Sheet, grounds: Grounds, states: Sequence[int], state: int) -> Iterator[tuple[int, Entry]]:
    """The rows in that state, read again, with their numbers in the sheet."""
    checker, at = Checker(grounds), 0
    for part in sheet.parts:
        for cells in rows(part, sheet.places):
            if at < len(states) and states[at] == state and isinstance(found := checker.read(cells), Entry):
                yield at + sheet.above + 1, found
            at += 1


def _written(out: TextIO, found: Iterable[Fault]) -> int:
    """The list, as csv that no spreadsheet works out; how many lines."""
    lines, many = csv.writer(out), 0
    lines.writerow(HEADS)
    for row, column, reason in found:
        lines.writerow((row, column, f"'{reason}" if reason.startswith(ALIVE) else reason))
        many += 1
    return many

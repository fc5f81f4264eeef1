"""Everything that is wrong with a sheet of older certificates (问题清单), listed before anything of it is written.

The parts of the file may be checked beside each other, by another process too. What a million rows leave in memory is
their serials, and one byte for each row. A warning (提醒) keeps nothing out; it is listed once for all rows that it is
about.
"""

import csv
from array import array
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from heapq import merge
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from dengji.certificates.importing.batches import Batch
from dengji.certificates.importing.beside import checker_here
from dengji.certificates.importing.checking import SERIES, Checker, Entry, entries
from dengji.certificates.importing.columns import NUMBER
from dengji.certificates.importing.reading import BETWEEN, Part, Row, Sheet, rows
from dengji.certificates.importing.registered import registered, standing_of
from dengji.certificates.importing.series import Series, repeated, split
from dengji.evaluations.candidates.persons import Fault
from dengji.procedure.refusals import NotAllowed

MOST_ROWS = 1_048_576
MOST_WARNINGS = 5000
OTHERS = Fault(NUMBER, "还有别的提醒，因为太多没有逐项列出；请分成几个表格导入，逐项核对。")
GOOD, FAULTY, THERE, MAYBE, EMPTY = range(5)
HEADS = ("行号", "列", "说明", "处理")
LEFT_OUT, TAKEN = "问题，这一行没有导入", "提醒，照常导入，请核对"
ALIVE = ("=", "+", "-", "@", "\t", "\r")
Said = tuple[int, str, str]
"""What is said of a row (一项问题): its number, the column, and why."""


class Warnings(dict[Fault, tuple[int, int]]):
    """提醒: what is odd about rows that are entered all the same; how many rows, and which is the first."""

    def add(self, said: Fault, many: int, first: int) -> None:
        """So many rows more; what comes after the most that anybody reads is counted together."""
        if len(self) >= MOST_WARNINGS and said not in self:
            said = OTHERS
        before, earlier = self.get(said, (0, first))
        self[said] = before + many, min(first, earlier)


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a part (一段的核对结果): a state for each of its lines, the faults, and the serials by series."""

    states: bytearray = field(default_factory=bytearray)
    faults: list[Said] = field(default_factory=list)
    series: Series = field(default_factory=Series)
    warnings: Warnings = field(default_factory=Warnings)


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of a sheet (核对结果): a state for each line below the heads, how many of them up to the end of each
    part, how many faults were listed, and how many warnings.
    """

    states: bytearray
    ends: Sequence[int]
    faults: int
    warnings: int

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


def listed(sheet: Sheet, checker: Checker, faults: Path, beside: Executor | None = None) -> Listed:
    """问题清单: checks every row and writes down all faults, by row, then the warnings, as csv to the path `faults`.

    `beside` checks parts at the same time. Raises NotAllowed where the file is no csv, or has too many rows.
    """
    whole, ends = Checked(), array("I")
    with (
        TemporaryFile("w+", encoding="utf-8", newline="") as spool,
        faults.open("x", encoding="utf-8-sig", newline="") as out,
    ):
        kept = csv.writer(spool)
        for part in _checked(sheet, checker, beside):
            kept.writerows(_taken(part, whole, sheet.above + 1))
            ends.append(len(whole.states))
            if len(whole.states) > MOST_ROWS:
                raise NotAllowed(f"表格超过{MOST_ROWS}行。", remedy="请分成几个表格导入。")
        again = _repeated(whole, sheet), _registered(sheet, checker, whole, ends)
        many = _written(out, merge(_spooled(spool), *again, key=lambda said: said[0]), whole.warnings)
        return Listed(whole.states, ends, many, len(whole.warnings))


def check(part: Part, places: Sequence[int], checker: Checker) -> Checked:
    """Every row of a part checked by itself."""
    checked, known = Checked(), checker.known
    alike: dict[int, tuple[Batch, array[int], array[int]]] = {}
    for line, row in enumerate(rows(part, places)):
        found = known(row)
        if found is None:
            _looked_at(checker, row, line, checked)
            continue
        held = alike.get(id(found[0]))
        if held is None:
            held = alike[id(found[0])] = (found[0], array("I"), array("I"))
        held[1].append(int(row[0][SERIES:]))
        held[2].append(line)
        checked.states.append(GOOD)
    for batch, serials, lines in alike.values():
        checked.series.put(batch.series, serials, lines)
        for said in batch.warnings:
            checked.warnings.add(said, len(lines), lines[0])
    return checked


def _looked_at(checker: Checker, row: Row, line: int, checked: Checked) -> None:
    """A row that is odd or wrong."""
    found = checker.read(row)
    if isinstance(found, Entry):
        checked.states.append(GOOD)
        name, serial = split(found.number)
        checked.series.put(name, [serial], [line])
        for said in found.batch.warnings:
            checked.warnings.add(said, 1, line)
    elif not "".join(row).replace(BETWEEN, "").strip():
        checked.states.append(EMPTY)
    else:
        checked.states.append(FAULTY)
        checked.faults.extend((line, column, reason) for column, reason in found)


def _checked(sheet: Sheet, checker: Checker, beside: Executor | None) -> Iterator[Checked]:
    """The parts in their order; whoever works beside begins at the end, so that both meet in between."""
    if beside is None:
        yield from (check(part, sheet.places, checker) for part in sheet.parts)
        return
    later = [beside.submit(checked_beside, part, sheet.places) for part in reversed(sheet.parts)]
    for part in sheet.parts:
        there = later.pop()
        yield check(part, sheet.places, checker) if there.cancel() else there.result()


def checked_beside(part: Part, places: Sequence[int]) -> Checked:
    """A part checked in another process."""
    return check(part, places, checker_here())


def _taken(part: Checked, whole: Checked, begun: int) -> Iterator[Said]:
    """A part put to what was checked before it; its faults, with the rows as they are counted in the sheet."""
    first = begun + len(whole.states)
    whole.series.take(part.series, first)
    for said, (many, line) in part.warnings.items():
        whole.warnings.add(said, many, first + line)
    whole.states.extend(part.states)
    return ((first + line, column, reason) for line, column, reason in part.faults)


def _spooled(spool: TextIO) -> Iterator[Said]:
    spool.seek(0)
    for row, column, reason in csv.reader(spool):
        yield int(row), column, reason


def _repeated(whole: Checked, sheet: Sheet) -> Iterator[Said]:
    """Numbers that stand in the file twice: the later row is at fault."""
    for row, _ in repeated(whole.series):
        whole.states[row - sheet.above - 1] = FAULTY
    return ((row, NUMBER, f"与第{first}行的编号相同。") for row, first in repeated(whole.series))


def _registered(sheet: Sheet, checker: Checker, whole: Checked, ends: Sequence[int]) -> Iterator[Said]:
    """Numbers that are registered with something else; the rows that are registered as they stand are noted."""
    begun, states = sheet.above + 1, whole.states
    for row in registered(whole.series):
        if states[row - begun] == GOOD:
            states[row - begun] = MAYBE
    if MAYBE not in states:
        return
    for row, same in standing_of(_maybe(sheet, checker, states, ends)):
        states[row - begun] = {None: GOOD, True: THERE, False: FAULTY}[same]
        if same is False:
            yield row, NUMBER, "登记里已有这个编号，内容与这一行不同。"


def _maybe(
    sheet: Sheet, checker: Checker, states: bytearray, ends: Sequence[int]
) -> Iterator[tuple[int, Entry]]:
    """Those that were noted, read again, with their rows."""
    for part, first, past in zip(sheet.parts, [0, *ends], ends, strict=False):
        if MAYBE in states[first:past]:
            for line, entry in entries(part, sheet.places, checker, states[first:past], MAYBE):
                yield sheet.above + 1 + first + line, entry


def _written(out: TextIO, found: Iterable[Said], warnings: Warnings) -> int:
    """The list, as csv that no spreadsheet works out; how many faults."""
    lines, many = csv.writer(out), 0
    lines.writerow(HEADS)
    for row, column, reason in found:
        lines.writerow((row, column, _tame(reason), LEFT_OUT))
        many += 1
    for said, (alike, first) in sorted(warnings.items(), key=lambda each: each[1][1]):
        lines.writerow((first, said.column, _tame(f"{said.reason}（这样的一共{alike}行）"), TAKEN))
    return many


def _tame(reason: str) -> str:
    return f"'{reason}" if reason.startswith(ALIVE) else reason

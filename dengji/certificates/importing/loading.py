"""Older certificates entered (导入历史证书): the good rows of a sheet, in portions, each whole or not at all.

Portions may be entered beside each other, by another process too. Whoever was interrupted begins again: what the
register has already is passed over when the sheet is checked.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, OperationalError, connection, transaction

from dengji.audit.acts import record
from dengji.certificates.importing.beside import checker_here
from dengji.certificates.importing.checking import Checker, Entry, entries
from dengji.certificates.importing.listing import GOOD, Listed
from dengji.certificates.importing.reading import Part, Sheet
from dengji.certificates.importing.series import split
from dengji.certificates.importing.storing import store
from dengji.certificates.numbering import KEY
from dengji.people.models import Person, Post
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.serials import ensure_past

PORTION = 20_000


class Piece(NamedTuple):
    """A part of the file with good rows (待导入的一段): the row in the sheet of its first line, each line's state."""

    part: Part
    first: int
    states: bytes


@dataclass(frozen=True, slots=True)
class Work:
    """A portion to be entered (一次导入): pieces, where their columns stand, the file's digest, by whom and when."""

    pieces: tuple[Piece, ...]
    places: tuple[int, ...]
    file: str
    by: Post | Person | None
    at: datetime


@dataclass(slots=True)
class Portion:
    """What a portion holds (一段), noted as it goes by: how many, first and last row and number, the last serials."""

    count: int = 0
    rows: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    serials: dict[str, int] = field(default_factory=dict)

    def passing(self, found: Iterable[tuple[int, Entry]], year: str) -> Iterator[Entry]:
        """The entries, noted as they pass; `year` is that in whose series numbers are still drawn."""
        row, entry, batch, drawn = 0, None, None, False
        for row, entry in found:
            if not self.count:
                self.rows, self.numbers = [row], [entry.number]
            self.count += 1
            if entry.batch is not batch:
                batch = entry.batch
                drawn = batch.issued_on.startswith(year)
            if drawn:
                series, serial = split(entry.number)
                self.serials[series] = max(serial, self.serials.get(series, 0))
            yield entry
        if entry is not None:
            self.rows.append(row)
            self.numbers.append(entry.number)


def load(
    sheet: Sheet,
    listed: Listed,
    checker: Checker,
    beside: Executor | None = None,
    *,
    by: Post | Person | None,
    at: datetime,
) -> Iterator[int]:
    """导入: the good rows of a sheet that was checked, portion by portion; how many each time.

    `beside` enters portions at the same time. Raises NotAllowed where a number has come onto the register since; that
    portion is not entered, those before are.
    """
    works = [Work(pieces, sheet.places, sheet.digest, by, at) for pieces in _portions(sheet, listed)]
    if beside is None or connection.vendor == "sqlite":  # where one writes at a time
        yield from (_enter(work, checker) for work in works)
        return
    later = [beside.submit(enter_beside, work) for work in reversed(works)]
    for work in works:
        there = later.pop()
        yield _enter(work, checker) if there.cancel() else there.result()


def enter_beside(work: Work) -> int:
    """A portion entered by another process."""
    return _enter(work, checker_here())


def _portions(sheet: Sheet, listed: Listed) -> Iterator[tuple[Piece, ...]]:
    """The parts with good rows, so many together as make a portion."""
    pieces: list[Piece] = []
    many = first = 0
    for part, past in zip(sheet.parts, listed.ends, strict=True):
        states = bytes(listed.states[first:past])
        if good := states.count(GOOD):
            pieces.append(Piece(part, sheet.above + 1 + first, states))
            many += good
        if many >= PORTION:
            yield tuple(pieces)
            pieces, many = [], 0
        first = past
    if pieces:
        yield tuple(pieces)


@transaction.atomic
def _enter(work: Work, checker: Checker) -> int:
    """One portion: the register, the series that go on behind it, the record."""
    portion = Portion()
    try:
        store(portion.passing(_entries(work, checker), f"{checker.grounds.on:%Y}"))
    except (IntegrityError, OperationalError) as wrong:
        if isinstance(wrong, OperationalError) and not _met_another(wrong):
            raise
        raise NotAllowed(
            "这个表里有编号刚刚登记过，这一段没有导入。", remedy="请再导入一次：已登记的会跳过或者列出。"
        ) from wrong
    if portion.count:
        ensure_past({KEY + series: last for series, last in portion.serials.items()})
        said = {"count": portion.count, "rows": portion.rows, "numbers": portion.numbers}
        about = ("certificates.Import", work.file)
        record(act="certificate.import", by=work.by, at=work.at, about=about, after=said)
    return portion.count


def _met_another(wrong: OperationalError) -> bool:
    """Whether two imports of the same numbers waited for each other, and the server ended one of them."""
    return getattr(wrong.__cause__, "sqlstate", None) == DEADLOCK


DEADLOCK = "40P01"


def _entries(work: Work, checker: Checker) -> Iterator[tuple[int, Entry]]:
    """The good rows, read again, with their numbers in the sheet."""
    for part, first, states in work.pieces:
        for line, entry in entries(part, work.places, checker, states, GOOD):
            yield first + line, entry

"""Older certificates entered (导入历史证书): the good rows of a sheet, in portions, each whole or not at all.

Whoever was interrupted begins again: what the register has already is passed over when the sheet is checked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction

from dengji.audit.acts import record
from dengji.certificates.importing.checking import Entry
from dengji.certificates.importing.grounds import Grounds
from dengji.certificates.importing.listing import GOOD, Listed, entries
from dengji.certificates.importing.reading import Sheet
from dengji.certificates.importing.series import split
from dengji.certificates.importing.storing import store
from dengji.certificates.numbering import KEY
from dengji.people.models import Person, Post
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.serials import ensure_past

PORTION = 50_000


@dataclass(slots=True)
class Portion:
    """What a portion holds (一段), noted as it goes by: how many, first and last row and number, the last serials."""

    count: int = 0
    rows: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    serials: dict[str, int] = field(default_factory=dict)

    def passing(self, found: Iterable[tuple[int, Entry]], year: str) -> Iterator[Entry]:
        """The entries, noted as they pass; `year` is that in whose series numbers are still drawn."""
        row, entry = 0, None
        for row, entry in found:
            if not self.count:
                self.rows, self.numbers = [row], [entry.number]
            self.count += 1
            if entry.batch.issued_on.startswith(year):
                series, serial = split(entry.number)
                self.serials[series] = max(serial, self.serials.get(series, 0))
            yield entry
        if entry is not None:
            self.rows.append(row)
            self.numbers.append(entry.number)


def load(
    sheet: Sheet, listed: Listed, grounds: Grounds, *, by: Post | Person | None, at: datetime
) -> Iterator[int]:
    """导入: the good rows of a sheet that was checked, portion by portion; how many each time.

    Raises NotAllowed where a number has come onto the register since; that portion is not entered, those before are.
    """
    found = entries(sheet, grounds, listed.states, GOOD)
    while many := _enter(islice(found, PORTION), sheet.digest, by=by, at=at, year=f"{grounds.on:%Y}"):
        yield many


@transaction.atomic
def _enter(
    found: Iterable[tuple[int, Entry]], file: str, *, by: Post | Person | None, at: datetime, year: str
) -> int:
    """One portion: the register, the series that go on behind it, the record."""
    portion = Portion()
    try:
        store(portion.passing(found, year))
    except IntegrityError as wrong:
        raise NotAllowed(
            "这个表里有编号刚刚登记过，这一段没有导入。", remedy="请再导入一次：已登记的会跳过或者列出。"
        ) from wrong
    if portion.count:
        ensure_past({KEY + series: last for series, last in portion.serials.items()})
        said = {"count": portion.count, "rows": portion.rows, "numbers": portion.numbers}
        record(act="certificate.import", by=by, at=at, about=("certificates.Import", file), after=said)
    return portion.count

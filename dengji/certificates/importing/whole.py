"""A whole sheet of older certificates taken in (整表导入): checked, its faults listed, then the good rows entered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.timezone import localdate

from dengji.certificates.importing.beside import beside
from dengji.certificates.importing.checking import Checker
from dengji.certificates.importing.grounds import grounds
from dengji.certificates.importing.listing import listed
from dengji.certificates.importing.loading import load
from dengji.certificates.importing.reading import opened
from dengji.people.models import Person, Post


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sheet (导入结果): rows that are good, entered, faulty, there already; faults, warnings."""

    good: int
    entered: int
    faulty: int
    there: int
    faults: int
    warnings: int = 0


def import_sheet(
    path: Path,
    faults: Path,
    *,
    despite_faults: bool,
    by: Person | Post | None,
    at: datetime,
    each: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """导入历史证书: all faults are listed first; the good rows are entered where there are none, or despite them.

    `each` is told of every portion entered. Run again after an interruption, it goes on where it was.
    Raises NotAllowed, FileExistsError where the list is there already.
    """
    with opened(path) as sheet:
        against = grounds(localdate(at))
        checker = Checker(against)
        with beside(len(sheet.parts), against) as other:
            found, entered = listed(sheet, checker, faults, other), 0
            if despite_faults or not found.faulty:
                for many in load(sheet, found, checker, other, by=by, at=at):
                    entered += many
                    each(many)
        return Outcome(found.good, entered, found.faulty, found.there, found.faults, found.warnings)

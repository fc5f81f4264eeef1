"""A whole sheet of older certificates taken in (整表导入): checked, its faults listed, then the good rows entered."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from django.db import connection
from django.utils.timezone import localdate

from dengji.certificates.importing.grounds import Grounds, grounds
from dengji.certificates.importing.listing import begin_beside, listed
from dengji.certificates.importing.loading import load
from dengji.certificates.importing.reading import opened
from dengji.people.models import Person, Post

SEVERAL = 20
"""Parts of a file from which on another process helps to check them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sheet (导入结果): rows entered, rows with faults, rows that were there, faults listed."""

    good: int
    entered: int
    faulty: int
    there: int
    faults: int


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
        with _beside(len(sheet.parts), against) as other:
            found = listed(sheet, against, faults, other)
        entered = 0
        if despite_faults or not found.faulty:
            for many in load(sheet, found, against, by=by, at=at):
                entered += many
                each(many)
        return Outcome(found.good, entered, found.faulty, found.there, found.faults)


@contextmanager
def _beside(parts: int, against: Grounds) -> Iterator[Executor | None]:
    """Another process that knows what this one knows, for a large sheet; it has no connection of its own."""
    if parts < SEVERAL or (os.cpu_count() or 1) < 2 or connection.in_atomic_block:
        yield None
        return
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]
    with ProcessPoolExecutor(1, get_context("fork"), begin_beside, (against,)) as other:
        yield other

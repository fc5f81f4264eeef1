"""Older certificates taken in by processes that are killed, and by two at once: each row once, and on record."""

import os
import random
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from dengji.audit.models import Entry
from dengji.audit.queries import verify as trail_verified
from dengji.certificates.importing import beside, loading, reading
from dengji.certificates.importing.whole import Outcome, import_sheet
from dengji.certificates.models import Certificate
from dengji.filings.models import Filing
from dengji.procedure.refusals import NotAllowed
from tests.audit.trail import on_disk, using
from tests.cast import AT
from tests.certificates.beside import begun, done, killed
from tests.certificates.sheets import as_csv, many

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = int(os.environ.get("KILLED_ROWS", "600"))
"""How many rows; more are asked for by hand."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of some rows, portions of some parts, and a second process from the third part on."""
    monkeypatch.setattr(reading, "PART", ROWS * 4)
    monkeypatch.setattr(loading, "PORTION", ROWS // 20)
    monkeypatch.setattr(beside, "SEVERAL", 3)


def takes(sheet: Path, told: Connection) -> None:
    """Takes the sheet in, and tells how far it came."""
    faults = sheet.with_name(f"{os.getpid()}.csv")
    told.send("begun")
    try:
        came = import_sheet(
            sheet, faults, despite_faults=False, by=None, at=AT, each=lambda _: told.send("more")
        )
    except NotAllowed as refused:
        told.send(str(refused))
        return
    told.send(came)


def test_killed_at_any_moment_every_row_is_entered_once_and_every_portion_on_record(
    filing: Filing, tmp_path: Path
) -> None:
    """Killed five times after its first portion, a moment later each time; then it goes on to the end."""
    sheet, elsewhere = as_csv(tmp_path / "a.csv", many(ROWS)), on_disk(tmp_path / "importing.sqlite3")
    chance = random.Random()  # noqa: S311 - moments, no secrets
    for _ in range(5):
        process, told = begun(elsewhere, partial(takes, sheet))
        assert [told.recv() for _ in range(2)] == ["begun", "more"]
        time.sleep(chance.uniform(0, 0.02))
        killed(process)
    last = over(elsewhere, sheet)
    assert (last.faulty, last.faults, last.entered + last.there) == (0, 0, ROWS)
    assert last.entered < ROWS
    with using(elsewhere):
        ensure_whole()
    assert over(elsewhere, sheet) == Outcome(0, 0, 0, ROWS, 0)


def over(elsewhere: dict[str, Any] | None, sheet: Path) -> Outcome:
    """What became of a whole import in a process of its own."""
    process, told = begun(elsewhere, partial(takes, sheet))
    while isinstance(said := told.recv(), str):
        pass
    process.join(60)
    assert isinstance(said, Outcome)
    return said


def ensure_whole() -> None:
    """Every number of the sheet is on the register once, and the portions on record come to as many."""
    numbers = [each["证书编号"] for each in many(ROWS)]
    assert sorted(Certificate.objects.values_list("number", flat=True)) == numbers
    said = [each.after or {} for each in Entry.objects.filter(act="certificate.import")]
    assert sum(each["count"] for each in said) == ROWS
    assert trail_verified().ok


def test_the_same_sheet_taken_in_by_two_at_once_is_entered_once(filing: Filing, tmp_path: Path) -> None:
    """Whoever is too late is told so, or finds every row there; begun again, nothing is left to do."""
    sheet, elsewhere = as_csv(tmp_path / "a.csv", many(ROWS)), on_disk(tmp_path / "importing.sqlite3")

    def whole(told: Connection) -> None:
        took = Quiet()
        takes(sheet, took)  # type: ignore[arg-type]
        told.send(took.last)

    for last in done(elsewhere, [whole, whole]):
        assert isinstance(last, Outcome) or "刚刚登记过" in last
    over(elsewhere, sheet)
    with using(elsewhere):
        ensure_whole()


class Quiet:
    """Keeps what was told last."""

    last: object = None

    def send(self, said: object) -> None:
        """Told."""
        self.last = said

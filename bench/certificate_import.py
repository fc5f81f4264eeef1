"""Older certificates taken in (导入历史证书) beside the bare COPY of the very same rows into the same live table.

Limits named for it: 1,000,000 rows checked, listed, sealed and entered in at most 1.2 times the COPY's time, within
200 MiB; the list of faults in at most 1.5 times a polars pass over the same checks, or 5 s, whichever is more.
BENCH_ROWS asks for fewer. On SQLite the limit is one executemany of the same rows.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from bench._certificates import given_certificates
from bench._polars import faults_listed
from bench._sheet import written
from bench._world import Database, _on_server, database
from bench.lookup import environment
from dengji import clock
from dengji.certificates.importing.grounds import grounds
from dengji.certificates.importing.listing import GOOD, entries, listed
from dengji.certificates.importing.reading import opened
from dengji.certificates.importing.storing import ALIKE, OWN, _alike, _own, copying, lines
from dengji.certificates.importing.whole import _beside, import_sheet
from dengji.certificates.models import Certificate
from dengji.prepared import insert_all

LIVE, ROUNDS, BLOCK = 100_000, 3, 1 << 20


def main() -> None:
    """The list beside polars; then in turn: the bare rows, and the whole import; memory by itself."""
    rows = int(os.environ.get("BENCH_ROWS", "1000000"))
    with database() as whole, TemporaryDirectory() as folder:
        given_certificates(1, LIVE)
        sheet = Path(folder) / "sheet.csv"
        written(sheet, rows)
        good, bare = _prepared(sheet, Path(folder) / "rows")
        print(f"  on {connection.vendor}: {rows:,} rows, {good:,} good, {sheet.stat().st_size >> 20} MiB")
        _lists(sheet)
        ways = {"bare": bare, "ours": lambda: _ours(sheet, good)}
        took: dict[str, list[float]] = {"bare": [], "ours": []}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                took[name].append(_alone(whole, way))
        ratio = median(ours / bare for ours, bare in zip(took["ours"], took["bare"], strict=True))
        said = f"{median(took['ours']):.1f} s, bare {median(took['bare']):.1f} s"
        print(f"  import: {said}: {ratio:.2f} (at most 1.2), load {os.getloadavg()[0]:.1f}", flush=True)
        _memory(whole, sheet, folder)


def _prepared(sheet: Path, rows: Path) -> tuple[int, Callable[[], None]]:
    """The good rows sealed beforehand, as the database takes them: how many, and what writes them."""
    against = grounds(localdate(clock.now()))
    with opened(sheet) as found:
        checked = listed(found, against, rows.with_suffix(".faults"))
        good = (entry for _, entry in entries(found, against, checked.states, GOOD))
        if connection.vendor == "sqlite":
            made = [(*_own(each), *_alike(each.batch)) for each in good]
            return checked.good, lambda: _inserted(made)
        with rows.open("w", encoding="utf-8") as out:
            out.writelines(lines(good))
        return checked.good, lambda: _copied(rows)


@transaction.atomic
def _inserted(made: list[tuple[Any, ...]]) -> None:
    insert_all(Certificate, OWN + ALIKE, made)


@transaction.atomic
def _copied(rows: Path) -> None:
    """The same rows, written as they lie there."""
    with connection.cursor() as cursor, rows.open("rb") as file, cursor.copy(copying()) as copy:
        while block := file.read(BLOCK):
            copy.write(block)


def _lists(sheet: Path) -> None:
    """The list of faults, ours and by polars in turn."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: _listed(sheet)))
        theirs.append(_seconds(lambda: faults_listed(sheet)))
    said = f"{median(ours):.1f} s, polars {median(theirs):.1f} s"
    print(f"  list of faults: {said} (at most 1.5 times, or 5 s)", flush=True)


def _listed(sheet: Path) -> None:
    against = grounds(localdate(clock.now()))
    with opened(sheet) as found, _beside(len(found.parts), against) as other, TemporaryDirectory() as folder:
        listed(found, against, Path(folder) / "faults.csv", other)


def _ours(sheet: Path, good: int) -> None:
    with TemporaryDirectory() as folder:
        faults = Path(folder) / "faults.csv"
        outcome = import_sheet(sheet, faults, despite_faults=True, by=None, at=clock.now())
        assert outcome.entered == good


def _alone(whole: Database, way: Callable[[], object]) -> float:
    """Seconds that it takes on a copy of its own."""
    name, before = whole.copied("ours"), whole.name
    try:
        whole.turn_to(name)
        return _seconds(way)
    finally:
        whole.turn_to(before)
        _gone(name)


def _gone(name: str) -> None:
    if connection.vendor == "sqlite":
        Path(name).unlink()
    else:
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def _memory(whole: Database, sheet: Path, folder: str) -> None:
    """The most memory of the command in a process of its own."""
    name, before = whole.copied("ours"), whole.name
    whole.name = name
    words = [sys.executable, "manage.py", "certificates", "import", str(sheet), "--good-rows"]
    told = {**os.environ, **environment(whole, folder)}
    child = subprocess.Popen(words, env=told, cwd=settings.BASE_DIR)  # noqa: S603 (our own)
    peak = 0
    while child.poll() is None:
        peak = max(peak, _peak(child.pid))
        sleep(0.02)
    assert child.returncode == 0
    whole.name = before
    _gone(name)
    print(f"  memory {peak / 1024:.0f} MiB of the command (at most 200)", flush=True)


def _peak(process: int) -> int:
    """The most memory that a process had so far, in KiB; what a parent weighs does not count."""
    told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next((int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM")), 0)

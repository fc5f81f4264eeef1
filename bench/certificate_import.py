"""Older certificates taken in (导入历史证书) beside the bare COPY of the very same rows into the same live table.

Both begin with the same table of 100,000 certificates, with every index, trigger and foreign key of the register.
Bare: the complete rows, sealed and digested beforehand, lie ready in a file as COPY takes them; one connection copies
them, in one transaction. Ours: the sheet is read, every row checked, the faults listed, then read and checked again,
sealed, copied and put on record in portions, by two processes with a connection each.

Limits named for it: 1,000,000 rows in at most 1.2 times the COPY's time, within 200 MiB; the list of faults in at
most 1.5 times a polars pass over the same checks, or 5 s, whichever is more. BENCH_ROWS asks for fewer, BENCH_ROUNDS
for more rounds. On SQLite the limit is one executemany of the same rows, and one process does it all.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from bench._certificates import given_certificates
from bench._cost import memory, processor
from bench._polars import faults_listed
from bench._sheet import written
from bench._world import Database, _on_server, database
from bench.lookup import environment
from dengji import clock
from dengji.certificates.importing.beside import beside
from dengji.certificates.importing.checking import Checker, entries
from dengji.certificates.importing.grounds import grounds
from dengji.certificates.importing.listing import GOOD, listed
from dengji.certificates.importing.reading import opened
from dengji.certificates.importing.storing import ALIKE, OWN, copying, lines, made
from dengji.certificates.importing.whole import import_sheet
from dengji.certificates.models import Certificate
from dengji.prepared import insert_all

LIVE, BLOCK = 100_000, 1 << 20
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))


class Cost(NamedTuple):
    """What something takes (耗时): seconds on the clock, and seconds of processor."""

    clock: float
    processor: float


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
        took: dict[str, list[Cost]] = {"bare": [], "ours": []}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                took[name].append(_alone(whole, way))
        _told("import", "at most 1.2", took)
        _memory(whole, sheet, folder)


def _prepared(sheet: Path, rows: Path) -> tuple[int, Callable[[], None]]:
    """The good rows sealed beforehand, as the database takes them: how many, and what writes them."""
    checker = Checker(grounds(localdate(clock.now())))
    with opened(sheet) as found:
        checked, first = listed(found, checker, rows.with_suffix(".faults")), 0
        ready: list[tuple[object, ...]] = []
        with rows.open("w", encoding="utf-8") as out:
            for part, past in zip(found.parts, checked.ends, strict=True):
                good = (e for _, e in entries(part, found.places, checker, checked.states[first:past], GOOD))
                first = past
                if connection.vendor == "sqlite":
                    ready.extend(row for some in made(good) for row in some)
                else:
                    out.writelines(lines(good))
    return checked.good, lambda: _inserted(ready) if ready else _copied(rows)


@transaction.atomic
def _inserted(ready: list[tuple[object, ...]]) -> None:
    insert_all(Certificate, OWN + ALIKE, ready)


@transaction.atomic
def _copied(rows: Path) -> None:
    """The same rows, written as they lie there."""
    with connection.cursor() as cursor, rows.open("rb") as file, cursor.copy(copying()) as copy:
        while block := file.read(BLOCK):
            copy.write(block)


def _lists(sheet: Path) -> None:
    """The list of faults, ours and by polars in turn."""
    took: dict[str, list[Cost]] = {"polars": [], "ours": []}
    for _ in range(ROUNDS):
        took["ours"].append(_cost(lambda: _listed(sheet)))
        took["polars"].append(_cost(lambda: faults_listed(sheet)))
    _told("list of faults", "at most 1.5, or 5 s", took)


def _listed(sheet: Path) -> None:
    against = grounds(localdate(clock.now()))
    with opened(sheet) as found, beside(len(found.parts), against) as other, TemporaryDirectory() as folder:
        listed(found, Checker(against), Path(folder) / "faults.csv", other)


def _ours(sheet: Path, good: int) -> None:
    with TemporaryDirectory() as folder:
        faults = Path(folder) / "faults.csv"
        outcome = import_sheet(sheet, faults, despite_faults=True, by=None, at=clock.now())
        assert outcome.entered == good


def _told(what: str, limit: str, took: dict[str, list[Cost]]) -> None:
    """Both times and their ratio; the same of the processor, on both sides of the database's door."""
    (other, theirs), (_, ours) = took.items()
    for place, name in enumerate((f"{what} ({limit})", "    seconds of processor")):
        mine, limits = ([each[place] for each in side] for side in (ours, theirs))
        ratio = median(one / another for one, another in zip(mine, limits, strict=True))
        print(f"  {name}: {median(mine):.1f}, {other} {median(limits):.1f}: {ratio:.2f}")
    print(f"    load {os.getloadavg()[0]:.1f}", flush=True)


def _alone(whole: Database, way: Callable[[], object]) -> Cost:
    """What it takes on a copy of its own."""
    name, before = whole.copied("ours"), whole.name
    try:
        whole.turn_to(name)
        return _cost(way)
    finally:
        whole.turn_to(before)
        _gone(name)


def _gone(name: str) -> None:
    if connection.vendor == "sqlite":
        Path(name).unlink()
    else:
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _cost(call: Callable[[], object]) -> Cost:
    used, start = processor(), perf_counter()
    call()
    return Cost(perf_counter() - start, processor() - used)


def _memory(whole: Database, sheet: Path, folder: str) -> None:
    """The most memory of the command, and of the process that it lets help."""
    name, before = whole.copied("ours"), whole.name
    whole.name = name
    words = [sys.executable, "manage.py", "certificates", "import", str(sheet), "--good-rows"]
    told = {**os.environ, **environment(whole, folder)}
    child = subprocess.Popen(words, env=told, cwd=settings.BASE_DIR)  # noqa: S603 (our own)
    peak = 0
    while child.poll() is None:
        peak = max(peak, memory(child.pid))
        sleep(0.1)
    assert child.returncode == 0
    whole.name = before
    _gone(name)
    print(f"  memory {peak / 1024:.0f} MiB of the command, shared pages once (at most 200)", flush=True)

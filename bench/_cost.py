"""What something costs beside the time on the clock (处理器时间与内存): on both sides of the database's door.

Where other work shares the machine, processor time says more than the clock.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

TICK = os.sysconf("SC_CLK_TCK")


def processor() -> float:
    """Seconds of processor so far: of this process and what it began, and of a PostgreSQL server on this machine."""
    server = _server()
    theirs = (
        sum(_ticks(each, with_ended=each == server) for each in (server, *_begun_by(server))) if server else 0
    )
    return sum(os.times()[:4]) + theirs / TICK


def memory(process: int) -> int:
    """KiB of a process and of all that it began; what several of them share is counted once."""
    return sum(_share(each) for each in (process, *_begun_by(process)))


def _server() -> int:
    """The process that began the one that answers here; 0 where there is none."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = int(_stat(int(cursor.fetchone()[0]))[1])
    connection.close()
    return server


def _ticks(process: int, *, with_ended: bool) -> int:
    told = _stat(process)
    return sum(int(each) for each in told[11 : 15 if with_ended else 13]) if told else 0


def _begun_by(process: int) -> Iterator[int]:
    """The processes that it began, and those that these began."""
    for folder in Path("/proc").glob("[0-9]*"):
        told = _stat(int(folder.name))
        if told and int(told[1]) == process:
            yield int(folder.name)
            yield from _begun_by(int(folder.name))


def _stat(process: int) -> list[str]:
    """What the system tells of a process, from its state on; nothing of one that is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def _share(process: int) -> int:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")), 0)

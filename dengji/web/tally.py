"""How often something was tried (计次), counted for all processes of the house on one machine; names nobody.

What has to count on all machines is told to the database too (web.together), and what the others counted is learnt
there: so the counters here are asked first, and for most questions they are all that is asked.

A table of counters in a file that every process maps into its memory (count-min sketch, Cormode and Muthukrishnan
2005, conservatively updated): a key has a counter in each of four rows, and the smallest tells. Its four lie on one
page of memory, which is found faster than four. So a count may be too high where very many ask; it is too low only by
what two processes count of one key in the very same microsecond, since they wait for nobody. A counter is of one
window of time, and empty in the next.
"""

import hashlib
import mmap
import os
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import NamedTuple, cast

from django.conf import settings

from dengji.web.together import counted_together

PAGES, ROW = 1 << 11, 1 << 6  # pages of counters, and counters in each of a page's four rows
CELL = 8  # bytes of a counter: the window in the upper half, the count in the lower
WHOLE = PAGES * 4 * ROW * CELL
DRAWN, PLACES, UPPER, COUNT = Struct("<5H"), Struct("<4I"), 32, 0xFFFFFFFF
MINUTE, HOUR = 60, 3600
Aim = tuple[int, int, int, int]
"""Where the counters of a key lie, one in each row."""


class Tally:
    """The counters of one length of time in seconds, in one file."""

    def __init__(self, path: Path, seconds: int) -> None:
        self.seconds, self.lock = seconds, Lock()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            os.ftruncate(file, WHOLE)
            self.cells = memoryview(mmap.mmap(file, WHOLE)).cast("Q")
        finally:
            os.close(file)  # what is mapped stays

    def tried(self, aim: Aim, second: int) -> int:
        """How often that was tried within the window of that second."""
        cells, (first, other, third, fourth) = self.cells, aim
        least = min(cells[first], cells[other], cells[third], cells[fourth])
        tries = least - (second // self.seconds << UPPER)
        return tries if 0 < tries <= COUNT else 0  # of another window, it is far below or far above

    def count(self, aim: Aim, second: int, many: int = 1) -> int:
        """Count so many more tries; how often it was tried with these."""
        with self.lock:
            total = self.tried(aim, second) + many
            self._raise(aim, second, total)
        return total

    def share(self, aims: Sequence[Aim], second: int, many: int = 1) -> None:
        """Let so many tries of each count on every machine, and learn how often the others counted."""
        until = (second // self.seconds + 1) * self.seconds
        for aim, total in counted_together([PLACES.pack(*aim) for aim in aims], self.seconds, until, many):
            with self.lock:
                self._raise(cast(Aim, PLACES.unpack(aim)), second, total)

    def _raise(self, aim: Aim, second: int, total: int) -> None:
        cells, window = self.cells, second // self.seconds << UPPER
        said = window | total
        for place in aim:
            if not said <= cells[place] <= window | COUNT:
                cells[place] = said


class Tallies(NamedTuple):
    """The counters of the house (计次表), and how many look-ups a minute a network has on all machines."""

    minutes: Tally
    hours: Tally
    secret: bytes
    a_minute: int

    def add(self, aim: Aim, second: int) -> None:
        """Count one more within the minute; where there are many, on all machines.

        So most people cost no statement, and each machine more gives a script a quarter more at most.
        """
        total, busy = self.minutes.count(aim, second), max(self.a_minute // 4, 1)
        if total >= busy:
            self.minutes.share([aim], second, busy if total == busy else 1)

    def fail(self, aims: Sequence[Aim], second: int) -> None:
        """Count a failure of each within the hour, on all machines."""
        for aim in aims:
            self.hours.count(aim, second)
        self.hours.share(aims, second)

    def aim(self, key: str) -> Aim:
        """Where a key is counted; nobody without the secret can aim at another's counters."""
        drawn = hashlib.blake2b(key.encode(), digest_size=16, key=self.secret).digest()
        page, first, second, third, fourth = DRAWN.unpack_from(drawn)
        start, row = (page & PAGES - 1) * 4 * ROW, ROW - 1
        return (
            start + (first & row),
            start + ROW + (second & row),
            start + 2 * ROW + (third & row),
            start + 3 * ROW + (fourth & row),
        )


def tallies() -> Tallies:
    """The counters that the settings name."""
    folder, secret = str(settings.DENGJI_TALLY), settings.SECRET_KEY
    return _opened(folder, secret)._replace(a_minute=settings.DENGJI_LOOKUPS_A_MINUTE)


def tried_this_hour(key: str, at: datetime) -> int:
    """Count one more try of that within the hour, on all machines; how often it was tried with this one."""
    counted, second = tallies(), int(at.timestamp())
    aim = counted.aim(key)
    counted.fail([aim], second)
    return counted.hours.tried(aim, second)


@lru_cache(maxsize=8)
def _opened(folder: str, secret: str) -> Tallies:
    key = hashlib.sha256(b"tally:" + secret.encode()).digest()
    return Tallies(Tally(Path(folder, "minutes"), MINUTE), Tally(Path(folder, "hours"), HOUR), key, 0)

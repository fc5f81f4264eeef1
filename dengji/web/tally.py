"""How often something was tried (计次), counted for all processes of the house on one machine; names nobody.

A table of counters in a file that every process maps into its memory (count-min sketch, Cormode and Muthukrishnan
2005, conservatively updated): a key has a counter in each of four rows, and the smallest tells. So a count may be
too high where very many ask; it is too low only by what two processes count of one key in the very same microsecond,
since they wait for nobody. A counter is of one window of time, and empty in the next.
"""

import hashlib
import mmap
import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import NamedTuple

from django.conf import settings

WIDTH = 1 << 17  # counters in a row
CELL = 8  # bytes of a counter: the window in the upper half, the count in the lower
PLACES, COUNT = Struct("<4I"), 0xFFFFFFFF
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
            os.ftruncate(file, 4 * WIDTH * CELL)
            self.cells = memoryview(mmap.mmap(file, 4 * WIDTH * CELL)).cast("Q")
        finally:
            os.close(file)  # what is mapped stays

    def tried(self, aim: Aim, second: int) -> int:
        """How often that was tried within the window of that second."""
        window, cells, least = second // self.seconds & COUNT, self.cells, COUNT
        for place in aim:
            held = cells[place]
            if held >> 32 != window:
                return 0
            least = min(least, held & COUNT)
        return least

    def count(self, aim: Aim, second: int, many: int = 1) -> int:
        """Count so many more tries; how often it was tried with these."""
        with self.lock:
            total = self.tried(aim, second) + many
            said = (second // self.seconds & COUNT) << 32 | total
            for place in aim:
                held = self.cells[place]
                if held >> 32 != said >> 32 or held < said:
                    self.cells[place] = said
        return total


class Tallies(NamedTuple):
    """The counters of the house (计次表), and how many look-ups a minute a network has."""

    minutes: Tally
    hours: Tally
    secret: bytes
    a_minute: int

    def aim(self, key: str) -> Aim:
        """Where a key is counted; nobody without the secret can aim at another's counters."""
        drawn = PLACES.unpack(hashlib.blake2b(key.encode(), digest_size=16, key=self.secret).digest())
        first, second, third, fourth = drawn
        row = WIDTH - 1
        return first & row, WIDTH + (second & row), 2 * WIDTH + (third & row), 3 * WIDTH + (fourth & row)


def tallies() -> Tallies:
    """The counters that the settings name."""
    folder, secret = str(settings.DENGJI_TALLY), settings.SECRET_KEY
    return _opened(folder, secret)._replace(a_minute=settings.DENGJI_LOOKUPS_A_MINUTE)


def tried_this_hour(key: str, at: datetime) -> int:
    """Count one more try of that within the hour; how often it was tried with this one."""
    counted = tallies()
    return counted.hours.count(counted.aim(key), int(at.timestamp()))


@lru_cache(maxsize=8)
def _opened(folder: str, secret: str) -> Tallies:
    key = hashlib.sha256(b"tally:" + secret.encode()).digest()
    return Tallies(Tally(Path(folder, "minutes"), MINUTE), Tally(Path(folder, "hours"), HOUR), key, 0)

"""When something that did not go out is tried again (重试)."""

from datetime import timedelta

MOST_TRIES = 8
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
STALE = timedelta(minutes=15)  # after so long, whoever claimed a row has died


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: four times as long each time, up to a limit."""
    longer: int = 4 ** min(tries - 1, 8)
    return min(FIRST_PAUSE * longer, LONGEST_PAUSE)

"""The Nth working day after each of 100,000 dates, against a numpy gather over a prepared rank table.

Limit named for it: at least 15 % of the gather's speed. Both are given the same dates. The gather turns them into
offsets, looks their ranks up and the days at rank + N, all in numpy.
"""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
from django.conf import settings

from bench._measure import in_turn
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.schedule import load_schedules

DATES, N = 100_000, 15
FIRST = date(1990, 1, 1)


def main() -> None:
    """Both give the same days; then both are timed on dates, and the gather alone on prepared offsets."""
    calendar = WorkCalendar(load_schedules(Path(settings.DENGJI_PACKS) / "national/holidays"))
    draw = Random(7)  # noqa: S311 (dates for a benchmark, no secret)
    days = [date(2018, 1, 1) + timedelta(days=draw.randrange(3650)) for _ in range(DATES)]
    span = [FIRST + timedelta(days=offset) for offset in range(18_000)]
    workday = np.array([calendar.is_workday(day) for day in span])
    rank = np.cumsum(workday) - 1
    day_at = np.flatnonzero(workday)
    first = np.datetime64(FIRST, "D")

    def gather() -> object:
        offsets = (np.array(days, dtype="datetime64[D]") - first).astype(np.int64)
        return first + day_at[rank[offsets] + N]

    def ours() -> object:
        return calendar.add_to_each(days, N)

    prepared = (np.array(days, dtype="datetime64[D]") - first).astype(np.int64)
    same = [reckoned.day for reckoned in calendar.add_to_each(days, N)]
    if same != list(gather().astype(object)):  # type: ignore[attr-defined]
        raise SystemExit("the two give different days")
    print(f"  the {N}th working day after {DATES:,} dates, from dates : numpy gather from the same dates")
    in_turn(ours, gather, times=1)
    one, offset = days[0], int(prepared[0])
    print("  one date at a time : numpy gather of one prepared offset")
    in_turn(lambda: calendar.add(one, N), lambda: day_at[rank[offset] + N], times=200_000)
    print("  100,000 dates : numpy gather from offsets prepared beforehand")
    in_turn(ours, lambda: day_at[rank[prepared] + N], times=3)

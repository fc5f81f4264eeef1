"""`monitors run` over 100,000 filings and 1,000,000 timers: nothing due, then 1,000 and 4,000 due.

Limits named for it: with nothing due, at most three times the bare query; with many due, time in proportion to
their number and memory that does not grow (traced in runs of their own: tracing makes all of it several times as slow).
"""

import tracemalloc
from datetime import date, datetime, timedelta
from time import perf_counter

from django.db import connection

from bench._measure import in_turn
from bench._world import database
from dengji.filings.models import Filing, Timer
from dengji.institutions.models import Institution
from dengji.monitors.acts import run
from dengji.monitors.filings import RECKONED_BY, basis, fire_due
from dengji.monitors.models import Seen
from dengji.people.models import Organisation
from tests.cast import AT, CHINA, Cast, given_cast
from tests.road import given_law

FILINGS, TIMERS = 100_000, 10
TODAY = AT.date()
BARE = "SELECT acts_on, id FROM filings_timer WHERE fired_at IS NULL AND acts_on <= %s ORDER BY acts_on, id LIMIT 500"


def given_filings(cast: Cast) -> None:
    """A hundred thousand filings with ten timers each, all of them ahead."""
    bodies = Organisation.objects.bulk_create(
        (
            Organisation(kind="body", name=f"第{number}号机械厂", division=cast.county)
            for number in range(FILINGS)
        ),
        batch_size=5_000,
    )
    institutions = (Institution(organisation=body, kind="employer", affiliation="county") for body in bodies)
    Institution.objects.bulk_create(institutions, batch_size=5_000)
    filings = Filing.objects.bulk_create(
        (
            Filing(
                number=f"Y{body.pk:012d}",
                institution_id=body.pk,
                authority=cast.centre,
                regime="skill_level",
                granted_on=TODAY,
                valid_from=TODAY,
                valid_until=TODAY + timedelta(days=1_095),
                place=cast.county.code,
            )
            for body in bodies
        ),
        batch_size=5_000,
    )
    for at in range(0, FILINGS, 10_000):
        Timer.objects.bulk_create(
            (_timer(filing, n) for filing in filings[at : at + 10_000] for n in range(TIMERS)),
            batch_size=5_000,
        )


def _timer(filing: Filing, n: int) -> Timer:
    day = TODAY + timedelta(days=30 + 100 * n)
    return Timer(filing=filing, key=f"t{n}", anchor_on=TODAY, falls_on=day, acts_on=day)


def given_due(count: int, day: date) -> None:
    """So many of the timers that wait fall on a day."""
    chosen = Timer.objects.filter(fired_at=None).order_by("-id").values_list("pk", flat=True)[:count]
    Timer.objects.filter(pk__in=list(chosen)).update(acts_on=day)


def bare() -> None:
    """The query by itself."""
    with connection.cursor() as cursor:
        cursor.execute(BARE, [TODAY])
        cursor.fetchall()


def noon(day: date) -> datetime:
    """The middle of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)


def main() -> None:
    """Nothing due; then a thousand, and four thousand."""
    with database():
        given_law()
        given_filings(given_cast("350203", "350303"))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"  nothing due on {connection.vendor}: the timers' duty : the bare query")
        in_turn(lambda: fire_due(AT), bare, times=50)
        Seen.objects.create(name=RECKONED_BY, digest=basis(TODAY))
        print("  the same: every duty of a run : the bare query")
        in_turn(lambda: run(at=AT), bare, times=5)
        for number, count in enumerate((1_000, 4_000), 1):
            timed(count, TODAY + timedelta(days=number))
        for number, count in enumerate((600, 2_400), 3):
            traced(count, TODAY + timedelta(days=number))


def timed(count: int, day: date) -> None:
    """So many timers act: time for each."""
    given_due(count, day)
    began = perf_counter()
    fired = fire_due(noon(day))
    each = (perf_counter() - began) / fired * 1e3
    print(f"  {count} due on {connection.vendor}: {fired} acted, {each:.2f} ms each", flush=True)


def traced(count: int, day: date) -> None:
    """So many timers act: the most memory that Python held meanwhile; tracing it makes them several times as slow."""
    given_due(count, day)
    tracemalloc.start()
    fired = fire_due(noon(day))
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"  {count} due on {connection.vendor}: {fired} acted, {peak:.1f} MB at most", flush=True)

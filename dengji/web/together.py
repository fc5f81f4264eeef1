"""Tries counted on all machines (合并计次): where several serve, each tells the one database what must count for all.

Where the database is a file there is one machine only, and its own counters (web.tally) are enough.
"""

from collections.abc import Sequence
from functools import cache

from django.db import connection

from dengji.apart import look_up_apart

FIELDS = 4
COUNT = (
    "INSERT INTO web_tries (aim, seconds, until, many) VALUES {rows} ON CONFLICT (aim, seconds, until) "
    "DO UPDATE SET many = web_tries.many + excluded.many RETURNING aim, many"
)
OVER = "DELETE FROM web_tries WHERE until < %s RETURNING 1"
SWEEPS = 64  # one new row in so many takes away what is over
Total = tuple[bytes, int]


def several() -> bool:
    """Whether more than one machine may serve this house."""
    return connection.vendor != "sqlite"


def counted_together(aims: Sequence[bytes], seconds: int, until: int, many: int) -> Sequence[Total]:
    """Count so many tries of each in the window of so many seconds that ends at that second; the totals.

    Nothing where there is one machine. One statement, apart from any transaction.
    """
    if not several():
        return ()
    in_order = sorted(aims)  # so that no two wait for each other
    values = [each for aim in in_order for each in (aim, seconds, until, many)]
    found = [(bytes(aim), total) for aim, total in look_up_apart(_counting(len(in_order)), values)]
    if any(total == many and aim[0] % SWEEPS == 0 for aim, total in found):
        look_up_apart(OVER, (until - 2 * seconds,))
    return found


@cache
def _counting(rows: int) -> str:
    row = f"({', '.join(['%s'] * FIELDS)})"
    return COUNT.format(rows=", ".join([row] * rows))

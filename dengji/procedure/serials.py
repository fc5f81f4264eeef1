"""Serials (流水号): counted under a key, without gaps or repeats, inside the caller's transaction."""

from collections.abc import Mapping

from django.db import connection

from dengji.policy.engine.numbering import Numbered, prefix, render
from dengji.policy.engine.pack import NumberForm
from dengji.prepared import rows
from dengji.procedure.models import Serial

TABLE = Serial._meta.db_table
TAKE = (
    f"INSERT INTO {TABLE} AS had (key, last) VALUES (%s, %s) "  # noqa: S608 - our own names
    "ON CONFLICT (key) DO UPDATE SET last = had.last + excluded.last RETURNING last"
)


def next_serial(key: str) -> int:
    """Take the next serial of a key; the row stays locked until the transaction ends, so that none is lost."""
    return next_serials(key, 1)


def next_serials(key: str, many: int) -> int:
    """Take so many serials of a key at once; the first of them. Locked as `next_serial` is."""
    ((last,),) = rows(TAKE, [key, many])
    return int(last) - many + 1


def last_serial(key: str) -> int:
    """The last serial that was taken of a key, 0 where none was; nothing is taken or locked."""
    return Serial.objects.filter(pk=key).values_list("last", flat=True).first() or 0


def next_number(form: NumberForm, *, kind: str, division: str, year: int, of: str = "") -> str:
    """Take the next number of a text's form; `of` tells series apart whose numbers may be equal."""
    numbered = Numbered(division, year, {"kind": kind})
    return render(form, of=numbered, serial=next_serial(of + prefix(form, of=numbered)))


def ensure_past(last: Mapping[str, int]) -> None:
    """Let the serials of these keys go on behind the ones told, which were given out elsewhere; never back."""
    sql = (
        f"INSERT INTO {TABLE} AS had (key, last) VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET last = "  # noqa: S608 - our own names
        "CASE WHEN excluded.last > had.last THEN excluded.last ELSE had.last END"
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, sorted(last.items()))

"""Serials (流水号): counted under a key, without gaps or repeats, inside the caller's transaction."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import F

from dengji.policy.engine.numbering import Numbered, prefix, render
from dengji.policy.engine.pack import NumberForm
from dengji.procedure.models import Serial


def next_serial(key: str) -> int:
    """Take the next serial of a key; the row stays locked until the transaction ends, so that none is lost."""
    if not Serial.objects.filter(pk=key).update(last=F("last") + 1):
        Serial.objects.get_or_create(pk=key, defaults={"last": 0})
        Serial.objects.filter(pk=key).update(last=F("last") + 1)
    return Serial.objects.values_list("last", flat=True).get(pk=key)


def next_serials(key: str, many: int) -> int:
    """Take so many serials of a key at once; the first of them. Locked as `next_serial` is."""
    if not Serial.objects.filter(pk=key).update(last=F("last") + many):
        Serial.objects.get_or_create(pk=key, defaults={"last": 0})
        Serial.objects.filter(pk=key).update(last=F("last") + many)
    last: int = Serial.objects.values_list("last", flat=True).get(pk=key)
    return last - many + 1


def last_serial(key: str) -> int:
    """The last serial that was taken of a key, 0 where none was; nothing is taken or locked."""
    return Serial.objects.filter(pk=key).values_list("last", flat=True).first() or 0


def next_number(form: NumberForm, *, kind: str, division: str, year: int, of: str = "") -> str:
    """Take the next number of a text's form; `of` tells series apart whose numbers may be equal."""
    numbered = Numbered(division, year, {"kind": kind})
    return render(form, of=numbered, serial=next_serial(of + prefix(form, of=numbered)))


def ensure_past(last: Mapping[str, int]) -> None:
    """Let the serials of these keys go on behind the ones told, which were given out elsewhere; never back."""
    table = Serial._meta.db_table
    sql = (
        f"INSERT INTO {table} AS had (key, last) VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET last = "  # noqa: S608 - our own names
        "CASE WHEN excluded.last > had.last THEN excluded.last ELSE had.last END"
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, sorted(last.items()))

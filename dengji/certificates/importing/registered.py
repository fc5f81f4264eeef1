"""What of a sheet is on the register already (登记核对): asked by series first, since most are new to it."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from django.db import connection

from dengji.certificates.importing.checking import Entry
from dengji.certificates.importing.series import bounds
from dengji.certificates.models import Certificate
from dengji.evaluations.candidates.persons import identity_of, name_digest
from dengji.prepared import rows

AT_ONCE = 5000
NUMBERS = 500
READ = ("number", "identity", "named", "code", "level", "issued_on")


def with_registered(names: Iterable[str]) -> Iterator[str]:
    """Those of the series in which some number is registered."""
    left = iter(names)
    while some := list(islice(left, AT_ONCE)):
        asked = json.dumps([[name, *bounds(name)] for name in some])
        for (name,) in rows(_asking(connection.vendor), (asked,)):
            yield name


def standing_of(entries: Iterable[tuple[int, Entry]]) -> Iterator[tuple[int, bool | None]]:
    """For every row: whether its number is registered as it stands, with something else, or (None) not at all."""
    left = iter(entries)
    while some := list(islice(left, NUMBERS)):
        wanted = [entry.number for _, entry in some]
        held = {
            found[0]: found[1:] for found in Certificate.objects.filter(number__in=wanted).values_list(*READ)
        }
        for row, entry in some:
            yield row, _same(entry, held.get(entry.number))


def _same(entry: Entry, held: tuple[object, ...] | None) -> bool | None:
    if held is None:
        return None
    identity, named, *others = held
    digests = (
        bytes.fromhex(identity_of(entry.person.document, entry.person.number)),
        _named(entry.person.name),
    )
    told = [entry.batch.columns[each] for each in READ[3:]]
    return (_bytes(identity), _bytes(named)) == digests and others == told


def _bytes(held: object) -> bytes:
    return bytes(held) if isinstance(held, bytes | memoryview) else b""


def _named(name: str) -> bytes:
    return bytes.fromhex(name_digest(name))


@cache
def _asking(vendor: str) -> str:
    """The statement that finds, of a JSON list of names with their bounds, those with a number in between."""
    each = "json_array_elements(%s::json)" if vendor == "postgresql" else "json_each(%s)"
    name, first, last = (f"value->>{place}" for place in range(3))
    table = Certificate._meta.db_table
    return (
        f"SELECT {name} FROM {each} AS asked WHERE EXISTS (SELECT 1 FROM {table} "  # noqa: S608 - our own names
        f"WHERE number >= {first} AND number <= {last})"
    )

"""What of a sheet is on the register already (登记核对): asked by series first, since most are new to it."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice

from django.db import connection

from dengji.certificates.importing.checking import Entry
from dengji.certificates.importing.series import Series
from dengji.certificates.models import Certificate
from dengji.evaluations.candidates.persons import identity_of, name_digest
from dengji.prepared import rows

AT_ONCE = 5000
NUMBERS = 500
TABLE = Certificate._meta.db_table
READ = ("number", "identity", "named", "code", "level", "issued_on")


def registered(series: Series) -> Iterator[int]:
    """The rows whose number is on the register; of a number that stands in several, the first."""
    left = chain.from_iterable(map(series.numbers, _with_registered(series.bounds())))
    while some := list(islice(left, AT_ONCE)):
        first: dict[str, int] = {}
        for number, row in some:
            first[number] = min(row, first.get(number, row))
        for (number,) in rows(_there(connection.vendor), (json.dumps([*first]),)):
            yield first[number]


def _with_registered(bounds: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    """The series in which a number is registered between the first and the last that is told."""
    while some := list(islice(bounds, AT_ONCE)):
        for (name,) in rows(_between(connection.vendor), (json.dumps(some),)):
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
        bytes.fromhex(identity_of(entry.document, entry.identity)),
        _named(entry.name),
    )
    told = [entry.batch.columns[each] for each in READ[3:]]
    return (_bytes(identity), _bytes(named)) == digests and others == told


def _bytes(held: object) -> bytes:
    return bytes(held) if isinstance(held, bytes | memoryview) else b""


def _named(name: str) -> bytes:
    return bytes.fromhex(name_digest(name))


@cache
def _between(vendor: str) -> str:
    """The statement that finds, of a JSON list of names with two numbers, those with a number in between."""
    each = "json_array_elements(%s::json)" if vendor == "postgresql" else "json_each(%s)"
    name, first, last = (f"value->>{place}" for place in range(3))
    return (
        f"SELECT {name} FROM {each} AS asked WHERE EXISTS (SELECT 1 FROM {TABLE} "  # noqa: S608 - our own names
        f"WHERE number >= {first} AND number <= {last})"
    )


@cache
def _there(vendor: str) -> str:
    """The statement that finds, of a JSON list of numbers, those on the register."""
    each = "json_array_elements_text(%s::json)" if vendor == "postgresql" else "json_each(%s)"
    return f"SELECT number FROM {TABLE} WHERE number IN (SELECT value FROM {each} AS asked)"  # noqa: S608 - our own names

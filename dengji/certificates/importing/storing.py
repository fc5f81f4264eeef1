"""Older certificates written into the register (历史证书入库): sealed, by COPY where the server knows it."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection

from dengji.certificates.importing.batches import Batch
from dengji.certificates.importing.checking import Entry, scores
from dengji.certificates.models import Certificate
from dengji.evaluations.candidates.persons import identity_of, name_digest
from dengji.institutions.codes import masked
from dengji.prepared import insert_all
from dengji.sealing.seals import ENCODER, sealed_bytes

OWN = ("number", "sealed", "identity", "named", "masked", "sex", "born")
ALIKE = (
    *("regime", "state", "filing_id", "institution_id", "filing_number", "body", "issuer", "place", "code"),
    *("occupation", "work_type", "level", "issued_on", "commitment", "signature", "key", "version"),
)
BLOCK = 100  # lines that are handed to the server at once
MANY = 5000  # rows of one statement where there is no COPY
NULL = "\\N"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def store(entries: Iterable[Entry]) -> None:
    """入库: every entry as a certificate, in the caller's transaction. Raises IntegrityError for a number taken."""
    if connection.vendor == "postgresql":
        _copied(entries)
        return
    left = iter(entries)
    while some := list(islice(left, MANY)):
        insert_all(Certificate, OWN + ALIKE, [(*_own(each), *_alike(each.batch)) for each in some])


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The rows as COPY takes them, as text, some at once."""
    left = iter(entries)
    while some := [*map(_line, islice(left, BLOCK))]:
        yield "".join(some)


def copying() -> str:
    """The statement that takes the lines."""
    meta = Certificate._meta
    columns = ", ".join(f'"{name}"' for name in OWN + ALIKE)
    return f'COPY "{meta.db_table}" ({columns}) FROM STDIN'


def _copied(entries: Iterable[Entry]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(copying()) as copy:
        for block in lines(entries):
            copy.write(block)


def _own(entry: Entry) -> tuple[Any, ...]:
    """What is a certificate's own."""
    person = entry.person
    return (
        entry.number,
        sealed_bytes(personal(entry)),
        bytes.fromhex(identity_of(person.document, person.number)),
        bytes.fromhex(_named(person.name)),
        masked(person.number)[:30],
        person.sex,
        int(person.born[:4]) if person.born else None,
    )


def personal(entry: Entry) -> bytes:
    """What is sealed of a row, as `sealing.seals.sealed` writes it."""
    name, document, number, sex, born = entry.person
    spelt = f'"{name}"' if name.isalpha() else ENCODER.encode(name)
    return (
        f'{{"name":{spelt},"number":"{number}","sex":"{sex}","born":"{born}","document":"{document}",'
        f'"salt":"","scores":"{scores(entry.marks)}"}}'
    ).encode()


@lru_cache(maxsize=8192)
def _named(name: str) -> str:
    return name_digest(name)


def _alike(batch: Batch) -> tuple[Any, ...]:
    return tuple(batch.columns[name] for name in ALIKE)


def _line(entry: Entry) -> str:
    """A row as COPY takes it; none of its own texts has a sign that would have to be escaped."""
    (name, document, number, sex, born), batch = entry.person, entry.batch
    if not batch.written:
        batch.written = "\t".join(map(_text, _alike(batch)))
    seal, identity = sealed_bytes(personal(entry)).hex(), identity_of(document, number)
    own = f"{entry.number}\t\\\\x{seal}\t\\\\x{identity}\t\\\\x{_named(name)}\t{masked(number)[:30]}\t{sex}"
    return f"{own}\t{born[:4] or NULL}\t{batch.written}\n"


def _text(value: str | int | bytes | date | None) -> str:
    """A value as COPY reads it."""
    if value is None:
        return NULL
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return str(value).translate(ESCAPES)

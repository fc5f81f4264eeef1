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
from dengji.evaluations.candidates.persons import name_digest
from dengji.institutions.codes import masked
from dengji.prepared import insert_all
from dengji.sealing.seals import ENCODER, Many

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
    for some in made(entries):
        insert_all(Certificate, OWN + ALIKE, some)


def made(entries: Iterable[Entry]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows as a statement takes them, some at once."""
    left, many = iter(entries), Many()
    while some := list(islice(left, MANY)):
        yield [(*_own(each, many), *_alike(each.batch)) for each in some]


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The rows as COPY takes them, as text, some at once."""
    written = _written(entries, Many())
    while some := "".join(islice(written, BLOCK)):
        yield some


def copying() -> str:
    """The statement that takes the lines."""
    meta = Certificate._meta
    columns = ", ".join(f'"{name}"' for name in OWN + ALIKE)
    return f'COPY "{meta.db_table}" ({columns}) FROM STDIN'


def _copied(entries: Iterable[Entry]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(copying()) as copy:
        for block in lines(entries):
            copy.write(block)


def _own(entry: Entry, many: Many) -> tuple[Any, ...]:
    """What is a certificate's own."""
    return (
        entry.number,
        many.sealed(personal(entry)),
        many.digest(f"{entry.document}:{entry.identity}"),
        bytes.fromhex(_named(entry.name)),
        masked(entry.identity)[:30],
        entry.sex,
        int(entry.born[:4]) if entry.born else None,
    )


def personal(entry: Entry) -> bytes:
    """What is sealed of a row, as `sealing.seals.sealed` writes it."""
    spelt = f'"{entry.name}"' if entry.name.isalpha() else ENCODER.encode(entry.name)
    return (
        f'{{"name":{spelt},"number":"{entry.identity}","sex":"{entry.sex}","born":"{entry.born}",'
        f'"document":"{entry.document}","salt":"","scores":"{scores(entry.marks)}"}}'
    ).encode()


@lru_cache(maxsize=8192)
def _named(name: str) -> str:
    return name_digest(name)


def _alike(batch: Batch) -> tuple[Any, ...]:
    return tuple(batch.columns[name] for name in ALIKE)


def _written(entries: Iterable[Entry], many: Many) -> Iterator[str]:
    """Rows as COPY takes them; none of their own texts has a sign that would have to be escaped."""
    sealed, digest = many.sealed, many.digest
    for entry in entries:
        number, name, document, identity, sex, born, _, batch = entry
        if not batch.written:
            batch.written = "\t".join(map(_text, _alike(batch)))
        seal, found = sealed(personal(entry)).hex(), digest(f"{document}:{identity}").hex()
        yield (
            f"{number}\t\\\\x{seal}\t\\\\x{found}\t\\\\x{_named(name)}\t{masked(identity)[:30]}\t{sex}\t"
            f"{born[:4] or NULL}\t{batch.written}\n"
        )


def _text(value: str | int | bytes | date | None) -> str:
    """A value as COPY reads it."""
    if value is None:
        return NULL
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return str(value).translate(ESCAPES)

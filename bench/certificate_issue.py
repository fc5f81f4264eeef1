"""Issue of 10,000 certificates (核发证书): numbers, seals, signatures, log leaves and outbox, beside the bare inserts.

Limit named for it: at most 5 times the bare inserts. The bare side writes the very rows that the issue has written, of
certificates and of the log, into a copy of the same database with the same indexes, keys and triggers: by the driver
itself, one executemany for each table and portion, committed in the same portions and as durably. What else the issue
reads and writes (roll, serials, tiles, record, report) is ours alone. No PDFs are made. BENCH_ROWS asks for fewer.
"""

import os
from collections.abc import Sequence
from itertools import zip_longest
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection
from django.db.models import Model

from bench._world import Database, bare, database
from bench.certificate_import import _gone
from dengji.certificates.acts.issuing import PORTION, issue_next
from dengji.certificates.models import Certificate, Release
from dengji.people.terms import Role
from dengji.transparency.models import Entry
from tests.batch import after, given_filed_venues
from tests.cast import given_cast, given_post
from tests.certificates.rolls import given_started
from tests.issue import given_keys
from tests.life import given_filing
from tests.road import given_law

ROUNDS = 5
Rows = Sequence[tuple[Any, ...]]


def main() -> None:
    """In turn, each on a copy of its own: the issue, and the rows that it wrote."""
    people = int(os.environ.get("BENCH_ROWS", "10000"))
    with database() as whole:
        release = given_long_release(people)
        _issued(whole, release)  # what a process reads once, it has read
        took: list[tuple[float, float]] = []
        for _ in range(ROUNDS):
            ours, written = _issued(whole, release)
            took.append((ours, _bare(whole, written)))
        mine, theirs = (median(column) for column in zip(*took, strict=True))
        ratios = [ours / alone for ours, alone in took]
        print(f"  on {connection.vendor}, {people:,} certificates in portions of {PORTION:,}")
        print(f"  issue {mine:.2f} s, bare inserts {theirs:.2f} s: {median(ratios):.2f} (at most 5)")
        print(f"  rounds {min(ratios):.2f} to {max(ratios):.2f}, load {os.getloadavg()[0]:.1f}", flush=True)


def given_long_release(people: int) -> Release:
    """The certificates of so many people, begun to be issued."""
    given_law("TJ21")
    cast = given_cast("120116", "120104")
    given_keys()
    filing = given_filing(cast.employer, given_post(cast.province_centre, Role.CLERK), number="Y000012000900")
    given_filed_venues(filing)
    return given_started(filing, people)


def _issued(whole: Database, release: Release) -> tuple[float, dict[type[Model], Rows]]:
    """Seconds that the issue takes, and the rows that it wrote."""
    name, before, at = whole.copied("ours"), whole.name, after(release.plan, 3)
    try:
        whole.turn_to(name)
        connection.ensure_connection()
        start = perf_counter()
        while issue_next(release, at=at):
            pass
        took = perf_counter() - start
        assert Certificate.objects.count() == release.people
        return took, {model: _rows(model) for model in (Certificate, Entry)}
    finally:
        whole.turn_to(before)
        _gone(name)


def _rows(model: type[Model]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')  # noqa: S608 - our own names
        return [*cursor.fetchall()]


def _bare(whole: Database, written: dict[type[Model], Rows]) -> float:
    """Seconds that it takes to write the same rows in the same portions, and nothing else."""
    name = whole.copied("bare")
    portions = [*zip_longest(*(_portions(model, rows) for model, rows in written.items()))]
    try:
        with bare(name, many=True) as write:
            start = perf_counter()
            for portion in portions:
                write(portion)
            return perf_counter() - start
    finally:
        _gone(name)


def _portions(model: type[Model], rows: Rows) -> list[tuple[str, Rows]]:
    places = ", ".join(["%s"] * len(rows[0]))
    sql = f'INSERT INTO "{model._meta.db_table}" VALUES ({places})'  # noqa: S608 - our own names
    return [(sql, rows[first : first + PORTION]) for first in range(0, len(rows), PORTION)]

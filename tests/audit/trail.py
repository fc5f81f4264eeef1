"""A short trail to look at, and the guard of the database to take down where a test tampers."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from dengji.audit.acts import record
from dengji.audit.models import Entry
from dengji.people.models import Person

GUARD = import_module("dengji.audit.migrations.0002_guard")
NOON = datetime(2026, 3, 2, 4, 0, 0, 7, tzinfo=UTC)


@contextmanager
def unguarded() -> Iterator[None]:
    """Without the triggers, as for somebody who owns the database."""
    GUARD.take_down(connection)
    yield
    GUARD.put_up(connection)


def given_entries(count: int) -> list[Entry]:
    """So many acts on one case, on record."""
    with transaction.atomic():
        return [
            record(act="accept", by=None, at=NOON, about=("case", 12), before={"n": n}, after={"n": n + 1})
            for n in range(count)
        ]


def given_person(name: str = "李娜") -> Person:
    """Somebody with an account."""
    return Person.objects.create_user(name, full_name=name, joined_at=NOON)


def on_disk(file: Path) -> dict[str, Any] | None:
    """A copy of this test's SQLite in a file, which many threads can open; None on a server.

    It is turned to WAL here, as a prepared database is: the turn itself waits for nobody, so of several threads that
    were the first to open the file, one could be refused.
    """
    if connection.vendor != "sqlite":
        return None
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    return {**connection.settings_dict, "NAME": str(file)}


@contextmanager
def using(elsewhere: dict[str, Any] | None) -> Iterator[None]:
    """This thread works on the database elsewhere, if there is one."""
    if elsewhere is None:
        yield
        return
    before = connections["default"]
    connections["default"] = wrapper = DatabaseWrapper(elsewhere, "default")
    try:
        yield
    finally:
        wrapper.close()
        connections["default"] = before


def write(elsewhere: dict[str, Any] | None, count: int) -> None:
    """Puts so many acts on record, one transaction each, as a thread of its own."""
    try:
        with using(elsewhere):
            for _ in range(count):
                given_entries(1)
    finally:
        connections.close_all()

"""Databases of a benchmark's own (测量用数据库): one to prepare, and copies of it that start alike.

On SQLite files in a temporary folder, in WAL like in service; on PostgreSQL databases made from a template.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection

Statement = tuple[str, Any]
Write = Callable[[Sequence[Statement]], None]


class Database:
    """The database that Django talks to, and what can be done to it between measurements."""

    def __init__(self, name: str) -> None:
        """An empty one with all tables."""
        self.name = name
        connection.settings_dict["OPTIONS"].pop("pool", None)  # a pool would hold the template open
        self.turn_to(name)
        call_command("migrate", verbosity=0)

    def turn_to(self, name: str) -> None:
        """Let Django talk to another database of the same server or folder."""
        connection.close()
        connection.settings_dict["NAME"] = name

    def copied(self, name: str) -> str:
        """A copy that starts as this one stands."""
        connection.close()
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.name) as whole:
                whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            copy = str(Path(self.name).with_name(name))
            shutil.copy(self.name, copy)
            return copy
        _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        return name


@contextmanager
def database() -> Iterator[Database]:
    """A database on the engine that the settings name, and nothing left behind."""
    before = connection.settings_dict["NAME"]
    with TemporaryDirectory() as folder:
        sqlite = connection.vendor == "sqlite"
        name = f"{folder}/whole.sqlite3" if sqlite else "dengji_bench"
        if not sqlite:
            _dropped()
            _on_server(f'CREATE DATABASE "{name}"')
        try:
            yield Database(name)
        finally:
            connection.close()
            if not sqlite:
                _dropped()
            connection.settings_dict["NAME"] = before


@contextmanager
def bare(name: str, *, many: bool = False) -> Iterator[Write]:
    """Writes on the driver's own connection to a database: each call is one transaction, committed.

    `many`: each statement comes with many rows of values.
    """
    if connection.vendor == "sqlite":
        with sqlite3.connect(name, isolation_level=None) as raw:
            raw.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
            yield lambda written: _write_sqlite(raw, written, raw.executemany if many else raw.execute)
        raw.close()
        return
    with psycopg.connect(**_server(name)) as link:
        yield lambda written: _write_postgres(link, written, many=many)


def _write_sqlite(
    raw: sqlite3.Connection, written: Sequence[Statement], execute: Callable[[str, Any], object]
) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for sql, params in written:
        execute(sql.replace("%s", "?"), params)
    raw.execute("COMMIT")


def _write_postgres(link: "psycopg.Connection[Any]", written: Sequence[Statement], *, many: bool) -> None:
    with link.transaction(), link.cursor() as cursor:
        for sql, params in written:
            (cursor.executemany if many else cursor.execute)(sql, params)


def _server(name: str) -> dict[str, Any]:
    told = connection.settings_dict
    given = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "password": told["PASSWORD"]}
    return {key: value for key, value in given.items() if value} | {"dbname": name}


def _on_server(sql: str) -> None:
    with psycopg.connect(**_server("postgres"), autocommit=True) as link:
        link.execute(sql)


def _dropped() -> None:
    for name in ("dengji_bench", "bare", "ours", "learned"):
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

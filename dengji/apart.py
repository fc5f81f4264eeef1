"""Look-ups apart (单独查询): statements for the few addresses that thousands ask, on connections of their own.

Where Django holds a connection they are made on that one, so that they see what its transaction sees. Elsewhere on one
of the driver's that is kept for the next: not one of Django's, since whoever serves may end its threads, and what they
held would be lost to it. PostgreSQL is asked past the driver's cursor, which takes longer than the server does.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from itertools import count
from threading import local
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import get_connection
from psycopg import pq

from dengji.prepared import look_up

Row = tuple[Any, ...]
Values = Sequence[Any]
Read = Callable[[bytes], Any]
TEXT, BINARY = pq.Format.TEXT, pq.Format.BINARY
FIRST_DAY = date(2000, 1, 1).toordinal()  # as PostgreSQL counts days
LOST = (psycopg.Error, sqlite3.Error)
"""What is raised where a database cannot be asked."""


def look_up_apart(sql: str, params: Values) -> list[Row]:
    """What a statement finds: texts, bytes, whole numbers and days; SQLite gives days as texts. Raises LOST.

    `params` are texts, bytes and whole numbers, where the statement says %s.
    """
    here = _here()
    if here.connection is not None:
        return look_up(sql, params)
    try:
        link = KEPT.pop()
    except IndexError:
        link = _linked(here)
    try:
        found = link.found(sql, params)
    except LOST:
        link.close()
        raise
    KEPT.append(link)  # one that failed is not kept
    return found


class FileLink:
    """A connection to SQLite's file (本机文件)."""

    def __init__(self, here: BaseDatabaseWrapper) -> None:
        told, begun = here.get_connection_params(), here.settings_dict["OPTIONS"].get("init_command", "")
        self.link = sqlite3.connect(
            told["database"], timeout=told["timeout"], isolation_level=None, check_same_thread=False, uri=True
        )
        self.link.executescript(begun)
        self.close = self.link.close

    def found(self, sql: str, params: Values) -> list[Row]:
        """What a statement finds."""
        return self.link.execute(_marked(sql), params).fetchall()


class ServerLink:
    """A connection to PostgreSQL (数据库服务器), asked by its own library: values go and come in the server's form.

    Each statement is planned once, but where a pooler stands between that cannot have it.
    """

    def __init__(self, here: BaseDatabaseWrapper) -> None:
        self.link = psycopg.connect(**here.get_connection_params(), autocommit=True)
        self.raw, self.close = self.link.pgconn, self.link.close
        self.planned: dict[str, bytes] = {}

    def found(self, sql: str, params: Values) -> list[Row]:
        """What a statement finds. Raises psycopg.Error."""
        said = [str(each).encode() if each.__class__ is not bytes else each for each in params]
        forms = [TEXT if each.__class__ is int else BINARY for each in params]
        if self.link.prepare_threshold is None:
            answer = self.raw.exec_params(_numbered(sql), said, None, forms, BINARY)
        else:
            answer = self.raw.exec_prepared(self.planned.get(sql) or self._plan(sql), said, forms, BINARY)
        if answer.status != pq.ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(answer.error_message.decode(errors="replace"))
        return _rows(answer)

    def _plan(self, sql: str) -> bytes:
        name = f"apart_{len(self.planned)}".encode()
        answer = self.raw.prepare(name, _numbered(sql))
        if answer.status != pq.ExecStatus.COMMAND_OK:
            raise psycopg.OperationalError(answer.error_message.decode(errors="replace"))
        return self.planned.setdefault(sql, name)


class Thread(local):
    """What this thread has asked for once: Django's connection, which is its own as long as it lives."""

    here: BaseDatabaseWrapper | None = None


THREAD = Thread()


def _here() -> BaseDatabaseWrapper:
    here = THREAD.here
    if here is None:
        here = THREAD.here = get_connection()
    return here


KEPT: deque[FileLink | ServerLink] = deque()
"""Connections that nobody uses just now."""


def _linked(here: BaseDatabaseWrapper) -> FileLink | ServerLink:
    return FileLink(here) if here.vendor == "sqlite" else ServerLink(here)


def _rows(answer: pq.abc.PGresult) -> list[Row]:
    value = answer.get_value
    reads = [(column, READS[answer.ftype(column)]) for column in range(answer.nfields)]
    return [
        tuple([None if (held := value(row, column)) is None else read(held) for column, read in reads])
        for row in range(answer.ntuples)
    ]


def _day(held: bytes) -> date:
    return date.fromordinal(FIRST_DAY + int.from_bytes(held, "big", signed=True))


_whole = partial(int.from_bytes, byteorder="big", signed=True)
READS: dict[int, Read] = {
    17: bytes,
    20: _whole,
    21: _whole,
    23: _whole,
    25: bytes.decode,
    1043: bytes.decode,
    1082: _day,
}
"""How a value is read, by the number of its type in PostgreSQL: bytea, the whole numbers, the texts, date."""


@cache
def _marked(sql: str) -> str:
    """The statement with its places marked as SQLite's driver wants them."""
    return sql.replace("%s", "?")


@cache
def _numbered(sql: str) -> bytes:
    """The same as PostgreSQL wants them."""
    places = count(1)
    first, *rest = sql.split("%s")
    return (first + "".join(f"${next(places)}{each}" for each in rest)).encode()

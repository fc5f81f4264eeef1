"""Look-ups apart from Django's connection: on one that is kept for the next, unless it failed; values as they are."""

from collections import deque
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection

from dengji import apart
from dengji.apart import LOST, ServerLink, look_up_apart
from dengji.prepared import look_up

VALUES = {
    "sqlite": "SELECT CAST(%s AS TEXT), CAST(%s AS BLOB), CAST(%s AS INTEGER), NULL, '2026-11-20'",
    "postgresql": "SELECT %s::varchar(9), %s::bytea, %s::bigint, NULL::text, DATE '2026-11-20'",
}
GIVEN = ("王'小明", b"\x00\xff", 2_000_000_000_000)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """This house's database, to which Django holds no connection; SQLite's is a file."""
    told = connection.get_connection_params()
    if connection.vendor == "sqlite":
        told["database"] = str(tmp_path / "house.sqlite3")
    found = SimpleNamespace(
        vendor=connection.vendor,
        connection=None,
        settings_dict=connection.settings_dict,
        get_connection_params=lambda: told,
    )
    monkeypatch.setattr(apart.THREAD, "here", found)
    monkeypatch.setattr(apart, "KEPT", deque())
    yield found
    for link in apart.KEPT:
        link.close()


@pytest.mark.django_db
def test_values_come_as_those_of_django_s_connection(here: SimpleNamespace) -> None:
    sql = VALUES[connection.vendor]
    found = look_up_apart(sql, GIVEN)
    assert found == look_up(sql, GIVEN)
    assert found[0][:4] == (*GIVEN, None)
    assert str(found[0][4]) == "2026-11-20"


@pytest.mark.django_db
def test_a_connection_is_kept_for_the_next_unless_it_failed(here: SimpleNamespace) -> None:
    assert look_up_apart("SELECT CAST(%s AS INTEGER)", (7,)) == [(7,)]
    (first,) = apart.KEPT
    assert look_up_apart("SELECT CAST(%s AS INTEGER) + 1", (7,)) == [(8,)]
    assert list(apart.KEPT) == [first]
    with pytest.raises(LOST):
        look_up_apart("SELECT nothing FROM nowhere", ())
    assert not apart.KEPT
    assert look_up_apart("SELECT CAST(%s AS INTEGER)", (9,)) == [(9,)]
    assert list(apart.KEPT) != [first]


@pytest.mark.django_db
def test_in_django_s_transaction_the_statement_sees_what_that_sees() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE seen_here_only (one integer)")
        cursor.execute("INSERT INTO seen_here_only VALUES (5)")
    assert look_up_apart("SELECT one FROM seen_here_only", ()) == [(5,)]


class Server:
    """PostgreSQL's library, as far as a look-up needs it: one row of a text and a day; or a fault."""

    TYPES, ROW = (1043, 1082, 25), (b"abc", b"\x00\x00\x26\x5c", None)

    def __init__(self, *, plans: bool) -> None:
        self.prepare_threshold, self.pgconn, self.asked = 0 if plans else None, self, list[Any]()
        self.fault, self.nfields, self.ntuples, self.error_message = False, 3, 1, "没有".encode()

    @property
    def status(self) -> int:
        """Whether it went well: rows, or a fault."""
        return 7 if self.fault else 2

    def prepare(self, name: bytes, sql: bytes) -> SimpleNamespace:
        """Plans a statement."""
        self.asked.append((name, sql))
        return SimpleNamespace(status=self.status - 1, error_message=b"cannot be planned")

    def exec_prepared(self, *asked: Any) -> "Server":
        """Asks what was planned."""
        self.asked.append(asked)
        return self

    exec_params = exec_prepared

    def ftype(self, column: int) -> int:
        """The type of a column."""
        return self.TYPES[column]

    def get_value(self, row: int, column: int) -> bytes | None:
        """A value as the server sends it."""
        return self.ROW[column]

    def close(self) -> None:
        """Nothing is open."""


def linked(monkeypatch: pytest.MonkeyPatch, *, plans: bool) -> tuple[ServerLink, Server]:
    """A link to such a server."""
    server = Server(plans=plans)
    monkeypatch.setattr(psycopg, "connect", lambda **_: server)
    return ServerLink(SimpleNamespace(get_connection_params=dict)), server  # type: ignore[arg-type]


def test_the_server_plans_a_statement_once(monkeypatch: pytest.MonkeyPatch) -> None:
    link, server = linked(monkeypatch, plans=True)
    for _ in range(2):
        assert link.found("SELECT %s, %s", ("甲", 2)) == [("abc", date(2026, 11, 20), None)]
    asked = (b"apart_0", ["甲".encode(), b"2"], [1, 0], 1)
    assert server.asked == [(b"apart_0", b"SELECT $1, $2"), asked, asked]


def test_where_a_pooler_stands_between_nothing_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    link, server = linked(monkeypatch, plans=False)
    assert link.found("SELECT %s", ("甲",)) == [("abc", date(2026, 11, 20), None)]
    assert server.asked == [(b"SELECT $1", ["甲".encode()], None, [1], 1)]


@pytest.mark.parametrize("plans", [True, False])
def test_what_the_server_cannot_answer_is_raised(monkeypatch: pytest.MonkeyPatch, *, plans: bool) -> None:
    link, server = linked(monkeypatch, plans=plans)
    server.fault = True
    with pytest.raises(psycopg.OperationalError):
        link.found("SELECT %s", ("甲",))

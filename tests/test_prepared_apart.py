"""Look-ups apart from Django's connection: on one that is kept for the next, unless it failed."""

from collections import deque
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, ClassVar

import psycopg
import pytest

from dengji import prepared


class Link:
    """A connection of the driver, as far as a look-up needs one."""

    made: ClassVar[list[dict[str, Any]]] = []

    def __init__(self, **told: Any) -> None:
        self.made.append(told)


def test_a_look_up_apart_keeps_its_connection_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(link: object, vendor: str, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        if sql == "broken":
            raise psycopg.OperationalError
        return [(link,)]

    here = SimpleNamespace(
        vendor="postgresql", connection=None, get_connection_params=lambda: {"dbname": "house"}
    )
    monkeypatch.setattr(prepared, "get_connection", lambda: here)
    monkeypatch.setattr(prepared, "_found", found)
    monkeypatch.setattr(prepared, "KEPT", deque())
    monkeypatch.setattr(psycopg, "connect", Link)
    Link.made.clear()
    first, second = (prepared.look_up_apart("SELECT 1", ()) for _ in range(2))
    assert first == second
    assert Link.made == [{"dbname": "house", "autocommit": True}]
    with pytest.raises(psycopg.OperationalError):
        prepared.look_up_apart("broken", ())
    assert prepared.look_up_apart("SELECT 1", ()) != first
    here.connection = "django's"
    assert prepared.look_up_apart("SELECT 1", ()) == [("django's",)]

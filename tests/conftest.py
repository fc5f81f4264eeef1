"""What every test stands on: a fast password hash, files in a temporary folder, and the choice of a database.

The database is the one of the settings: SQLite in memory, or the PostgreSQL that DENGJI_DATABASE_URL names.
With --only-database, tests that use no database are left out (they have run already).
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

GUARDED = ("audit.migrations.0002", "records.migrations.0003")
NEEDS_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --only-database."""
    parser.addoption("--only-database", action="store_true", help="run only tests that use a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out, with --only-database, what uses none."""
    if not config.getoption("--only-database"):
        return
    kept = [item for item in items if uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def uses_database(item: pytest.Item) -> bool:
    """True if the test is marked `django_db`, or asks for a fixture that brings a database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & NEEDS_DATABASE)


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """The live server, started after the database: in memory, both must share one connection."""
    return live_server


@pytest.fixture(autouse=True)
def quick_and_apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Passwords hashed cheaply; files written where nobody keeps them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = media_folder(tmp_path_factory)


def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all files of this run."""
    folder = tmp_path_factory.getbasetemp() / "files"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(autouse=True, scope="session")
def trail_emptied_between_tests() -> Iterator[None]:
    """Tests with real transactions empty every table at their end; the guards of tables step aside for that."""
    guards = [import_module(f"dengji.{name}_guard") for name in GUARDED]
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def emptied(case: TransactionTestCase) -> None:
        for guard in guards:
            guard.take_down(connection)
        empty(case)
        for guard in guards:
            guard.put_up(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield

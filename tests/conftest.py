"""What every test stands on: a fast password hash, files in a temporary folder, and the choice of a database.

The database is the one of the settings: SQLite in memory, or the PostgreSQL that DENGJI_DATABASE_URL names.
With --only-database, tests that use no database are left out (they have run already); with --pages-once, of the tests
of pages all but one a module: a view calls one act or one query, and those are tested in their rooms.
"""

import gc
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.tables import migrated_once

GUARDED = (
    "audit.migrations.0002",
    "records.migrations.0003",
    "evaluations.migrations.0002",
    "transparency.migrations.0002",
    "certificates.migrations.0002",
)
PAGES = Path(__file__).parent / "web"
NEEDS_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --only-database and --pages-once."""
    parser.addoption(
        "--pages-once", action="store_true", help="of each module of tests/web only the first test"
    )
    parser.addoption("--only-database", action="store_true", help="run only tests that use a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out, with --only-database, what uses none; with --pages-once, all but one test of each desk's pages."""
    kept = list(items)
    if config.getoption("--only-database"):
        kept = [item for item in kept if uses_database(item)]
    if config.getoption("--pages-once"):
        kept = list(pages_once(kept))
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pages_once(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """All but the tests of pages, and of each module of those whatever stands first in it."""
    first: dict[Path, int] = {}
    for item in items:
        first[item.path] = min(line_of(item), first.get(item.path, line_of(item)))
    return (item for item in items if PAGES not in item.path.parents or line_of(item) == first[item.path])


def line_of(item: pytest.Item) -> int:
    """Where a test stands in its module."""
    return item.reportinfo()[1] or 0


def uses_database(item: pytest.Item) -> bool:
    """True if the test is marked `django_db`, or asks for a fixture that brings a database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & NEEDS_DATABASE)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector passes it over, and comes less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """In memory the tables are migrated once, however many processes run the tests."""
    with migrated_once():
        yield


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """The live server, started after the database: in memory, both must share one connection."""
    return live_server


@pytest.fixture(autouse=True)
def quick_and_apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Passwords hashed cheaply; files written where nobody keeps them; tries counted anew for each test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = media_folder(tmp_path_factory)
    settings.DENGJI_TALLY = tmp_path_factory.getbasetemp() / "tally" / uuid4().hex


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

"""One demonstration for all tests that look at one, in a database shipped once for this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.demo import stage

CHEAP = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="package")
def shipped(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A database that is ready for the demonstration, and empty again afterwards."""
    with django_db_blocker.unblock(), kept_apart(tmp_path_factory.mktemp("demo")), transaction.atomic():
        stage.given_what_is_shipped()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(shipped: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tour, loaded once, and gone again afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        stage.loaded("--bodies", str(stage.TOUR))
        yield
        transaction.set_rollback(True)


def kept_apart(folder: Path) -> override_settings:
    """Passwords hashed cheaply, files in a folder of their own."""
    return override_settings(PASSWORD_HASHERS=CHEAP, MEDIA_ROOT=folder)

"""A body in Jilin at its desk: the draft in trial operation, today fixed, its head signed in."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_cast
from tests.road import given_application, given_law


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the day of the cast."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, with the law in force."""
    given_law("JL25", "JLJD")
    return given_cast()


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """The browser of the employer's head."""
    client.force_login(cast.manager.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def application(cast: Cast) -> Case:
    """The employer's application, complete but for the signature."""
    return given_application(cast.employer, "JL25")

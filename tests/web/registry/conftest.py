"""The registry's desk on the day of the cast: an administrator, a clerk and an auditor at their browsers."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import AT, Cast, given_cast, given_post

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the day of the cast."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody."""
    return given_cast()


def browser_of(post: Post) -> Client:
    """Somebody's browser, signed in."""
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


@pytest.fixture
def administrator(cast: Cast) -> Client:
    """The browser of the province's administrator."""
    return browser_of(cast.administrator)


@pytest.fixture
def clerk(cast: Cast) -> Client:
    """The browser of the city centre's clerk."""
    return browser_of(cast.clerk)


@pytest.fixture
def auditor(cast: Cast) -> Client:
    """The browser of the province's auditor."""
    return browser_of(given_post(cast.province_bureau, Role.AUDITOR, "钱明"))

"""Fujian and Xinzhou with the law in force there."""

import pytest

from tests.cast import Cast, given_cast
from tests.road import given_law


@pytest.fixture
def fujian() -> Cast:
    """Everybody in Fujian."""
    given_law()
    return given_cast("350203", "350303")


@pytest.fixture
def xinzhou() -> Cast:
    """Everybody in Xinzhou."""
    given_law()
    return given_cast("140902", "140213")

"""Three places with the law in force there: Jilin by a trial, Tianjin by continuation, Xinzhou by itself."""

import pytest

from tests.cast import Cast, given_cast
from tests.road import given_law


@pytest.fixture
def jilin() -> Cast:
    """Everybody in Jilin, both drafts in trial operation."""
    given_law("JL25", "JLJD")
    return given_cast()


@pytest.fixture
def tianjin() -> Cast:
    """Everybody in Tianjin, the expired text going on."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def xinzhou() -> Cast:
    """Everybody in Xinzhou."""
    given_law()
    return given_cast("140902", "140213")


@pytest.fixture
def fujian() -> Cast:
    """Everybody in Fujian."""
    given_law()
    return given_cast("350203", "350303")

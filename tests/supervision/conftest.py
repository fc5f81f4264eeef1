"""What the tests of this room stand on: Tianjin's authorities, six filed bodies, five supervisors."""

import pytest

from tests.cast import Cast, given_cast
from tests.supervision.campaigns import given_bodies, given_supervisors


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities of Tianjin, with bodies and supervisors."""
    made = given_cast("120116", "120104")
    given_bodies(made)
    given_supervisors(made)
    return made

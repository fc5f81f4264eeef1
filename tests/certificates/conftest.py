"""What the tests of this room stand on: a Tianjin employer with a filing, and keys that sign."""

import pytest

from dengji.filings.models import Filing
from dengji.people.terms import Role
from tests.batch import given_filed_venues
from tests.cast import Cast, given_cast, given_post
from tests.issue import given_keys
from tests.life import given_filing
from tests.road import given_law


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities and bodies of Tianjin."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """A filing of the employer, its venues filed; keys to sign with."""
    given_keys()
    clerk = given_post(cast.province_centre, Role.CLERK)
    found = given_filing(cast.employer, clerk, number="Y000012000900")
    given_filed_venues(found)
    return found

"""What the desk's tests stand on: a batch of an employer whose results are checked, keys, and the people around it."""

from collections.abc import Iterator

import pytest
import time_machine

from dengji.certificates.models import Certificate, Release
from dengji.evaluations.models.plans import Plan
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.signing.acts import make_key
from dengji.signing.terms import Purpose
from dengji.transparency.acts import publish_head
from tests.batch import ENDS, given_filed_venues
from tests.cast import AT, Cast, given_cast, given_post
from tests.issue import given_batch, given_issued, given_keys, given_released
from tests.life import given_filing
from tests.road import given_law, manager_of, on_day

LATER = on_day(ENDS.replace(day=20))


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """The authorities and bodies of Tianjin, keys to sign with; every page is opened on one day."""
    given_law("TJ21")
    given_keys()
    make_key(Purpose.DOCUMENT, by=None, at=AT)
    with time_machine.travel(LATER, tick=False):
        yield given_cast("120116", "120104")


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """A filing of the employer, its venues filed."""
    clerk = given_post(cast.province_centre, Role.CLERK)
    found = given_filing(cast.employer, clerk, number="Y000012000900")
    given_filed_venues(found)
    return found


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A batch of two who passed, its results checked."""
    return given_batch(filing, 2)


@pytest.fixture
def head(filing: Filing) -> Post:
    """The head of the body."""
    return manager_of(filing.institution)


@pytest.fixture
def ready(plan: Plan) -> Release:
    """Its certificates, ready to be issued."""
    return given_released(plan)


@pytest.fixture
def certificate(plan: Plan) -> Certificate:
    """The first of its certificates, issued, under a signed head of the log."""
    given_issued(plan)
    publish_head(at=LATER)
    return Certificate.objects.earliest("pk")


@pytest.fixture
def officer(certificate: Certificate) -> Post:
    """Somebody of the authority of the filing."""
    assert certificate.filing is not None
    return given_post(certificate.filing.authority, Role.REVIEWER, "核准员")


@pytest.fixture
def stranger(cast: Cast) -> Post:
    """The head of another body."""
    return given_post(cast.school.organisation, Role.MANAGER, "外人")

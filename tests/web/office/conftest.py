"""An office at its desk on the day of the cast: the law of three places, and everybody's browser."""

from collections.abc import Iterator

import pytest
import time_machine

from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_cast
from tests.road import brought_to, given_application, given_law, given_round

BINHAI, NANKAI = "120116", "120104"
XINFU, PINGCHENG = "140902", "140213"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the day of the cast."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def xinzhou(db: None) -> Cast:
    """Everybody in Xinzhou, with a round open."""
    given_law()
    cast = given_cast(XINFU, PINGCHENG)
    given_round(cast.bureau, "XZ24")
    return cast


@pytest.fixture
def tianjin(db: None) -> Cast:
    """Everybody in Tianjin, the expired text going on, with a round for two."""
    given_law("TJ21")
    cast = given_cast(BINHAI, NANKAI)
    given_round(cast.bureau, "TJ21", places=1)
    return cast


@pytest.fixture
def jilin(db: None) -> Cast:
    """Everybody in Jilin, both drafts in trial operation."""
    given_law("JL25", "JLJD")
    return given_cast()


@pytest.fixture
def case(xinzhou: Cast) -> Case:
    """The employer's application, waiting to be accepted."""
    case = given_application(xinzhou.employer, "XZ24")
    brought_to(case, "acceptance", xinzhou)
    return case


@pytest.fixture
def school_case(xinzhou: Cast) -> Case:
    """A social organisation's application, where the panel is to be convened."""
    case = given_application(xinzhou.social_organisation, "XZ24")
    brought_to(case, "assessment", xinzhou)
    return case

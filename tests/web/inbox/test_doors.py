"""Ways in that are the same for everybody, and the counts that lead there; who opens a case has read of it."""

from collections.abc import Iterator

import pytest
import time_machine

from dengji.messages.models import Message
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_cast, given_post
from tests.road import brought_to, given_application, given_law, given_panel, whoever_holds
from tests.web.office.desk import browser_of, opened

UNREAD = "1条未读消息"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the day of the cast."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody in Jilin."""
    given_law("JL25")
    return given_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    """The employer's case, waiting to be accepted by a clerk."""
    given_post(cast.bureau, Role.CLERK, "何静")
    case = given_application(cast.employer, "JL25")
    brought_to(case, "acceptance", cast)
    return case


def way(post: Post, address: str) -> str:
    """Where an address leads somebody."""
    return str(browser_of(post).get(address)["Location"])


def test_everybody_comes_to_a_case_at_his_own_desk(cast: Cast, case: Case) -> None:
    address = f"/desk/cases/{case.token}/"
    assert way(cast.manager, address) == f"/body/cases/{case.token}/"
    assert way(whoever_holds(case), address) == f"/office/cases/{case.token}/"
    assert way(cast.experts[0].post, address) == "/expert/"
    brought_to(case, "first_review", cast)
    seat = given_panel(case, cast.experts).seats.get(expert=cast.experts[0])
    assert way(cast.experts[0].post, address) == f"/expert/seats/{seat.pk}/"


def test_everybody_comes_to_a_filing_and_to_the_texts(cast: Cast) -> None:
    assert way(cast.clerk, "/desk/filings/Y000022000001/") == "/office/registry/filings/Y000022000001/"
    assert way(cast.manager, "/desk/filings/Y000022000001/") == "/body/filings/Y000022000001/"
    assert way(cast.experts[0].post, "/desk/filings/Y000022000001/") == "/directory/Y000022000001/"
    assert way(cast.administrator, "/desk/texts/") == "/office/registry/texts/"
    assert way(cast.manager, "/desk/texts/") == "/law/"


def test_a_list_says_what_is_new_of_each_case_until_it_is_opened(case: Case) -> None:
    clerk = whoever_holds(case)
    assert UNREAD in opened(clerk, "/office/cases/")
    page = opened(clerk, f"/office/cases/{case.token}/")
    assert "bell-count" not in page
    assert UNREAD not in opened(clerk, "/office/cases/")


def test_a_body_sees_what_is_new_of_its_application_until_it_opens_it(cast: Cast, case: Case) -> None:
    return_for_correction(case, [Correction("rules", "请补充制度")], by=whoever_holds(case), at=AT)
    assert f'href="/desk/messages/?case={case.pk}"' in opened(cast.manager, "/body/")
    opened(cast.manager, f"/body/cases/{case.token}/")
    assert UNREAD not in opened(cast.manager, "/body/")
    mine = Message.objects.filter(recipient=cast.manager.person)
    assert set(mine.values_list("read_at", flat=True)) == {AT}


def test_an_expert_who_opens_his_sheet_has_read_of_it(cast: Cast, case: Case) -> None:
    brought_to(case, "first_review", cast)
    seat = given_panel(case, cast.experts).seats.get(expert=cast.experts[0])
    assert "bell-count" in opened(cast.experts[0].post, "/expert/")
    assert "bell-count" not in opened(cast.experts[0].post, f"/expert/seats/{seat.pk}/")

"""What is reported of filings that stand: what their text says, once it has come about, without anybody's name."""

from datetime import timedelta

import pytest

from dengji.exchange.contents import whole
from dengji.exchange.models import Request
from dengji.exchange.terms import Operation, Register, Report
from dengji.filings.acts import altering
from dengji.filings.models import Filing
from dengji.monitors.acts import run
from dengji.people.terms import Role
from dengji.policy.engine.terms import Element
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_cast, given_post
from tests.life import EXPIRY, given_filing, given_matter, noon
from tests.road import brought_to, brought_to_its_end, given_law, manager_of

pytestmark = pytest.mark.django_db
GRACE = 60


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody in Tianjin."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """A filing in Tianjin that ends on EXPIRY."""
    clerk = given_post(cast.province_centre, Role.CLERK)
    return given_filing(cast.employer, clerk, number="Y000012000900")


def reported() -> list[Request]:
    """All that was put before the network, in order."""
    return list(Request.objects.filter(register=Register.MINISTRY_NETWORK).order_by("id"))


def renamed(filing: Filing, cast: Cast) -> Case:
    """The address of the body changed in its filing."""
    case = given_matter(filing, "change")
    wanted: dict[Element, str | bool] = {Element.ADDRESS: "和平路9号"}
    altering.propose(case, wanted, by=manager_of(filing.institution), at=AT)
    brought_to_its_end(case, cast)
    return case


@pytest.mark.row("TJ21-3.1", "TJ21-11a")
def test_a_change_is_reported_as_a_correction(filing: Filing, cast: Cast) -> None:
    renamed(filing, cast)
    [told] = reported()
    assert (told.kind, told.operation) == (Report.FILINGS, Operation.CORRECT)
    assert (told.sender, told.place) == (filing.authority_id, filing.place)
    assert told.payload["filing"] == filing.number
    assert [row["levels"] for row in told.payload["occupations"]] == [["5", "4"]]


def test_the_head_of_the_body_is_named_only_when_it_is_sent(filing: Filing, cast: Cast) -> None:
    renamed(filing, cast)
    [told] = reported()
    body = filing.institution
    body.refresh_from_db()
    assert body.legal_representative
    assert body.legal_representative not in str(told.payload)
    sent = whole(told.kind, told.payload)
    assert (sent["legal_representative"], sent["address"]) == (body.legal_representative, "和平路9号")


@pytest.mark.row("TJ21-12")
@pytest.mark.parametrize(("days", "how_many"), [(0, 0), (1, 1), (2, 1)])
def test_a_filing_struck_off_by_its_day_leaves_the_network_too(
    filing: Filing, days: int, how_many: int
) -> None:
    for _ in range(2):
        run(at=noon(EXPIRY + timedelta(days=days)))
    found = reported()
    assert [(each.kind, each.operation) for each in found] == [("endings", "withdraw")] * how_many
    for each in found:
        assert each.payload["ended_on"] == (EXPIRY + timedelta(days=1)).isoformat()
        assert each.payload["state"] == "已注销"


@pytest.mark.row("TJ21-13")
def test_a_filing_that_ends_as_its_body_wished_is_reported_once(filing: Filing, cast: Cast) -> None:
    case = given_matter(filing, "termination")
    brought_to_its_end(case, cast)
    assert [(each.kind, each.operation) for each in reported()] == [("endings", "withdraw")]


@pytest.fixture
def fujian(db: None) -> Cast:
    """Everybody in Fujian."""
    given_law()
    return given_cast("350203", "350303")


@pytest.mark.row("FJ22-5.3")
def test_a_termination_in_fujian_waits_for_the_networks_answer(fujian: Cast) -> None:
    filing = given_filing(fujian.employer, fujian.clerk)
    case = given_matter(filing, "termination")
    brought_to(case, "report", fujian)
    [told] = reported()
    assert (told.kind, told.operation, told.about) == ("endings", "withdraw", f"case:{case.pk}:report")
    assert told.sender == case.holder_id
    assert (told.payload["filing"], told.payload["uscc"]) == (filing.number, case.applicant.uscc)


@pytest.mark.row("FJ22-5.2b")
def test_a_renewal_given_up_in_fujian_leaves_the_network(fujian: Cast) -> None:
    given_filing(fujian.employer, fujian.clerk)
    run(at=noon(EXPIRY + timedelta(days=GRACE + 7)))
    assert [(each.kind, each.operation) for each in reported()] == [("endings", "withdraw")]


def test_a_text_that_says_nothing_of_it_reports_nothing(xinzhou: Cast) -> None:
    given_filing(xinzhou.employer, xinzhou.clerk, number="Y000014000900")
    run(at=noon(EXPIRY + timedelta(days=9)))
    assert reported() == []

"""A filing that lapses while a case still waits to end or renew it: the case ends by itself, and says why."""

from datetime import date, timedelta

import pytest

from dengji.filings.acts.ordering import propose_end
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState
from dengji.messages.models import Message
from dengji.monitors import filings
from dengji.monitors.acts import run
from dengji.people.terms import Role
from dengji.procedure.acts.deciding import approve, issue
from dengji.procedure.acts.deciding import confirm as confirm_by_register
from dengji.procedure.models import Case, Letter
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.terms import Act, CaseState, Ending
from tests.cast import AT, Cast
from tests.life import EXPIRY, given_filing, given_matter, noon
from tests.road import brought_to, manager_of, post_in, stated_well, whoever_holds

pytestmark = pytest.mark.django_db
GRACE = date(2027, 7, 8)
ONE = timedelta(days=1)


@pytest.fixture
def filing(fujian: Cast) -> Filing:
    """A Fujian filing that ends on 9 May 2027, with sixty days of grace."""
    return given_filing(fujian.employer, fujian.clerk)


@pytest.fixture
def waiting(filing: Filing, fujian: Cast) -> Case:
    """Its termination, handed in before the last day and waiting for the ministry's network."""
    case = given_matter(filing, "termination", at=noon(EXPIRY))
    brought_to(case, "report", fujian, at=noon(EXPIRY))
    return case


def told(case: Case) -> set[str]:
    """The roles of those who were told that the case is over."""
    messages = Message.objects.filter(key=f"case:{case.pk}:{case.version}")
    return set(messages.values_list("post__role", flat=True))


@pytest.mark.row("FJ22-5.2b", "FJ22-5.3")
@pytest.mark.parametrize(("day", "ended"), [(-1, False), (0, False), (1, True)])
def test_a_termination_that_still_waits_ends_by_itself_when_the_filing_lapses(
    waiting: Case, day: int, ended: bool
) -> None:
    report = run(at=noon(GRACE + day * ONE))
    waiting.refresh_from_db()
    assert report.done["overtaken"] == int(ended)
    assert (waiting.state == CaseState.ENDED) is ended


@pytest.mark.row("FJ22-5.2b")
def test_it_says_since_when_the_filing_is_over_to_body_and_office_and_sends_no_letter(waiting: Case) -> None:
    letters = Letter.objects.count()
    run(at=noon(GRACE + ONE))
    waiting.refresh_from_db()
    last = waiting.events.get(act=Act.OVERTAKE)
    assert last.reason.startswith("2027年7月9日起，备案Y000035000900已放弃续期，依据是第五条")
    assert (waiting.ending, waiting.due_on) == (Ending.OVERTAKEN, None)
    assert told(waiting) == {Role.MANAGER, Role.ISSUER}
    assert Letter.objects.count() == letters
    assert run(at=noon(GRACE + 2 * ONE)).done["overtaken"] == 0


@pytest.mark.row("FJ22-5.3")
def test_an_end_is_not_issued_for_a_filing_that_is_over_before_the_monitors_came_to_the_case(
    filing: Filing, waiting: Case, fujian: Cast
) -> None:
    confirm_by_register(waiting, "已公布", by=None, at=noon(GRACE))
    filings.fire_due(noon(GRACE + ONE))
    with pytest.raises(NotAllowed, match="已放弃续期，不能再办理终止"):
        issue(waiting, by=whoever_holds(waiting), at=noon(GRACE + ONE))
    waiting.refresh_from_db()
    assert waiting.state == CaseState.OPEN
    assert filings.let_go_overtaken(noon(GRACE + ONE)) == 1


def test_a_renewal_that_was_never_handed_in_goes_with_its_filing_but_a_change_is_left_to_its_text(
    filing: Filing,
) -> None:
    renewal = given_matter(filing, "renewal", at=noon(GRACE))
    change = given_matter(filing, "change", at=noon(GRACE))
    run(at=noon(GRACE + ONE))
    renewal.refresh_from_db()
    change.refresh_from_db()
    assert (renewal.state, change.state) == (CaseState.ENDED, CaseState.DRAFT)
    assert Role.MANAGER in told(renewal)


def test_an_end_by_order_overtakes_what_the_body_applied_for(xinzhou: Cast) -> None:
    filing = given_filing(xinzhou.employer, xinzhou.clerk, number="Y000014000900")
    manager_of(filing.institution)
    first = propose_end(filing, "抽查发现没有履行承诺", by=post_in(xinzhou.centre, Role.CLERK), at=AT)
    for _ in range(2):
        stated_well(first)
        approve(first, "查证属实", by=whoever_holds(first), at=AT)
    filing.refresh_from_db()
    assert filing.state == FilingState.REVOKED
    assert filings.let_go_overtaken(AT) == 0  # the case that ended it is no case under way


def test_one_that_fails_holds_up_no_other(
    waiting: Case, filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    filings.fire_due(noon(GRACE + ONE))

    def fail(*args: object, **said: object) -> None:
        raise NotAllowed("有人正在办理")

    monkeypatch.setattr("dengji.monitors.filings.let_go", fail)
    assert filings.let_go_overtaken(noon(GRACE + ONE)) == 0
    monkeypatch.undo()
    assert filings.let_go_overtaken(noon(GRACE + ONE)) == 1

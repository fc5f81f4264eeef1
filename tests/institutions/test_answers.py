"""Answers of other registers in a case: fresh on the day of acceptance they are good to the end, else asked anew."""

from datetime import date, timedelta

import pytest

from dengji.exchange.acts import receive
from dengji.exchange.models import Request
from dengji.institutions.acts.asking import ask_again
from dengji.institutions.acts.body import register_key
from dengji.policy.engine.facts import FactValue
from dengji.procedure.acts.applying import withdraw
from dengji.procedure.acts.receiving import accept, state
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed, NotYours
from tests.cast import AT, Cast, given_cast
from tests.road import given_application, given_law, given_round, handed_in, stated_well, whoever_holds

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)
ASKED_ON = AT.date()
CREDIT = "credit_clean"


@pytest.fixture
def cast() -> Cast:
    """Everybody in Xinzhou, with a call that is open."""
    given_law()
    everybody = given_cast("140902", "140213")
    given_round(everybody.bureau, "XZ24")
    return everybody


@pytest.fixture
def case(cast: Cast) -> Case:
    """An application handed in on the day on which the registers answered."""
    case = given_application(cast.employer, "XZ24")
    handed_in(case)
    stated_well(case)
    return case


def credit(case: Case, on: date) -> FactValue | None:
    """What is known of the body's credit on a day."""
    return Ground(case, on).facts((CREDIT,))[CREDIT]


def answered_anew(case: Case, days: int, *, records: list[dict[str, str]]) -> None:
    """The clerk asks again, and the credit register answers, so many days later."""
    at = AT + days * ONE
    ask_again(case, by=whoever_holds(case), at=at)
    request = Request.objects.filter(register="credit_register", about=register_key(case.applicant_id)).last()
    assert request is not None
    receive(request, {"found": True, "records": records}, at=at)


@pytest.mark.row("XZ24-12")
@pytest.mark.parametrize(("days", "good"), [(29, True), (30, True), (31, False)])
def test_a_case_is_accepted_on_an_answer_of_thirty_days_and_no_older_one(
    case: Case, days: int, *, good: bool
) -> None:
    at = AT + days * ONE
    if good:
        accept(case, by=whoever_holds(case), at=at)
        assert case.accepted_on == at.date()
        return
    with pytest.raises(NotAllowed) as refused:
        accept(case, by=whoever_holds(case), at=at)
    assert "“无违法违规、失信记录”是2026年11月16日查询的" in refused.value.sentence
    assert "到今天已经超过30日，受理前要重新查询" in refused.value.sentence
    assert "重新查询" in refused.value.remedy


@pytest.mark.row("XZ24-12")
@pytest.mark.parametrize("days", [30, 31, 45])
def test_what_was_fresh_at_acceptance_is_good_until_the_decision_and_shows_its_day(
    case: Case, days: int
) -> None:
    accept(case, by=whoever_holds(case), at=AT + 29 * ONE)
    known = credit(case, ASKED_ON + days * ONE)
    assert known is not None
    assert (known.value, known.source) == (True, "登记机关核验，查询于2026年11月16日")


@pytest.mark.row("XZ24-12")
def test_a_stale_answer_is_asked_anew_and_then_the_case_is_accepted(case: Case) -> None:
    at = AT + 31 * ONE
    assert credit(case, at.date()) is None
    for request in _asked_anew(case, at.date()):
        receive(request, _content(request, case), at=at)
    accept(case, by=whoever_holds(case), at=at)
    known = credit(case, at.date())
    assert known is not None
    assert known.source.endswith("查询于2026年12月17日")


@pytest.mark.row("XZ24-12")
def test_what_comes_to_light_after_acceptance_counts(case: Case) -> None:
    accept(case, by=whoever_holds(case), at=AT)
    record = {"kind": "行政处罚", "recorded_on": "2026-11-30", "summary": "虚假宣传"}
    case.holder_role = "clerk"
    answered_anew(case, 10, records=[record])
    known = credit(case, ASKED_ON + 10 * ONE)
    assert known is not None
    assert known.value is False


def test_asked_again_while_an_answer_is_awaited_it_is_asked_once_and_the_old_answer_stands(
    case: Case,
) -> None:
    ask_again(case, by=whoever_holds(case), at=AT + ONE)
    ask_again(case, by=whoever_holds(case), at=AT + ONE)
    asked = Request.objects.filter(about=register_key(case.applicant_id), register="credit_register")
    assert asked.count() == 2
    assert credit(case, ASKED_ON + ONE) is not None


def test_a_clerk_may_also_look_it_up_himself_and_say_so(case: Case) -> None:
    at = AT + 31 * ONE
    state(case, CREDIT, True, "在信用中国网站查询", by=whoever_holds(case), at=at)
    accept(case, by=whoever_holds(case), at=at)
    assert case.accepted_on == at.date()


def test_only_whoever_has_the_case_asks_and_only_while_it_is_under_way(case: Case, cast: Cast) -> None:
    clerk = whoever_holds(case)
    with pytest.raises(NotYours):
        ask_again(case, by=cast.wrong_clerk, at=AT)
    withdraw(case, "不办了", by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="已办结"):
        ask_again(case, by=clerk, at=AT)


def test_a_body_without_a_code_cannot_be_asked_about(case: Case) -> None:
    case.applicant.uscc = None
    with pytest.raises(NotAllowed, match="统一社会信用代码"):
        ask_again(case, by=whoever_holds(case), at=AT)


def _asked_anew(case: Case, on: date) -> list[Request]:
    ask_again(case, by=whoever_holds(case), at=AT + (on - ASKED_ON))
    return list(Request.objects.filter(about=register_key(case.applicant_id), answer__isnull=True))


def _content(request: Request, case: Case) -> dict[str, object]:
    if request.register == "credit_register":
        return {"found": True, "records": []}
    earlier = Request.objects.filter(register=request.register, about=request.about).exclude(answer=None)
    return dict(earlier[0].answer or {})

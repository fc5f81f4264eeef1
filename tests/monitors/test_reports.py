"""Reports to the network: their senders are told before the last day, after it, and of what was not taken; once."""

from datetime import date, timedelta

import pytest

from dengji.exchange.acts import Contradicted, Reporting, ask, receive
from dengji.exchange.models import Request
from dengji.exchange.terms import Operation, Register, Report, State
from dengji.messages.models import Message
from dengji.monitors.reports import tell_reports
from dengji.people.terms import Role
from tests.cast import AT, Cast, given_post
from tests.life import noon

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 27)  # a Friday
PUBLISHED = {"state": "published", "published_on": "2026-11-20", "number": "1"}
DECLINED = {"state": "declined", "reason": "名称不符"}
ROWS = PUBLISHED | {"declined": [{"row": "a", "reason": "不符"}]}


@pytest.fixture
def cast(xinzhou: Cast) -> Cast:
    """The centre with a clerk, a reviewer and an approver."""
    for role in (Role.CLERK, Role.REVIEWER, Role.APPROVER):
        given_post(xinzhou.centre, role)
    return xinzhou


def given_report(cast: Cast, about: str = "release:1", due_on: date | None = DUE) -> Request:
    """A report of the centre."""
    payload = {"plan": "PJ1", "body": "某厂"}
    reporting = Reporting(Report.RESULTS, Operation.NEW, cast.centre.pk, "140902", due_on)
    return ask(Register.MINISTRY_NETWORK, about=about, payload=payload, at=AT, reporting=reporting)


def told() -> dict[str, set[str]]:
    """What was told, with the roles of those who were."""
    found: dict[str, set[str]] = {}
    for each in Message.objects.filter(topic="report").select_related("post"):
        assert each.post is not None
        found.setdefault(each.title.partition("：")[2], set()).add(each.post.role)
    return found


@pytest.mark.row("TJ21-16.3c")
@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 23), []),
        (date(2026, 11, 24), ["还没有报出，快到期"]),
        (date(2026, 11, 27), ["还没有报出，快到期"]),
        (date(2026, 11, 28), ["还没有报出，已逾期"]),
    ],
)
def test_what_waits_is_told_three_working_days_ahead_and_when_it_is_overdue(
    cast: Cast, day: date, said: list[str]
) -> None:
    given_report(cast)
    for _ in range(2):
        tell_reports(noon(day))
    assert list(told()) == said


def test_what_is_overdue_goes_to_whoever_answers_for_the_office_too(cast: Cast) -> None:
    given_report(cast)
    tell_reports(noon(DUE - timedelta(days=1)))
    tell_reports(noon(DUE + timedelta(days=1)))
    assert {says: "approver" in roles for says, roles in told().items()} == {
        "还没有报出，快到期": False,
        "还没有报出，已逾期": True,
    }


def test_what_was_sent_in_time_is_nobodys_concern(cast: Cast) -> None:
    request = given_report(cast)
    Request.objects.filter(pk=request.pk).update(state=State.SENT, sent_at=AT, receipt="R1")
    assert tell_reports(noon(DUE + timedelta(days=9))) == 0


@pytest.mark.parametrize(
    ("answer", "says", "why"), [(DECLINED, "对方不予公布", "名称不符"), (ROWS, "部分未确认", "1行未公布")]
)
def test_what_was_not_confirmed_is_told_with_its_reason(
    cast: Cast, answer: dict[str, str], says: str, why: str
) -> None:
    request = given_report(cast, due_on=None)
    receive(request, answer, at=AT)
    assert [tell_reports(AT), tell_reports(AT)] == [1, 0]
    assert list(told()) == [says]
    message = Message.objects.filter(topic="report").first()
    assert message is not None
    assert why in message.text
    assert message.path == f"/office/reports/{request.pk}/"


def test_a_case_that_ends_with_the_answer_is_told_by_itself(cast: Cast) -> None:
    receive(given_report(cast, about="case:1:report", due_on=None), DECLINED, at=AT)
    assert tell_reports(AT) == 0


def test_what_the_network_will_not_take_is_told(cast: Cast) -> None:
    request = given_report(cast, due_on=None)
    Request.objects.filter(pk=request.pk).update(
        state=State.FAILED, fault="对方不予办理（400）：缺少名称", next_try_at=None
    )
    tell_reports(AT)
    assert list(told()) == ["对方不予办理，要人处理"]
    assert "缺少名称" in Message.objects.filter(topic="report")[0].text


def test_an_answer_that_was_contradicted_is_told(cast: Cast) -> None:
    request = receive(given_report(cast, due_on=None), PUBLISHED, at=AT)
    assert tell_reports(AT) == 0
    with pytest.raises(Contradicted):
        receive(request, DECLINED, at=AT)
    tell_reports(AT)
    assert list(told()) == ["前后答复不一致"]


def test_old_answers_are_not_told_any_more(cast: Cast) -> None:
    receive(given_report(cast, due_on=None), DECLINED, at=AT)
    assert tell_reports(AT + timedelta(days=31)) == 0

"""What a body must put right by a day (限期整改): from the demand to its acceptance, and what hangs on it."""

from datetime import date, datetime, timedelta

import pytest

from dengji.audit.models import Entry
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState
from dengji.messages.models import Message
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.supervision.acts.rectifying import (
    Demand,
    accept_work,
    demand,
    extend,
    hand_in,
    send_back,
    take_back,
)
from dengji.supervision.models import Rectification, RectificationEvent
from dengji.supervision.terms import RectificationState
from tests.cast import Cast, given_post
from tests.supervision.campaigns import MORNING, clerk_of

DUE = date(2026, 12, 20)
LATER = MORNING + timedelta(days=10)


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """The first of the filed bodies."""
    return Filing.objects.order_by("number")[0]


def manager_of(filing: Filing) -> Post:
    """Somebody of the body."""
    found = Post.objects.filter(organisation=filing.institution_id, role=Role.MANAGER).first()
    return found or given_post(filing.institution.organisation, Role.MANAGER, "机构负责人")


def given_demand(filing: Filing, cast: Cast, **said: object) -> Rectification:
    """Something to put right by the twentieth of December."""
    asked = {"basis": "管理办法第二十四条", "demands": "补齐三个批次的录像。", "due_on": DUE, **said}
    return demand(filing, Demand(**asked), by=clerk_of(cast), at=MORNING)  # type: ignore[arg-type]


def on(day: date) -> datetime:
    """The morning of a day."""
    return MORNING.replace(year=day.year, month=day.month, day=day.day)


@pytest.mark.row("TJ21-24")
def test_what_was_demanded_is_reported_sent_back_reported_again_and_accepted(
    cast: Cast, filing: Filing
) -> None:
    manager, clerk = manager_of(filing), clerk_of(cast)
    made = given_demand(filing, cast)
    assert made.number == "整改2026-001"
    told = Message.objects.filter(recipient=manager.person, topic="rectification")
    assert "期限至2026年12月20日" in told.get().text
    made = hand_in(made, "录像已补。", by=manager, at=LATER)
    made = send_back(made, "第三批次的还缺。", by=clerk, at=LATER)
    made = hand_in(made, "第三批次也补了。", by=manager, at=LATER)
    made = accept_work(made, "看过三个批次的录像。", by=clerk, at=LATER)
    assert (made.state, made.closed_on) == (RectificationState.ACCEPTED, LATER.date())
    steps = list(RectificationEvent.objects.values_list("step", flat=True))
    assert steps == ["demand", "hand_in", "return", "hand_in", "accept"]
    assert Entry.objects.filter(act__startswith="rectification.").count() == 5


def test_a_body_cannot_close_its_own_rectification(cast: Cast, filing: Filing) -> None:
    manager = manager_of(filing)
    made = hand_in(given_demand(filing, cast), "改好了。", by=manager, at=LATER)
    for act in (accept_work, take_back):
        with pytest.raises(NotYours):
            act(made, "通过", by=manager, at=LATER)
    made.refresh_from_db()
    assert made.state == RectificationState.HANDED_IN


def test_only_the_body_itself_reports_and_only_an_office_over_it_demands(cast: Cast, filing: Filing) -> None:
    made, other = given_demand(filing, cast), Filing.objects.order_by("number")[1]
    with pytest.raises(NotYours):
        hand_in(made, "改好了。", by=manager_of(other), at=LATER)
    with pytest.raises(NotYours):
        accept_work(made, "好。", by=given_post(cast.province_bureau, Role.CLERK, "外人"), at=LATER)
    with pytest.raises(NotYours):
        demand(filing, Demand("依据", "要求", DUE), by=manager_of(filing), at=MORNING)
    over = given_post(cast.province_bureau, Role.CLERK, "市局")
    assert demand(filing, Demand("依据", "要求", DUE), by=over, at=MORNING).authority == cast.province_bureau


@pytest.mark.row("FJ22-3.2.1")
@pytest.mark.parametrize(("day", "overdue"), [(19, False), (20, False), (21, True)])
def test_it_is_overdue_from_the_day_after_its_last_day(
    cast: Cast, filing: Filing, day: int, overdue: bool
) -> None:
    made = given_demand(filing, cast)
    assert made.overdue(DUE.replace(day=day)) is overdue
    assert Rectification.objects.all().overdue(DUE.replace(day=day)).exists() is overdue


@pytest.mark.parametrize(("day", "overdue"), [(20, False), (21, True)])
def test_a_report_on_the_last_day_is_in_time_one_on_the_day_after_is_not(
    cast: Cast, filing: Filing, day: int, overdue: bool
) -> None:
    made = hand_in(given_demand(filing, cast), "改好了。", by=manager_of(filing), at=on(DUE.replace(day=day)))
    assert made.overdue(DUE + timedelta(days=5)) is overdue
    assert Rectification.objects.all().overdue(DUE + timedelta(days=5)).exists() is overdue
    made = accept_work(made, "看过。", by=clerk_of(cast), at=on(DUE + timedelta(days=5)))
    assert not made.overdue(DUE + timedelta(days=6))


def test_what_was_sent_back_after_its_last_day_is_overdue_again_unless_given_longer(
    cast: Cast, filing: Filing
) -> None:
    clerk, after = clerk_of(cast), DUE + timedelta(days=3)
    made = hand_in(given_demand(filing, cast), "改好了。", by=manager_of(filing), at=on(DUE))
    assert send_back(made, "不够。", by=clerk, at=on(after)).overdue(after)
    made.refresh_from_db()
    longer = extend(made, after + timedelta(days=9), "设备到货晚", by=clerk, at=on(after))
    assert not longer.overdue(after)
    with pytest.raises(NotAllowed, match="晚于原来"):
        extend(longer, after, "还要早", by=clerk, at=on(after))


def test_what_was_taken_back_counts_no_more(cast: Cast, filing: Filing) -> None:
    made = take_back(given_demand(filing, cast), "对象有误", by=clerk_of(cast), at=LATER)
    assert not made.overdue(DUE + timedelta(days=9))
    with pytest.raises(NotAllowed, match="已撤回"):
        hand_in(made, "改好了。", by=manager_of(filing), at=LATER)


def test_of_two_the_second_is_told_that_it_moved(cast: Cast, filing: Filing) -> None:
    made = given_demand(filing, cast)
    same = Rectification.objects.get()
    hand_in(made, "改好了。", by=manager_of(filing), at=LATER)
    with pytest.raises(Moved):
        hand_in(same, "改好了。", by=manager_of(filing), at=LATER)
    assert RectificationEvent.objects.filter(step="hand_in").count() == 1


@pytest.mark.parametrize(
    ("said", "says"),
    [({"due_on": MORNING.date()}, "今天以后"), ({"demands": " "}, "整改什么"), ({"basis": ""}, "依据")],
)
def test_a_demand_without_what_why_or_time_is_refused(
    cast: Cast, filing: Filing, said: dict[str, object], says: str
) -> None:
    with pytest.raises(NotAllowed, match=says):
        given_demand(filing, cast, **said)


def test_nothing_is_demanded_of_a_filing_that_is_over(cast: Cast, filing: Filing) -> None:
    filing.state = FilingState.REVOKED
    with pytest.raises(NotAllowed, match="不能再要求整改"):
        given_demand(filing, cast)

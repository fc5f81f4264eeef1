"""Results that are late: the body and the office are told once, from the day after (结果逾期提醒)."""

from datetime import timedelta

import pytest

from dengji.evaluations.deadlines import results_due
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.texts import text_of
from dengji.filings.models import Filing
from dengji.messages.models import Message
from dengji.monitors.acts import run
from dengji.people.terms import Role
from tests.batch import (
    ENDS,
    given_approved,
    given_candidates,
    given_filed_venues,
    given_reported,
    given_scores,
)
from tests.cast import given_cast, given_post
from tests.life import given_filing, noon
from tests.road import given_law

pytestmark = pytest.mark.django_db


@pytest.fixture
def filing(db: None) -> Filing:
    """A filing in Tianjin, its venues filed."""
    given_law("TJ21")
    cast = given_cast("120116", "120104")
    clerk = given_post(cast.province_centre, Role.CLERK)
    found = given_filing(cast.employer, clerk, number="Y000012000900")
    given_filed_venues(found)
    return found


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A batch that was approved."""
    plan = given_approved(filing)
    given_candidates(plan)
    return plan


def told(plan: Plan) -> set[str]:
    """The roles of those who were told that the results are late."""
    found = Message.objects.filter(key__startswith=f"plan:{plan.pk}:results-overdue:")
    return {each.post.role for each in found.select_related("post")}


@pytest.mark.row("TJ21-16.3a")
@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True)])
def test_late_results_are_told_to_the_body_and_to_the_office_from_the_day_after(
    plan: Plan, days: int, late: bool
) -> None:
    due = results_due(plan, text_of(plan, ENDS), ENDS)
    assert due is not None
    run(at=noon(due.day + timedelta(days=days)))
    assert told(plan) == ({Role.MANAGER, Role.CLERK} if late else set())


def test_nobody_is_told_twice_and_nobody_once_the_results_are_in(plan: Plan) -> None:
    at = noon(ENDS + timedelta(days=30))
    run(at=at)
    count = Message.objects.filter(key__contains="results-overdue").count()
    assert count
    run(at=at + timedelta(days=1))
    assert Message.objects.filter(key__contains="results-overdue").count() == count


def test_results_that_are_in_are_not_told_of(plan: Plan) -> None:
    given_scores(plan, [70, 80])
    given_reported(plan)
    run(at=noon(ENDS + timedelta(days=30)))
    assert not told(plan)


def test_the_message_says_what_is_late_by_how_much_and_what_to_do(plan: Plan) -> None:
    run(at=noon(ENDS + timedelta(days=30)))
    own = Message.objects.filter(key__contains="results-overdue", post__role=Role.MANAGER)[0]
    assert plan.number is not None
    assert plan.number in own.title
    assert "已逾期" in own.text
    assert "请尽快登记成绩、提交督导报告并报送结果" in own.text
    assert own.path == f"/desk/plans/{plan.token}/"

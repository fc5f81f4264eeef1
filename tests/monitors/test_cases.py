"""Days of cases that come: told before, told after with the heads, and never twice (临近到期、逾期、公示期满)."""

from datetime import date, timedelta

import pytest

from dengji.messages.models import Message
from dengji.monitors.acts import run
from dengji.people.terms import Role
from dengji.policy.queries import calendar_in_force
from dengji.procedure.acts.publishing import publish
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_post
from tests.life import given_filing, given_matter, noon
from tests.road import (
    NOTICE,
    brought_to,
    given_application,
    given_round,
    handed_in,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


@pytest.fixture
def case(fujian: Cast) -> Case:
    """A renewal in the hands of whoever must evaluate it within thirty working days."""
    at = noon(date(2027, 3, 1))
    case = given_matter(given_filing(fujian.employer, fujian.clerk), "renewal", at=at)
    brought_to(case, "evaluate", fujian, at=at)
    whoever_holds(case)
    return case


def told_of(case: Case, occasion: str) -> set[str]:
    """The roles of those who were told."""
    found = Message.objects.filter(key__startswith=f"case:{case.pk}:{occasion}:")
    return {message.post.role for message in found.select_related("post")}


@pytest.mark.parametrize(("working_days", "told"), [(4, False), (3, True), (0, True)])
def test_whoever_must_act_is_told_three_working_days_before(
    case: Case, working_days: int, told: bool
) -> None:
    assert case.due_on is not None
    day = calendar_in_force().add(case.due_on, -working_days).day
    run(at=noon(day))
    assert bool(told_of(case, "soon")) is told
    assert not told_of(case, "overdue")


@pytest.mark.row("FJ22-4.2")
def test_an_overdue_step_is_told_to_its_holder_and_to_the_heads_once(case: Case) -> None:
    given_post(case.holder, Role.APPROVER)
    assert case.due_on is not None
    run(at=noon(case.due_on))
    assert not told_of(case, "overdue")
    run(at=noon(case.due_on + ONE))
    assert told_of(case, "overdue") == {Role.REVIEWER, Role.APPROVER}
    before = Message.objects.count()
    run(at=noon(case.due_on + 2 * ONE))
    assert Message.objects.count() == before


def test_a_publicity_that_is_over_can_be_closed_and_is_not_called_late(xinzhou: Cast) -> None:
    given_round(xinzhou.bureau, "XZ24")
    case = given_application(xinzhou.social_organisation, "XZ24")
    handed_in(case)
    stated_well(case)
    brought_to(case, "publicity", xinzhou)
    publish(case, NOTICE, by=whoever_holds(case), at=AT)
    assert case.due_on is not None
    run(at=noon(case.due_on + ONE))
    assert told_of(case, "published") == {Role.CLERK}
    assert not told_of(case, "overdue")

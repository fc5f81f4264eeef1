"""Who sees which plans, what a list of them says, and in how many statements."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from dengji.evaluations.acts import planning
from dengji.evaluations.agenda import plan_agenda
from dengji.evaluations.queries import (
    ENDED,
    Wanted,
    as_handed_in,
    plan_about,
    plan_for,
    plans,
    plans_within,
    whole_list,
)
from dengji.evaluations.terms import PlanState, Task
from dengji.evaluations.texts import PLAN
from dengji.filings.models import Filing
from dengji.filings.terms import Falling
from dengji.people.terms import Role
from dengji.procedure.paging import ROWS
from tests.batch import ENDS, STARTS, WHOLE, after, given_approved, given_candidates, given_plan
from tests.cast import AT, Cast, given_post
from tests.road import manager_of

pytestmark = pytest.mark.django_db
MOST = 8
"""Statements for a page of a list, with any number of plans and candidates."""


def test_a_body_sees_its_own_plans_and_nobody_elses(cast: Cast, filing: Filing) -> None:
    plan = given_plan(filing)
    assert plan_for(manager_of(filing.institution), plan.token) == plan
    assert plan_for(manager_of(cast.school), plan.token) is None
    assert plan_for(manager_of(filing.institution), uuid4()) is None


def test_an_office_sees_a_plan_once_it_was_handed_in(cast: Cast, filing: Filing) -> None:
    plan, clerk = given_plan(filing), cast.province_clerk
    assert plan_for(clerk, plan.token) is None
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    assert plan_for(clerk, plan.token) == plan


def test_an_office_without_a_part_in_it_sees_no_plan(cast: Cast, filing: Filing) -> None:
    given_approved(filing)
    assert not plans_within(cast.approver).exists()


def test_experts_and_the_ministry_see_no_plans_and_a_supervisor_his_own(cast: Cast, filing: Filing) -> None:
    plan = given_approved(filing)
    assert not plans_within(cast.experts[0].post).exists()
    assert not plans_within(given_post(cast.province_bureau, Role.MINISTRY)).exists()
    sent = given_post(cast.province_centre, Role.SUPERVISOR)
    assert not plans_within(sent).exists()
    plan.assignments.create(task=Task.WATCHER, name="督导员", post=sent)
    assert list(plans_within(sent)) == [plan]


def test_a_case_about_a_plan_leads_to_it_and_another_to_none(cast: Cast, filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    planning.hand_in(plan, by=by, at=AT)
    case = planning.open_case_of(plan, PLAN)
    assert case is not None
    assert plan_about(by, case) == plan
    assert plan_about(cast.approver, case) is None
    case.matter = "renewal"
    assert plan_about(by, case) is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), True),
        (Wanted(state=PlanState.APPROVED), True),
        (Wanted(state=PlanState.CHECKED), False),
        (Wanted(state=ENDED), False),
        (Wanted(words="松江"), True),
        (Wanted(words="FA12"), True),
        (Wanted(words="别家"), False),
        (Wanted(occupation="电工"), True),
        (Wanted(occupation="6-31-01-03"), True),
        (Wanted(occupation="车工"), False),
        (Wanted(place="120116"), True),
        (Wanted(place="120104"), False),
        (Wanted(from_on=STARTS, until=STARTS), True),
        (Wanted(from_on=STARTS + timedelta(days=1)), False),
        (Wanted(until=STARTS - timedelta(days=1)), False),
    ],
)
def test_a_list_is_narrowed_by_what_is_asked(cast: Cast, filing: Filing, wanted: Wanted, found: bool) -> None:
    given_approved(filing)
    assert bool(plans(cast.province_clerk, wanted, AT.date()).lines) is found


def test_batches_that_are_over_without_results_are_found_from_the_day_after(
    cast: Cast, filing: Filing
) -> None:
    given_approved(filing)
    for days, count in ((-1, "0"), (0, "0"), (1, "1")):
        assert plans(cast.province_clerk, Wanted(state=ENDED), ENDS + timedelta(days=days)).count == count


def test_a_list_turns_its_pages_and_sorts_as_it_is_asked(cast: Cast, filing: Filing) -> None:
    by = manager_of(filing.institution)
    for _ in range(ROWS + 1):
        planning.begin(filing, replace(WHOLE, starts_on=None, ends_on=None), by=by, at=AT)
    first, second = (plans(by, Wanted(), AT.date(), number) for number in (1, 2))
    assert (len(first.lines), first.more, first.count) == (ROWS, True, str(ROWS + 1))
    assert (len(second.lines), second.more) == (1, False)
    newest = plans(by, Wanted(sort="newest"), AT.date()).lines[0].plan.pk
    assert newest == max(each.pk for each in plans_within(by))
    assert plans(by, Wanted(sort="nonsense"), AT.date()).count == str(ROWS + 1)


def test_a_page_of_a_list_takes_a_pinned_number_of_statements(
    cast: Cast, filing: Filing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        given_candidates(given_approved(filing))
    with django_assert_max_num_queries(MOST):
        page = plans(cast.province_clerk, Wanted(), AT.date())
    assert [line.listed for line in page.lines] == [2, 2, 2, 2]
    assert all(line.due is not None for line in page.lines)
    with django_assert_max_num_queries(MOST):
        assert len(whole_list(cast.province_clerk, Wanted(), AT.date(), 3)) == 3


def test_an_office_reads_what_was_approved_while_a_change_is_being_written(
    cast: Cast, filing: Filing
) -> None:
    plan, by = given_approved(filing), manager_of(filing.institution)
    planning.change(plan, by=by, at=AT)
    planning.fill_in(plan, replace(WHOLE, expected=77), by=by, at=AT)
    assert as_handed_in(plan)["expected"] == WHOLE.expected
    planning.hand_in(plan, by=by, at=AT)
    assert as_handed_in(plan)["expected"] == 77


def test_the_calendar_has_the_first_day_and_the_last_for_results(cast: Cast, filing: Filing) -> None:
    plan = given_approved(filing)
    whole = plan_agenda(cast.province_clerk, STARTS, after(plan, 40).date())
    assert next((each.kind, each.on) for each in whole) == (Falling.PLAN, STARTS)
    results = [each for each in whole if each.kind is Falling.RESULTS]
    assert len(results) == 1
    assert results[0].path == f"/desk/plans/{plan.token}/"
    due = results[0].on
    assert not plan_agenda(cast.province_clerk, due + timedelta(days=1), due + timedelta(days=9))
    assert plan_agenda(manager_of(filing.institution), due, due)
    assert not plan_agenda(manager_of(cast.school), STARTS, due)

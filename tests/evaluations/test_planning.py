"""Plans as a whole: handed in on its last day, returned, taken back, changed, cancelled, and by two people at once."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from dengji.audit.models import Entry
from dengji.evaluations.acts import planning
from dengji.evaluations.acts.venues import use_venues
from dengji.evaluations.deadlines import earliest_start, plan_due
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.offering import offered, proposed
from dengji.evaluations.sittings.places import places_for
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import PLAN, text_of
from dengji.filings.models import FiledVenue, Filing
from dengji.institutions.models import Venue
from dengji.messages.models import Message
from dengji.people.terms import Role
from dengji.policy.engine.practice import Category, Method
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.procedure.terms import Ending
from tests.batch import STARTS, WHOLE, decided, given_approved, given_plan
from tests.cast import AT, Cast, given_post
from tests.road import manager_of, on_day, whoever_holds

pytestmark = pytest.mark.django_db


def due(plan: Plan) -> date:
    """The last day on which the plan may be handed in."""
    reckoned = plan_due(plan, text_of(plan, AT.date()), AT.date())
    assert reckoned is not None
    return reckoned.day


@pytest.mark.row("TJ21-16.1")
@pytest.mark.parametrize(("days", "taken"), [(-1, True), (0, True), (1, False)])
def test_a_plan_is_handed_in_on_its_last_day_and_not_on_the_day_after(
    filing: Filing, days: int, taken: bool
) -> None:
    plan = given_plan(filing)
    at = on_day(due(plan) + timedelta(days=days))
    by = manager_of(filing.institution)
    if taken:
        planning.hand_in(plan, by=by, at=at)
        assert plan.state == PlanState.HANDED_IN
        return
    with pytest.raises(NotAllowed) as refused:
        planning.hand_in(plan, by=by, at=at)
    assert "不符合：在实施前规定时间报送" in refused.value.sentence
    plan.refresh_from_db()
    assert (plan.state, plan.number) == (PlanState.DRAFT, None)


@pytest.mark.row("TJ21-16.1")
def test_the_earliest_start_is_one_for_which_today_is_in_time_and_the_day_before_is_not(
    filing: Filing,
) -> None:
    plan = given_plan(filing)
    pack = text_of(plan, AT.date())
    first = earliest_start(pack, AT.date())
    assert first is not None
    for start, late in ((first, False), (first - timedelta(days=1), True)):
        plan.starts_on = plan.ends_on = start
        reckoned = plan_due(plan, pack, AT.date())
        assert reckoned is not None
        assert reckoned.late is late


@pytest.mark.row("TJ21-16.1")
def test_a_returned_plan_is_mended_and_handed_in_again_under_its_number(filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    planning.hand_in(plan, by=by, at=AT)
    number = plan.number
    case = planning.open_case_of(plan, PLAN)
    assert case is not None
    return_for_correction(case, [Correction("plan", "请核对人数。")], by=whoever_holds(case), at=AT)
    planning.fill_in(plan, replace(WHOLE, expected=3), by=by, at=AT)
    planning.hand_in(plan, by=by, at=AT)
    decided(plan, PLAN)
    assert (plan.number, plan.expected, plan.state) == (number, 3, PlanState.APPROVED)


def test_a_form_that_is_sent_twice_makes_one_plan(filing: Filing) -> None:
    by, token = manager_of(filing.institution), uuid4()
    first = planning.begin(filing, WHOLE, token=token, by=by, at=AT)
    second = planning.begin(filing, WHOLE, token=token, by=by, at=AT)
    assert first.pk == second.pk
    assert Plan.objects.count() == 1


def test_two_people_at_once_do_not_overwrite_each_other(filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    stale = Plan.objects.get(pk=plan.pk)
    planning.fill_in(plan, replace(WHOLE, note="甲"), by=by, at=AT)
    with pytest.raises(Moved, match="已由其他人修改"):
        planning.fill_in(stale, replace(WHOLE, note="乙"), by=by, at=AT)
    plan.refresh_from_db()
    assert plan.note == "甲"


def test_another_body_cannot_touch_a_plan(cast: Cast, filing: Filing) -> None:
    plan = given_plan(filing)
    with pytest.raises(NotYours):
        planning.cancel(plan, "与我无关", by=manager_of(cast.school), at=AT)


def test_what_was_taken_back_is_a_draft_again_and_can_be_handed_in_anew(filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    planning.hand_in(plan, by=by, at=AT)
    planning.take_back(plan, "日期要改", by=by, at=AT)
    assert plan.state == PlanState.DRAFT
    with pytest.raises(Moved):
        planning.take_back(plan, "再撤一次", by=by, at=AT)
    planning.hand_in(plan, by=by, at=AT)
    assert plan.state == PlanState.HANDED_IN


@pytest.mark.row("TJ21-16.2")
def test_a_change_needs_a_second_approval_and_one_that_fails_brings_back_what_was_approved(
    filing: Filing,
) -> None:
    plan, by = given_approved(filing), manager_of(filing.institution)
    venues, people = set(plan.venues.values_list("pk", flat=True)), plan.assignments.count()
    planning.change(plan, by=by, at=AT)
    planning.fill_in(plan, replace(WHOLE, expected=99), by=by, at=AT)
    planning.hand_in(plan, by=by, at=AT)
    planning.take_back(plan, "不改了", by=by, at=AT)
    assert (plan.state, plan.expected) == (PlanState.APPROVED, WHOLE.expected)
    assert set(plan.venues.values_list("pk", flat=True)) == venues
    assert plan.assignments.count() == people
    planning.change(plan, by=by, at=AT)
    planning.fill_in(plan, replace(WHOLE, expected=7), by=by, at=AT)
    planning.hand_in(plan, by=by, at=AT)
    assert decided(plan, PLAN).ending == Ending.GRANTED
    assert (plan.state, plan.expected, plan.versions.count()) == (PlanState.APPROVED, 7, 2)


def test_a_change_that_is_given_up_brings_back_venues_that_were_left(filing: Filing) -> None:
    plan, by = given_approved(filing), manager_of(filing.institution)
    names = set(plan.venues.values_list("name", flat=True))
    planning.change(plan, by=by, at=AT)
    use_venues(plan, [], by=by, at=AT)
    assert not plan.venues.exists()
    planning.drop_change(plan, by=by, at=AT)
    assert set(plan.venues.values_list("name", flat=True)) == names


@pytest.mark.parametrize(("days", "may"), [(-1, True), (0, False), (1, False)])
def test_a_plan_is_cancelled_before_it_begins_and_not_after(filing: Filing, days: int, may: bool) -> None:
    plan, by = given_approved(filing), manager_of(filing.institution)
    at = on_day(STARTS + timedelta(days=days))
    if may:
        planning.cancel(plan, "生产任务调整", by=by, at=at)
        assert plan.state == PlanState.CANCELLED
        return
    with pytest.raises(NotAllowed, match="已经开始实施"):
        planning.cancel(plan, "生产任务调整", by=by, at=at)


def test_the_office_that_reviewed_a_plan_is_told_that_it_is_cancelled(filing: Filing) -> None:
    plan = given_approved(filing)
    planning.cancel(plan, "生产任务调整", by=manager_of(filing.institution), at=AT)
    messages = Message.objects.filter(key=f"plan:{plan.pk}:cancelled").select_related("post")
    assert {each.post.role for each in messages} == {Role.CLERK}
    told = messages[0]
    assert "取消评价计划" in told.title
    assert "生产任务调整" in told.text
    assert told.path == f"/desk/plans/{plan.token}/"


def test_a_draft_that_nobody_has_seen_is_cancelled_quietly(filing: Filing) -> None:
    plan = given_plan(filing)
    planning.cancel(plan, "不办了", by=manager_of(filing.institution), at=AT)
    assert plan.state == PlanState.CANCELLED
    assert not Message.objects.filter(key=f"plan:{plan.pk}:cancelled").exists()


def test_a_plan_under_review_is_taken_back_before_it_is_cancelled(filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    planning.hand_in(plan, by=by, at=AT)
    with pytest.raises(NotAllowed, match="正在审查"):
        planning.cancel(plan, "不办了", by=by, at=AT)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301])
def test_nothing_is_cancelled_without_a_reason_of_some_length(filing: Filing, reason: str) -> None:
    plan = given_plan(filing)
    with pytest.raises(NotAllowed, match="请写明取消的理由"):
        planning.cancel(plan, reason, by=manager_of(filing.institution), at=AT)


def test_what_is_proposed_comes_from_the_scope_the_catalogue_and_the_standard(filing: Filing) -> None:
    offers = offered(filing, AT.date())
    choice = next(each for each in offers.choices if each.level == "4")
    entry = proposed(choice, offers)
    assert (entry.code, entry.level, entry.audience) == (WHOLE.code, "4", "own_staff")
    assert entry.standard
    assert list(entry.methods) == [Method.THEORY, Method.PRACTICAL]
    assert list(entry.categories) == [Category.EMPLOYEE]
    assert {each.level for each in offers.choices} == {"5", "4"}


def test_a_filed_venue_can_be_used_though_the_body_does_not_have_it_in_its_register(filing: Filing) -> None:
    FiledVenue.objects.create(
        filing=filing, name="二号车间", kind="practical", address="某路2号", from_on=filing.valid_from
    )
    Venue.objects.create(
        institution=filing.institution, name="新考场", kind="theory", address="某路3号", seats=20
    )
    plan, by = given_plan(filing), manager_of(filing.institution)
    places = places_for(plan, AT.date())
    assert [each.filed is None for each in places] == sorted(each.filed is None for each in places)
    use_venues(plan, [each.key for each in places if each.name in ("二号车间", "新考场")], by=by, at=AT)
    rows = {each.name: each for each in plan.venues.all()}
    assert set(rows) == {"二号车间", "新考场"}
    assert rows["二号车间"].filed_id is not None
    assert rows["新考场"].filed_id is None


def test_a_venue_that_is_not_offered_is_refused(filing: Filing) -> None:
    plan = given_plan(filing)
    with pytest.raises(NotAllowed, match="不在名单里"):
        use_venues(plan, ["别处|别路1号"], by=manager_of(filing.institution), at=AT)


def test_every_step_of_a_plan_stands_on_the_trail(filing: Filing) -> None:
    plan, by = given_approved(filing), given_post(filing.institution.organisation, Role.STAFF)
    planning.change(plan, by=by, at=AT)
    planning.drop_change(plan, by=by, at=AT)
    acts = set(Entry.objects.filter(object_kind="evaluations.Plan").values_list("act", flat=True))
    assert {"plan.begin", "plan.approved", "plan.change", "plan.drop_change"} <= acts

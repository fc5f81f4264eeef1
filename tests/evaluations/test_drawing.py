"""Examiners drawn for a plan: who is eligible, that it is kept and can be done again, and one who declines."""

from datetime import date, timedelta

import pytest

from dengji.evaluations.acts import planning
from dengji.evaluations.acts.declaring import TieEntry, declare_tie
from dengji.evaluations.acts.drawing import draw, draw_again
from dengji.evaluations.acts.staffing import Somebody, assign, dismiss
from dengji.evaluations.examiners.draws import drawn
from dengji.evaluations.examiners.eligible import eligible_for, judged_for
from dengji.evaluations.examiners.registers import draw_within
from dengji.evaluations.examiners.roster_entries import HeldEntry
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState, Task, Tie
from dengji.filings.models import Filing
from dengji.messages.models import Message
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from tests.batch import ENDS, STARTS, WHOLE, given_candidates
from tests.cast import AT, TURNER, Cast, identity_number
from tests.evaluations.people import given_examiner, given_examiners, keeper, linked
from tests.road import manager_of


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A plan with days and without people."""
    return planning.begin(filing, WHOLE, by=manager_of(filing.institution), at=AT)


@pytest.mark.row("JLJD-16")
def test_a_draw_is_kept_with_its_list_and_can_be_done_again(cast: Cast, plan: Plan) -> None:
    people = given_examiners(cast, 7)
    made = draw(plan, 3, seed="现场三个数 8 1 6", by=cast.manager, at=AT)
    numbers = [row["number"] for row in made.eligible]
    assert numbers == sorted(each.number for each in people)
    assert drawn(made.seed, numbers, 3) == made.drawn
    rows = plan.assignments.order_by("pk")
    assert [each.registered.number for each in rows if each.registered] == made.drawn
    assert [each.task for each in rows] == [Task.HEAD_EXAMINER, Task.EXAMINER, Task.EXAMINER]
    assert all(each.drawn for each in rows)


def test_without_a_seed_nobody_could_know_the_outcome(cast: Cast, plan: Plan) -> None:
    given_examiners(cast, 3)
    first = draw(plan, 1, by=cast.manager, at=AT)
    second = draw(plan, 1, by=cast.manager, at=AT)
    assert first.seed != second.seed
    assert len(first.seed) == 32


@pytest.mark.row("JLJD-14.3")
@pytest.mark.parametrize(("until", "fits"), [(STARTS, False), (ENDS, True), (ENDS + timedelta(days=1), True)])
def test_nobody_is_eligible_whose_certificate_ends_the_day_before(
    cast: Cast, plan: Plan, until: date, fits: bool
) -> None:
    person = given_examiner(cast, valid_until=until)
    assert (person in eligible_for(plan)) is fits


def test_nobody_of_another_occupation_or_tied_or_busy_or_in_the_plan_is_eligible(
    cast: Cast, plan: Plan
) -> None:
    turner = given_examiner(cast, 700, held=(HeldEntry(TURNER, "1"),))
    of_body, tied, busy, there, free = given_examiners(cast, 5, 701)
    declare_tie(tied, TieEntry(Tie.ADVISER, plan.filing.institution.organisation), by=keeper(cast), at=AT)
    other = planning.begin(plan.filing, WHOLE, by=cast.manager, at=AT)
    assign(other, Task.EXAMINER, Somebody(registered=busy), by=cast.manager, at=AT)
    Plan.objects.filter(pk=other.pk).update(state=PlanState.HANDED_IN)
    assign(plan, Task.EXAMINER, Somebody(registered=there), by=cast.manager, at=AT)
    assert eligible_for(plan) == [of_body, free]
    reasons = {person: [each.says for each in faults] for person, faults in judged_for(plan) if faults}
    assert set(reasons) == {tied, busy}
    assert turner not in dict(judged_for(plan))
    assert "同一天另有任务" in reasons[busy][0]


def test_somebody_is_free_the_day_after_another_plan(cast: Cast, plan: Plan) -> None:
    person = given_examiner(cast)
    other = planning.begin(plan.filing, WHOLE, by=cast.manager, at=AT)
    assign(other, Task.EXAMINER, Somebody(registered=person), by=cast.manager, at=AT)
    Plan.objects.filter(pk=other.pk).update(state=PlanState.APPROVED)
    found = []
    for days in (-1, 0, 1):
        end = STARTS + timedelta(days=days)
        Plan.objects.filter(pk=other.pk).update(starts_on=end, ends_on=end)
        found.append(person in eligible_for(plan))
    assert found == [True, False, False]


def test_a_teacher_of_a_candidate_recuses_in_that_batch_only(cast: Cast, plan: Plan) -> None:
    person = given_examiner(cast)
    (candidate, *_) = given_candidates(plan)
    declare_tie(person, TieEntry(Tie.TEACHER, number=identity_number(501)), by=keeper(cast), at=AT)
    assert person not in eligible_for(plan)
    candidate.withdrawn_at = AT
    candidate.save()
    assert person in eligible_for(plan)


def test_whoever_is_a_candidate_himself_recuses(cast: Cast, plan: Plan) -> None:
    person = given_examiner(cast, 501)
    given_candidates(plan)
    assert [each.says for each in dict(judged_for(plan))[person]] == ["本人是本批次的考生"]


def test_too_few_and_senseless_numbers_are_refused_and_nothing_is_kept(cast: Cast, plan: Plan) -> None:
    given_examiners(cast, 2)
    with pytest.raises(NotAllowed, match="有2人，不足3人"):
        draw(plan, 3, by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="应在1到"):
        draw(plan, 0, by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="随机种子"):
        draw(plan, 1, seed="x" * 65, by=cast.manager, at=AT)
    assert not plan.draws.exists()
    assert not plan.assignments.exists()


def test_a_plan_without_days_draws_nobody(cast: Cast, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(starts_on=None, ends_on=None)
    with pytest.raises(NotAllowed, match="还没有填写日期"):
        draw(plan, 1, by=cast.manager, at=AT)


def test_a_draw_on_a_stale_page_or_by_others_is_refused(cast: Cast, plan: Plan) -> None:
    given_examiners(cast, 3)
    stale = Plan.objects.get(pk=plan.pk)
    draw(plan, 1, by=cast.manager, at=AT)
    with pytest.raises(Moved):
        draw(stale, 1, by=cast.manager, at=AT)
    with pytest.raises(NotYours):
        draw(plan, 1, by=keeper(cast), at=AT)


def test_one_who_declines_is_replaced_and_the_first_draw_stays_with_the_reason(
    cast: Cast, plan: Plan
) -> None:
    given_examiners(cast, 4)
    first = draw(plan, 3, by=cast.manager, at=AT)
    gone = plan.assignments.get(task=Task.HEAD_EXAMINER)
    second = draw_again(plan, gone.pk, "当天出差", by=cast.manager, at=AT)
    first.refresh_from_db()
    assert (second.instead_of, second.because) == (gone.registered, "当天出差")
    assert gone.registered is not None
    assert gone.registered.number in first.drawn
    assert [row["number"] for row in second.eligible] == second.drawn
    assert plan.assignments.count() == 3
    assert plan.assignments.get(task=Task.HEAD_EXAMINER).registered.number == second.drawn[0]  # type: ignore[union-attr]
    assert gone.registered not in eligible_for(plan)


def test_to_replace_somebody_needs_a_reason_and_somebody_who_was_drawn(cast: Cast, plan: Plan) -> None:
    chosen, *_ = given_examiners(cast, 3)
    by_hand = assign(plan, Task.EXAMINER, Somebody(registered=chosen), by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="只有随机抽取的"):
        draw_again(plan, by_hand.pk, "出差", by=cast.manager, at=AT)
    draw(plan, 1, by=cast.manager, at=AT)
    row = plan.assignments.get(drawn=True)
    with pytest.raises(NotAllowed, match="请写明不能参加的理由"):
        draw_again(plan, row.pk, " ", by=cast.manager, at=AT)
    assert plan.assignments.filter(pk=row.pk).exists()


def test_whoever_is_drawn_is_told_and_signs_in_his_own_post(cast: Cast, plan: Plan) -> None:
    person = linked(given_examiner(cast), cast.province_centre, Role.EXAMINER, keeper(cast))
    draw(plan, 1, by=cast.manager, at=AT)
    assert person.post is not None
    assert plan.assignments.get().post == person.post
    assert "被抽取为考评员" in Message.objects.get(recipient=person.post.person).title


def test_a_draw_is_seen_by_whoever_may_see_the_plan_only(cast: Cast, plan: Plan) -> None:
    given_examiners(cast, 1)
    made = draw(plan, 1, by=cast.manager, at=AT)
    assert draw_within(cast.manager, made.token) == made
    assert draw_within(cast.approver, made.token) is None
    assert draw_within(manager_of(cast.school), made.token) is None


def test_an_assignment_that_was_cancelled_leaves_the_person_eligible(cast: Cast, plan: Plan) -> None:
    (person,) = given_examiners(cast, 1)
    row = assign(plan, Task.EXAMINER, Somebody(registered=person), by=cast.manager, at=AT)
    dismiss(plan, row.pk, by=cast.manager, at=AT)
    assert eligible_for(plan) == [person]

"""Scores are made known once they are checked; a candidate sees his own, complains of it in time, reads the answer."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F

from dengji.evaluations.acts.complaining import answer, complain, complaints_until, publish
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score, ScoreComplaint
from dengji.evaluations.scores.lookup import own_candidate, own_scores
from dengji.evaluations.terms import Attendance, ComplaintState, PlanState
from dengji.filings.models import Filing
from dengji.messages.models import Message
from dengji.policy.engine.form import Length
from dengji.policy.queries import pack_of
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from tests.batch import after, given_checked, given_reported, given_scores
from tests.cast import Cast, identity_number
from tests.marking import THEORY, given_attendance, given_batch, head, people
from tests.road import manager_of, on_day

FIRST, SECOND = identity_number(501), identity_number(502)


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A batch of two whose results are checked."""
    plan = given_batch(filing)
    given_scores(plan, [60, 59])
    given_checked(plan)
    plan.refresh_from_db()
    return plan


def published(plan: Plan) -> Plan:
    """The same with its scores made known on Thursday, 10 December 2026."""
    publish(plan, by=head(plan), at=on_day(date(2026, 12, 10)))
    return plan


@pytest.mark.row("JLJD-23")
def test_scores_are_made_known_after_the_centre_checked_them_and_not_before(filing: Filing) -> None:
    plan = given_batch(filing)
    given_scores(plan, [60, 59])
    for reported in (False, True):
        if reported:
            given_reported(plan)
        with pytest.raises(NotAllowed, match="核对以后"):
            publish(plan, by=head(plan), at=after(plan))
        assert own_scores(FIRST, "考生一") == []


@pytest.mark.row("JLJD-23")
@pytest.mark.row("TJ21-22")
def test_a_candidate_sees_his_own_scores_by_part(plan: Plan) -> None:
    assert own_scores(SECOND, "考生二") == []
    published(plan)
    (mine,) = own_scores(SECOND.lower(), " 考生 二 ")
    assert [(each.label, each.value, each.passed) for each in mine.parts] == [
        ("理论知识考试", "59", False),
        ("技能操作考核", "59", False),
    ]
    assert (mine.passed, mine.void, mine.pass_mark) == (False, False, "60")
    assert own_scores(FIRST, "考生一")[0].passed is True


def test_a_wrong_name_another_ticket_and_nobody_are_answered_alike(plan: Plan) -> None:
    plan.candidates.update(ticket=F("ordinal"))
    published(plan)
    assert len(own_scores(FIRST, "1")) == 1
    for number, named in (
        (FIRST, "2"),
        (FIRST, "考生二"),
        (FIRST, ""),
        (SECOND, "考生一"),
        (identity_number(9), "考生一"),
    ):
        assert own_scores(number, named) == []


def test_the_look_up_ends_with_withdrawal_and_says_when_scores_count_for_nothing(plan: Plan) -> None:
    published(plan)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.VOID)
    mine = own_scores(FIRST, "考生一")[0]
    assert (mine.void, mine.passed, mine.may_complain(date(2026, 12, 11))) == (True, False, False)
    token = people(plan)[0].token
    assert own_candidate(token) is not None
    plan.candidates.update(withdrawn_at=after(plan))
    assert own_candidate(token) is None


def test_an_expelled_candidates_part_is_void_and_an_absent_ones_is_called_absent(plan: Plan) -> None:
    first, second = people(plan)
    given_attendance(plan, first, Attendance.EXPELLED)
    Score.objects.filter(candidate=second, method=THEORY).update(value=None, absent=True, passed=False)
    published(plan)
    assert own_scores(FIRST, "考生一")[0].parts[0].value == "作废"
    assert own_scores(SECOND, "考生二")[0].parts[0].value == "缺考"
    assert own_scores(FIRST, "考生一")[0].passed is False


@pytest.mark.row("TJ21-22")
@pytest.mark.parametrize(("day", "may"), [(16, True), (17, True), (18, False)])
def test_a_complaint_is_taken_until_the_last_day_for_it(plan: Plan, day: int, *, may: bool) -> None:
    published(plan)
    assert complaints_until(plan) == date(2026, 12, 17)  # five working days
    who = people(plan)[1]
    assert own_scores(SECOND, "考生二")[0].may_complain(date(2026, 12, day)) is may
    if may:
        made = complain(who, THEORY, "第三大题应当得分", at=on_day(date(2026, 12, day)))
        told = Message.objects.filter(key=f"complaint:{made.pk}").values_list("recipient", flat=True)
        assert head(plan).person_id in told
    else:
        with pytest.raises(NotAllowed, match="12月17日"):
            complain(who, THEORY, "第三大题应当得分", at=on_day(date(2026, 12, day)))


def test_a_text_may_say_another_period_for_complaints(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    published(plan)
    assert plan.edition_id is not None
    practice = pack_of(plan.edition_id).practice
    assert practice is not None
    assert practice.complaint is None
    other = pack_of(plan.edition_id).model_copy(
        update={"practice": practice.model_copy(update={"complaint": Length(n=10, unit="day")})}
    )
    monkeypatch.setattr("dengji.evaluations.acts.complaining.text_of", lambda plan, on: other)
    assert complaints_until(plan) == date(2026, 12, 21)  # the tenth day is a Sunday


@pytest.mark.row("TJ21-22")
def test_one_complaint_a_part_is_open_and_is_answered_with_a_reason(plan: Plan, cast: Cast) -> None:
    published(plan)
    who, at = people(plan)[1], on_day(date(2026, 12, 11))
    made = complain(who, THEORY, "第三大题应当得分", at=at)
    with pytest.raises(NotAllowed, match="正在办理"):
        complain(who, THEORY, "再说一次", at=at)
    with pytest.raises(NotAllowed, match="理由"):
        complain(who, Score.objects.filter(candidate=who).exclude(method=THEORY).get().method, " ", at=at)  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        answer(made, "查过了", upheld=False, by=manager_of(cast.school), at=at)
    with pytest.raises(NotAllowed, match="核查"):
        answer(made, " ", upheld=False, by=head(plan), at=at)
    answer(made, "两人重新核对答卷，得分无误。", upheld=False, by=head(plan), at=at)
    with pytest.raises(Moved):
        answer(made, "又查", upheld=True, by=head(plan), at=at)
    part = own_scores(SECOND, "考生二")[0].parts[0]
    assert [(each.state, each.answer) for each in part.complaints] == [
        (ComplaintState.REJECTED, "两人重新核对答卷，得分无误。")
    ]
    assert part.waits is False


def test_nobody_complains_of_what_is_not_known_or_has_no_score(plan: Plan) -> None:
    who, at = people(plan)[1], on_day(date(2026, 12, 11))
    with pytest.raises(NotAllowed):
        complain(who, THEORY, "理由", at=at)
    published(plan)
    with pytest.raises(NotAllowed, match="没有成绩"):
        complain(who, type(THEORY).REVIEW, "理由", at=at)
    assert not ScoreComplaint.objects.exists()


def test_scores_are_made_known_once_and_by_the_body_alone(plan: Plan, cast: Cast) -> None:
    with pytest.raises(NotYours):
        publish(plan, by=manager_of(cast.school), at=after(plan))
    published(plan)
    with pytest.raises(Moved, match="已经公布"):
        publish(plan, by=head(plan), at=after(plan, 3))


def test_where_no_text_has_results_checked_scores_are_made_known_once_all_are_in(
    filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = given_batch(filing)
    assert plan.edition_id is not None
    pack = pack_of(plan.edition_id)
    other = pack.model_copy(update={"matters": {k: v for k, v in pack.matters.items() if k != "results"}})
    monkeypatch.setattr("dengji.evaluations.acts.complaining.text_of", lambda plan, on: other)
    with pytest.raises(NotAllowed, match="缺2人的成绩"):
        publish(plan, by=head(plan), at=after(plan))
    given_scores(plan, [60, 59])
    with pytest.raises(NotAllowed, match="还没有结束"):
        publish(plan, by=head(plan), at=on_day(date(2026, 12, 7)))
    publish(plan, by=head(plan), at=after(plan))
    assert [who.passed for who in people(plan)] == [True, False]
    assert own_scores(FIRST, "考生一")[0].parts[0].value == str(Decimal(60))

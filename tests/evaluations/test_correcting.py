"""A score is put right with a reason and by two; after the results are checked, only with the authority."""

from decimal import Decimal

import pytest

from dengji.evaluations.acts.correcting import confirm, decline, propose, second
from dengji.evaluations.acts.reporting import report
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score, ScoreEntry
from dengji.evaluations.scores.scorebook import corrections, corrections_for, entries_of, waiting
from dengji.evaluations.terms import CorrectionState, EntryKind, PlanState
from dengji.filings.models import Filing
from dengji.messages.models import Message
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from tests.batch import after, given_checked, given_reported, given_scores, given_supervised
from tests.cast import Cast
from tests.marking import DAY, THEORY, another, given_batch, head, people
from tests.road import manager_of, post_in

WHY = "复核答卷，第三大题漏计4分"


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A batch of two: one passed, one failed theory and practice by a point."""
    plan = given_batch(filing)
    given_scores(plan, [60, 59])
    return plan


def score(plan: Plan, place: int = 1) -> Score:
    """The theory score of one of them."""
    return Score.objects.get(candidate=people(plan)[place], method=THEORY)


def officer(plan: Plan) -> Post:
    """A clerk of the authority that filed the body."""
    return post_in(plan.filing.authority, Role.CLERK)


@pytest.mark.row("JLJD-21")
@pytest.mark.row("JLJD-31.5")
def test_a_correction_counts_once_a_second_person_agrees_and_every_trace_stays(plan: Plan) -> None:
    made = propose(score(plan), Decimal(63), WHY, by=head(plan), at=after(plan))
    assert (score(plan).value, waiting(plan).corrections) == (Decimal(59), 1)
    done = second(made, by=another(plan), at=after(plan))
    assert done.state == CorrectionState.MADE
    now = score(plan)
    assert (now.value, now.passed, waiting(plan).corrections) == (Decimal(63), True, 0)
    kept = corrections(plan).get()
    assert (kept.before, kept.after, kept.reason) == (Decimal(59), Decimal(63), WHY)
    assert [(each.kind, each.value) for each in entries_of(now)] == [
        (EntryKind.IMPORTED, Decimal(59)),
        (EntryKind.CORRECTED, Decimal(63)),
    ]


@pytest.mark.row("JLJD-31.5")
def test_nobody_agrees_to_his_own_correction_in_whatever_post(plan: Plan) -> None:
    by = head(plan)
    made = propose(score(plan), None, WHY, by=by, at=after(plan))
    other = Post.objects.create(
        person=by.person, organisation=by.organisation, role=Role.STAFF, from_on=DAY.date()
    )
    for self in (by, other):
        with pytest.raises(NotAllowed, match="另一个人"):
            second(made, by=self, at=after(plan))


@pytest.mark.parametrize(
    ("value", "reason", "says"),
    [
        (Decimal(63), "  ", "理由"),
        (Decimal(63), "一" * 501, "500字"),
        (Decimal("100.1"), WHY, "0到100"),
        (Decimal(-1), WHY, "0到100"),
        (Decimal("59.95"), WHY, "一位小数"),
        (Decimal(59), WHY, "一样"),
    ],
)
def test_a_correction_says_why_and_what_can_be(plan: Plan, value: Decimal, reason: str, says: str) -> None:
    with pytest.raises(NotAllowed, match=says):
        propose(score(plan), value, reason, by=head(plan), at=after(plan))
    assert not corrections(plan).exists()


def test_one_correction_waits_at_a_time_and_can_be_declined(plan: Plan) -> None:
    at = after(plan)
    made = propose(score(plan), Decimal(63), WHY, by=head(plan), at=at)
    with pytest.raises(NotAllowed, match="等复核"):
        propose(score(plan), Decimal(64), WHY, by=another(plan), at=at)
    declined = decline(made, "答卷没有漏计", by=another(plan, "何平"), at=at)
    assert (declined.state, score(plan).value) == (CorrectionState.DECLINED, Decimal(59))
    with pytest.raises(Moved):
        second(made, by=another(plan, "周洁"), at=at)
    propose(score(plan), Decimal(64), WHY, by=head(plan), at=at)


def test_what_changed_since_is_not_corrected_blindly(plan: Plan) -> None:
    made = propose(score(plan), Decimal(63), WHY, by=head(plan), at=after(plan))
    Score.objects.filter(pk=score(plan).pk).update(value=Decimal(61), passed=True)
    with pytest.raises(Moved, match="已经变化"):
        second(made, by=another(plan), at=after(plan))


def test_only_the_body_proposes_and_agrees(plan: Plan, cast: Cast) -> None:
    for by in (manager_of(cast.school), officer(plan)):
        with pytest.raises(NotYours):
            propose(score(plan), Decimal(63), WHY, by=by, at=after(plan))
    made = propose(score(plan), Decimal(63), WHY, by=head(plan), at=after(plan))
    for by in (manager_of(cast.school), officer(plan)):
        with pytest.raises(NotYours):
            second(made, by=by, at=after(plan))


def test_results_wait_for_a_correction_that_nobody_agreed_to_yet(plan: Plan) -> None:
    made = propose(score(plan), Decimal(63), WHY, by=head(plan), at=after(plan))
    given_supervised(plan)
    with pytest.raises(NotAllowed, match=r"1项等第二人复核.*第2号考生理论知识考试成绩的更正（59改为63）"):
        report(plan, by=head(plan), at=after(plan))
    assert Plan.objects.get(pk=plan.pk).state == PlanState.APPROVED
    second(made, by=another(plan), at=after(plan))
    report(plan, by=head(plan), at=after(plan))
    assert plan.state == PlanState.REPORTED


def test_results_that_were_handed_in_come_back_first(plan: Plan) -> None:
    given_reported(plan)
    with pytest.raises(Moved, match="结果核对中") as refused:
        propose(score(plan, 0), Decimal(63), WHY, by=head(plan), at=after(plan))
    assert "撤回" in refused.value.remedy


@pytest.mark.row("JLJD-23")
@pytest.mark.row("JLJD-31.5")
def test_checked_scores_change_only_with_the_authority_and_who_passed_is_said_anew(plan: Plan) -> None:
    given_scored_better(plan)
    given_checked(plan)
    plan.refresh_from_db()
    assert plan.state == PlanState.CHECKED
    at, who = after(plan, 2), people(plan)[1]
    assert who.passed is False
    made = propose(score(plan), Decimal(60), WHY, by=head(plan), at=at)
    waits = second(made, by=another(plan), at=at)
    assert (waits.state, score(plan).value) == (CorrectionState.AUTHORITY, Decimal(59))
    told = Message.objects.filter(key=f"correction:{made.pk}").values_list("recipient", flat=True)
    assert officer(plan).person_id in told
    assert list(corrections_for(plan.filing.authority_id)) == [made]
    for by in (head(plan), another(plan, "何平")):
        with pytest.raises(NotYours):
            confirm(made, by=by, at=at)
    confirm(made, by=officer(plan), at=at)
    who.refresh_from_db()
    assert (score(plan).value, who.passed) == (Decimal(60), True)


def given_scored_better(plan: Plan) -> None:
    """The second person's practice passed, so that theory alone keeps him back."""
    found = Score.objects.filter(candidate=people(plan)[1]).exclude(method=THEORY)
    made = propose(found.get(), Decimal(70), WHY, by=head(plan), at=after(plan))
    second(made, by=another(plan, "陈晓"), at=after(plan))


def test_the_authority_may_decline(plan: Plan) -> None:
    given_checked(plan)
    at = after(plan, 2)
    made = propose(score(plan), Decimal(60), WHY, by=head(plan), at=at)
    second(made, by=another(plan), at=at)
    with pytest.raises(NotYours):
        decline(made, "不同意", by=head(plan), at=at)
    decline(made, "没有附答卷", by=officer(plan), at=at)
    assert (score(plan).value, ScoreEntry.objects.filter(kind=EntryKind.CORRECTED).count()) == (
        Decimal(59),
        0,
    )

"""A whole sheet of scores is taken back with a reason and by two; what it brought in stays on record."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from dengji.evaluations.acts.correcting import propose
from dengji.evaluations.acts.correcting import second as second_correction
from dengji.evaluations.acts.reporting import report
from dengji.evaluations.acts.scoring import import_sheet
from dengji.evaluations.acts.withdrawing import decline, second, withdraw
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import ImportWithdrawal, Score, ScoreEntry, ScoreImport
from dengji.evaluations.scores.imports import brought_in_by, may_be_withdrawn, unsettled
from dengji.evaluations.terms import EntryKind, WithdrawalState
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from tests.batch import after, given_supervised
from tests.candidates import noted
from tests.cast import Cast
from tests.marking import DAY, PRACTICAL, THEORY, another, given_batch, head, people, sheet_of
from tests.road import manager_of

WHY = "整列成绩错了一行"


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A batch of three."""
    return given_batch(filing, 3)


@pytest.fixture
def sheet(plan: Plan) -> ScoreImport:
    """Theory of all three, by sheet, a row out."""
    return import_sheet(plan, THEORY, sheet_of((1, 70), (2, 55), (3, "缺考")), by=head(plan), at=DAY)


def stands(plan: Plan) -> dict[int, Decimal | None]:
    """The theory scores that stand, by place on the list."""
    found = Score.objects.filter(candidate__plan=plan, method=THEORY)
    return dict(found.order_by("candidate").values_list("candidate__ordinal", "value"))


@pytest.mark.row("JLJD-21")
@pytest.mark.row("JLJD-31.5")
def test_a_wrong_sheet_is_taken_back_by_two_and_every_trace_stays(plan: Plan, sheet: ScoreImport) -> None:
    made = withdraw(sheet, WHY, by=head(plan), at=after(plan))
    assert len(stands(plan)) == 3
    done = second(made, by=another(plan), at=after(plan))
    assert (done.state, done.taken, done.left, stands(plan)) == (WithdrawalState.MADE, 3, 0, {})
    kinds = (
        ScoreEntry.objects.filter(candidate__plan=plan).order_by("pk").values_list("kind", "value", "absent")
    )
    assert list(kinds)[:3] == [
        (EntryKind.IMPORTED, Decimal(70), False),
        (EntryKind.IMPORTED, Decimal(55), False),
        (EntryKind.IMPORTED, None, True),
    ]
    assert [each[1:] for each in kinds if each[0] == EntryKind.WITHDRAWN] == [
        each[1:] for each in list(kinds)[:3]
    ]
    assert noted("score_sheet_withdrawal.made")["reason"] == WHY


def test_after_that_the_mended_sheet_goes_in(plan: Plan, sheet: ScoreImport) -> None:
    second(withdraw(sheet, WHY, by=head(plan), at=after(plan)), by=another(plan), at=after(plan))
    mended = sheet_of((1, 55), (2, "缺考"), (3, 70))
    again = import_sheet(plan, THEORY, mended, by=head(plan), at=after(plan, 2))
    assert (again.taken, again.faulty) == (3, [])
    assert stands(plan) == {1: Decimal(55), 2: None, 3: Decimal(70)}
    assert (len(brought_in_by(sheet).standing), len(brought_in_by(again).standing)) == (0, 3)
    with pytest.raises(NotAllowed, match="没有可以撤回"):
        withdraw(sheet, WHY, by=head(plan), at=after(plan, 2))


def test_only_what_the_sheet_brought_goes(plan: Plan) -> None:
    first = import_sheet(plan, THEORY, sheet_of((1, 70)), by=head(plan), at=DAY)
    import_sheet(plan, THEORY, sheet_of((1, 70), (2, 80)), by=head(plan), at=after(plan))
    import_sheet(plan, PRACTICAL, sheet_of((1, "缺考")), by=head(plan), at=DAY)
    made = withdraw(first, WHY, by=head(plan), at=after(plan))
    assert second(made, by=another(plan), at=after(plan)).taken == 1
    assert stands(plan) == {2: Decimal(80)}
    assert Score.objects.filter(candidate__plan=plan, method=PRACTICAL).count() == 1


def test_what_was_corrected_alone_stays_as_it_was_put_right(plan: Plan, sheet: ScoreImport) -> None:
    score = Score.objects.get(candidate=people(plan)[1], method=THEORY)
    correction = propose(score, Decimal(56), "漏计1分", by=head(plan), at=after(plan))
    with pytest.raises(NotAllowed, match="1次更正等第二人复核"):
        withdraw(sheet, WHY, by=head(plan), at=after(plan))
    second_correction(correction, by=another(plan), at=after(plan))
    made = withdraw(sheet, WHY, by=head(plan), at=after(plan))
    done = second(made, by=another(plan, "何平"), at=after(plan))
    assert (done.taken, done.left, stands(plan)) == (2, 1, {2: Decimal(56)})


@pytest.mark.row("JLJD-31.5")
def test_nobody_agrees_to_his_own_withdrawal_in_whatever_post(plan: Plan, sheet: ScoreImport) -> None:
    by = head(plan)
    made = withdraw(sheet, WHY, by=by, at=after(plan))
    other = Post.objects.create(
        person=by.person, organisation=by.organisation, role=Role.STAFF, from_on=DAY.date()
    )
    for self in (by, other):
        with pytest.raises(NotAllowed, match="另一个人"):
            second(made, by=self, at=after(plan))
    assert len(stands(plan)) == 3


def test_it_says_why_and_is_asked_once(plan: Plan, sheet: ScoreImport) -> None:
    for reason in (" ", "一" * 501):
        with pytest.raises(NotAllowed, match="理由"):
            withdraw(sheet, reason, by=head(plan), at=after(plan))
    made = withdraw(sheet, WHY, by=head(plan), at=after(plan))
    with pytest.raises(Moved, match="已经提出撤回"):
        withdraw(sheet, WHY, by=another(plan), at=after(plan))
    declined = decline(made, "没有错行", by=another(plan, "何平"), at=after(plan))
    assert (declined.state, len(stands(plan))) == (WithdrawalState.DECLINED, 3)
    with pytest.raises(Moved, match="已经有人办过了"):
        second(made, by=another(plan, "周洁"), at=after(plan))
    withdraw(sheet, WHY, by=head(plan), at=after(plan))
    assert sheet.withdrawals.count() == 2


def test_only_the_body_itself_takes_a_sheet_back(plan: Plan, sheet: ScoreImport, cast: Cast) -> None:
    with pytest.raises(NotYours):
        withdraw(sheet, WHY, by=manager_of(cast.school), at=after(plan))
    made = withdraw(sheet, WHY, by=head(plan), at=after(plan))
    for act in (second, lambda each, **by: decline(each, "不对", **by)):
        with pytest.raises(NotYours):
            act(made, by=manager_of(cast.school), at=after(plan))


def test_results_wait_for_whoever_is_to_agree(plan: Plan, sheet: ScoreImport) -> None:
    import_sheet(plan, PRACTICAL, sheet_of(*((n, "缺考") for n in (1, 2, 3))), by=head(plan), at=DAY)
    made = withdraw(sheet, WHY, by=head(plan), at=after(plan))
    assert unsettled(plan) == ["撤回理论知识考试成绩的一次导入（“成绩.xlsx”）"]
    given_supervised(plan)
    with pytest.raises(NotAllowed, match=r"1项等第二人复核.*撤回理论知识考试成绩"):
        report(plan, by=head(plan), at=after(plan))
    decline(made, "没有错行", by=another(plan), at=after(plan))
    assert may_be_withdrawn(sheet)
    report(plan, by=head(plan), at=after(plan))
    sheet.plan.refresh_from_db()
    assert not may_be_withdrawn(sheet)
    with pytest.raises(Moved, match="结果核对中"):
        withdraw(sheet, WHY, by=head(plan), at=after(plan))


def test_what_candidates_were_told_is_not_taken_back_as_a_whole(plan: Plan, sheet: ScoreImport) -> None:
    Plan.objects.filter(pk=plan.pk).update(published_at=after(plan))
    with pytest.raises(NotAllowed, match="已经公布"):
        withdraw(sheet, WHY, by=head(plan), at=after(plan))


def test_the_database_wants_two_and_one_at_a_time(plan: Plan, sheet: ScoreImport) -> None:
    by = head(plan)
    said = {"sheet": sheet, "reason": WHY, "by": by, "at": DAY}
    with pytest.raises(IntegrityError, match="import_withdrawal_by_two"), transaction.atomic():
        ImportWithdrawal.objects.create(**said, state=WithdrawalState.MADE, seconded_by=by)
    ImportWithdrawal.objects.create(**said)
    with pytest.raises(IntegrityError, match=r"import_withdrawal_once|sheet_id"), transaction.atomic():
        ImportWithdrawal.objects.create(**said)

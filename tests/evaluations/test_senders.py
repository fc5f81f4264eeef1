"""Who sends supervisors: in Jilin a centre or the implementing department; elsewhere the filing's authority."""

from datetime import date, timedelta

import pytest

from dengji.evaluations.acts.sending import call_back, send
from dengji.evaluations.acts.supervising import PartEntry, ReportEntry, report_on
from dengji.evaluations.effects import approve
from dengji.evaluations.examiners.registers import plan_to_watch, plans_to_watch
from dengji.evaluations.examiners.watching import handed_in, sent_to, watched
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.queries import plan_for
from dengji.evaluations.terms import Task
from dengji.messages.models import Message
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotYours
from tests.cast import AT, Cast, given_post
from tests.evaluations.examined import DAY, NEXT, given_examining, given_taken, practice, supervised
from tests.evaluations.people import given_supervisor
from tests.evaluations.places import given_at

DUE = date(2026, 12, 10)


@pytest.fixture
def jilin(db: None) -> Cast:
    """Everybody in Jilin, the draft in trial operation."""
    return given_at("JLJD")


@pytest.fixture
def plan(jilin: Cast) -> Plan:
    """A plan of a body that a department other than the HR department set up, taken by the centre."""
    return given_taken(given_examining(jilin), jilin)


def names(plan: Plan) -> set[str]:
    """Who may send."""
    return {str(each) for each in plan.senders.all()}


def department_head(jilin: Cast) -> Post:
    """Who signs for the department."""
    return given_post(jilin.department, Role.APPROVER, "韩雪梅")


@pytest.mark.row("JLJD-17")
def test_the_centre_and_the_department_that_set_the_body_up_may_send(plan: Plan, jilin: Cast) -> None:
    assert names(plan) == {str(jilin.province_centre), str(jilin.department)}
    by, person = department_head(jilin), given_supervisor(jilin)
    assert plan_for(by, plan.token) == plan
    assert list(plans_to_watch(by, DAY)) == [plan]
    row = send(plan, person, by=by, at=AT)
    assert (row.task, row.sent_by) == (Task.WATCHER, jilin.department)


@pytest.mark.row("JLJD-17")
def test_the_bureau_that_filed_a_body_of_another_department_sends_nobody(plan: Plan, jilin: Cast) -> None:
    by = given_post(jilin.province_bureau, Role.CLERK)
    assert plan_to_watch(by, plan.token) is None
    with pytest.raises(NotYours) as refused:
        send(plan, given_supervisor(jilin), by=by, at=AT)
    assert refused.value.article == "第十七条"
    assert str(jilin.province_centre) in refused.value.sentence


@pytest.mark.row("JLJD-17", "JLJD-2")
def test_of_a_body_of_the_hr_department_that_department_is_the_filing_bureau(jilin: Cast) -> None:
    Organisation.objects.filter(pk=jilin.examination_body.pk).update(overseen_by=None)
    jilin.examination_body.organisation.overseen_by = None
    plan = given_taken(given_examining(jilin), jilin)
    assert names(plan) == {str(jilin.province_centre), str(jilin.province_bureau)}


def test_only_whoever_sent_a_supervisor_calls_him_back(plan: Plan, jilin: Cast) -> None:
    row = send(plan, given_supervisor(jilin), by=department_head(jilin), at=AT)
    clerk = given_post(jilin.province_centre, Role.CLERK)
    with pytest.raises(NotYours, match="由委派的单位撤回"):
        call_back(plan, row.pk, "另有安排", by=clerk, at=AT)
    call_back(plan, row.pk, "另有安排", by=department_head(jilin), at=AT)
    assert not plan.assignments.filter(task=Task.WATCHER).exists()


def test_an_office_that_is_not_there_sends_nobody(plan: Plan, jilin: Cast) -> None:
    Organisation.objects.filter(pk=jilin.examination_body.pk).update(overseen_by=jilin.province_bureau)
    case = Case.objects.get(about=plan.number, matter="plan")
    case.ended_at = None
    plan.versions.all().delete()
    approve(case, by=None, at=AT, detail={})
    assert names(plan) == {str(jilin.province_centre)}


@pytest.mark.row("JLJD-18")
def test_who_sent_him_and_who_approves_scores_are_told_of_his_proposal(plan: Plan, jilin: Cast) -> None:
    head, clerk = department_head(jilin), given_post(jilin.province_centre, Role.CLERK)
    row = send(plan, given_supervisor(jilin), by=head, at=AT)
    supervised(plan, row, valid=False)
    told = Message.objects.filter(title__contains="建议本批次无效")
    assert set(told.values_list("recipient", flat=True)) >= {head.person_id, clerk.person_id}


@pytest.mark.row("JLJD-18")
def test_a_supervisor_sees_how_far_his_reports_are(plan: Plan, jilin: Cast) -> None:
    row = send(plan, given_supervisor(jilin), by=department_head(jilin), at=AT)
    assert row.post is not None
    assert sent_to(row.post, plan.token) == row
    assert watched([row], AT.date())[row.pk].open is False
    now = watched([row], NEXT.date())[row.pk]
    assert (now.open, now.due) == (True, DUE)
    late = [watched([row], DUE + timedelta(days=days))[row.pk].late for days in (-1, 0, 1)]
    assert late == [False, False, True]
    (form,) = [each for each in practice().supervision if each.watch == "external"]
    entry = ReportEntry({key: PartEntry(sound=True) for key in form.parts}, "规范", valid=True)
    made = report_on(plan, row, entry, by=row.post, at=NEXT)
    assert handed_in(row) == made
    assert watched([row], NEXT.date())[row.pk].report == made

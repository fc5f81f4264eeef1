"""Waiting for others: the ministry's network through the exchange, and an implementing department's opinion."""

from datetime import timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import call_command

from dengji.exchange.acts import receive
from dengji.exchange.models import Request
from dengji.exchange.terms import Register
from dengji.people.terms import Role
from dengji.procedure import clocks, external
from dengji.procedure.acts import answering, recomputing
from dengji.procedure.acts.answering import Taken, take_answers
from dengji.procedure.acts.deciding import confirm, decline
from dengji.procedure.acts.receiving import accept, reject
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.queries import cases_waiting_outside
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.terms import Ending
from tests.cast import AT, Cast
from tests.exchange.conftest import line
from tests.exchange.registers import Line
from tests.road import (
    PUBLISHED,
    brought_to,
    given_application,
    given_round,
    post_in,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
__all__ = ["line"]
LATER = AT + timedelta(days=30)


@pytest.fixture
def case(tianjin: Cast) -> Case:
    """A case that was reported to the ministry's network."""
    given_round(tianjin.bureau, "TJ21")
    made = given_application(tianjin.employer, "TJ21")
    brought_to(made, "report", tianjin)
    return made


def reported() -> Request:
    """The one report."""
    return Request.objects.get(register=Register.MINISTRY_NETWORK)


@pytest.mark.row("TJ21-10.5")
def test_a_case_is_reported_as_it_comes_to_the_step(case: Case) -> None:
    report = reported()
    assert report.about == f"case:{case.pk}:report"
    assert (report.payload["case"], report.payload["uscc"]) == (case.number, case.applicant.uscc)
    assert [row["levels"] for row in report.payload["occupations"]] == [["5", "4", "3"]]
    assert cases_waiting_outside() == [case]


@pytest.mark.row("TJ21-10.5")
def test_a_case_waits_until_the_ministry_has_published_it(case: Case) -> None:
    assert take_answers(at=LATER) == Taken(confirmed=0, declined=0, waiting=1)
    receive(reported(), PUBLISHED, at=LATER)
    assert take_answers(at=LATER) == Taken(confirmed=1, declined=0, waiting=0)
    case.refresh_from_db()
    assert case.step == "notice"
    event = case.events.get(act="confirm")
    assert (event.by, event.reason) == (None, "2026年12月1日 (周二)公布，编号2026000001")
    assert take_answers(at=LATER) == Taken(confirmed=0, declined=0, waiting=0)


@pytest.mark.row("TJ21-10.5", "CR-9")
def test_what_the_ministry_declines_is_refused_with_its_reason(case: Case) -> None:
    receive(reported(), {"state": "declined", "reason": "机构名称与登记不符"}, at=LATER)
    assert take_answers(at=LATER) == Taken(confirmed=0, declined=1, waiting=0)
    case.refresh_from_db()
    letter = case.letters.get(key="refusal")
    assert case.ending == Ending.REFUSED
    assert "机构名称与登记不符" in letter.paragraphs[0]
    assert "第十条第（五）项" in letter.paragraphs[-1]


@pytest.mark.row("TJ21-10.5")
def test_nobody_here_confirms_for_the_ministry(case: Case) -> None:
    for act in (confirm, decline):
        with pytest.raises(NotAllowed, match="等待外部系统的回复"):
            act(case, "已在网站看到", by=whoever_holds(case), at=LATER)
    assert case.step == "report"


def test_a_case_that_somebody_moved_meanwhile_is_left_to_the_next_round(case: Case) -> None:
    receive(reported(), PUBLISHED, at=LATER)
    stale = cases_waiting_outside()
    take_answers(at=LATER)
    with patch.object(answering, "cases_waiting_outside", lambda: stale):
        assert take_answers(at=LATER) == Taken(confirmed=0, declined=0, waiting=1)


@pytest.mark.row("TJ21-10.5")
def test_the_command_sends_collects_and_moves(case: Case, line: Line) -> None:
    def told(**options: Any) -> str:
        out = StringIO()
        call_command("answers", stdout=out, **options)
        return out.getvalue()

    Request.objects.exclude(register=Register.MINISTRY_NETWORK).delete()
    with time_machine.travel(LATER, tick=False):
        assert told() == "确认0件，不予确认0件，仍在等待1件。\n"
        status, _ = line.operator(f"/{reported().receipt}", {"decision": "publish"})
        assert status == 200
    with time_machine.travel(LATER + timedelta(hours=1), tick=False):
        assert told(json=True) == '{"confirmed": 1, "declined": 0, "waiting": 0}\n'
    case.refresh_from_db()
    assert case.step == "notice"


@pytest.fixture
def asked(jilin: Cast) -> Case:
    """A body of another department whose application waits for that department."""
    made = given_application(jilin.examination_body, "JLJD")
    brought_to(made, "department_opinion", jilin)
    return made


@pytest.mark.row("JLJD-8")
def test_the_department_that_set_the_body_up_is_asked(asked: Case, jilin: Cast) -> None:
    assert (asked.holder, asked.holder_role) == (jilin.department, "approver")
    assert cases_waiting_outside() == []
    with pytest.raises(NotYours):
        confirm(asked, "同意", by=post_in(jilin.province_bureau, Role.APPROVER), at=AT)
    with pytest.raises(NotAllowed, match="由主管部门的人员答复"):
        confirm(asked, "同意", by=None, at=AT)
    confirm(asked, "同意", by=whoever_holds(asked), at=AT)
    assert asked.step == "acceptance"
    assert asked.letters.get(key="department_opinion").authority == jilin.department


@pytest.mark.row("JLJD-8")
def test_without_the_departments_consent_there_is_no_acceptance(asked: Case) -> None:
    with pytest.raises(NotAllowed, match="请写明理由"):
        decline(asked, "", by=whoever_holds(asked), at=AT)
    decline(asked, "本部门没有批准设立", by=whoever_holds(asked), at=AT)
    stated_well(asked)
    with pytest.raises(NotAllowed, match="不符合：实施主管部门同意"):
        accept(asked, by=whoever_holds(asked), at=AT)
    reject(asked, "实施主管部门不同意", by=whoever_holds(asked), at=AT)
    assert asked.ending == Ending.NOT_ACCEPTED


@pytest.mark.row("JLJD-8")
def test_a_body_of_the_hr_departments_needs_no_such_opinion(jilin: Cast) -> None:
    organisation = jilin.examination_body.organisation
    organisation.overseen_by = None
    organisation.save()
    case = given_application(jilin.examination_body, "JLJD")
    brought_to(case, "acceptance", jilin)
    assert not case.events.filter(step="department_opinion").exists()
    accept(case, by=whoever_holds(case), at=AT)
    assert case.step == "filing"


@pytest.mark.row("TJ21-10.5")
def test_a_report_says_what_it_is_who_sends_it_and_where(case: Case) -> None:
    report = reported()
    assert (report.kind, report.operation, report.sender) == ("filings", "new", case.holder_id)
    assert (report.place, report.due_on) == (case.place, None)
    assert report.payload["digest"]


@pytest.mark.row("TJ21-16.3c", "CR-8")
def test_the_last_day_of_a_report_is_that_of_its_step_and_follows_the_calendar(case: Case) -> None:
    day = LATER.date()
    report = reported()
    Request.objects.filter(pk=report.pk).update(due_on=day)
    ground = Ground(case, AT.date())
    with patch.object(clocks, "recompute", lambda case, on: setattr(case, "due_on", day + timedelta(days=1))):
        assert recomputing._reckon(ground, None, AT) is not None
    report.refresh_from_db()
    assert report.due_on == day + timedelta(days=1)


@pytest.mark.row("TJ21-10.5")
def test_an_answer_that_comes_after_the_case_was_moved_is_kept_and_harms_nobody(case: Case) -> None:
    report = reported()
    Case.objects.filter(pk=case.pk).update(state="ended", ending="withdrawn", ended_at=LATER)
    found = receive(report, PUBLISHED, at=LATER)
    assert take_answers(at=LATER) == Taken(confirmed=0, declined=0, waiting=0)
    assert found.outcome == "confirmed"


def test_one_case_that_cannot_be_moved_holds_up_no_other(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    receive(reported(), PUBLISHED, at=LATER)
    with patch.object(answering, "confirm", side_effect=LookupError("no such row")):
        assert take_answers(at=LATER) == Taken(confirmed=0, declined=0, waiting=1)
    assert case.number in caplog.text
    assert take_answers(at=LATER).confirmed == 1


def test_a_text_taken_in_before_texts_named_what_they_report_reports_a_filing_as_it_always_did(
    case: Case,
) -> None:
    ground = Ground(case, AT.date())
    older = ground.step.model_copy(update={"reports": None})
    Request.objects.all().delete()
    with patch.object(Ground, "step", older):
        external.report(ground, at=LATER)
    report = Request.objects.get()
    assert (report.kind, report.operation, report.sender) == ("filings", "new", case.holder_id)

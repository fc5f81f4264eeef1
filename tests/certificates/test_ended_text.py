"""Certificates of a batch whose text has ended since: nothing new begins, what was begun is brought to its end."""

import pytest

from dengji.certificates.acts.asking import ask_for
from dengji.certificates.checks import readiness_of
from dengji.certificates.models import Certificate
from dengji.certificates.texts import text_for_certificates
from dengji.evaluations.acts import planning
from dengji.evaluations.acts.reporting import report
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import CERTIFICATES, governs
from dengji.filings.models import Filing
from dengji.policy.models import Adoption
from dengji.procedure.refusals import NotAllowed
from tests.batch import ENDS, given_approved, given_candidates, given_plan, given_scores, given_supervised
from tests.issue import given_batch, given_issued
from tests.road import manager_of, on_day

LAST_DAY = ENDS.replace(day=18)


@pytest.fixture(autouse=True)
def ends(filing: Filing) -> None:
    """The text goes on applying until a day after the batch."""
    Adoption.objects.update(until_on=LAST_DAY)


@pytest.mark.row("CR-7")
def test_nothing_new_begins_the_day_after_and_the_batch_keeps_its_text(filing: Filing) -> None:
    """The day before and on the last day the text governs; the day after nothing new, but still this batch."""
    plan = given_approved(filing)
    for day, still in ((17, True), (18, True), (19, False)):
        on = LAST_DAY.replace(day=day)
        assert (governs(plan, CERTIFICATES, on).governing is not None) is still
        choice = text_for_certificates(plan, on)
        assert choice.governing is not None
        assert choice.governing.key == plan.edition_id
        assert ("按开始时适用的文本办完" in choice.sentence()) is not still


@pytest.mark.row("CR-7", "TJ21-16.4")
def test_certificates_are_issued_after_the_last_day_by_the_text_of_the_batch(filing: Filing) -> None:
    """Asked for, published, issued and numbered as before; the case says why that text is gone by."""
    plan, late = given_batch(filing, 1), on_day(LAST_DAY.replace(day=21))
    judged = readiness_of(plan, late.date())
    assert judged is not None
    release = given_issued(plan, at=late)
    assert release.case is not None
    assert release.case.edition_id == plan.edition_id
    assert "按开始时适用的文本办完" in release.case.basis
    assert Certificate.objects.get().number == "Y000012000900264000001"


@pytest.mark.row("CR-7")
def test_results_of_a_batch_that_ran_are_taken_and_no_new_plan_is(filing: Filing) -> None:
    """The results go to whoever checked them under the text; a plan that was not handed in finds none."""
    ran, late = given_approved(filing), on_day(LAST_DAY.replace(day=21))
    new = given_plan(filing)
    given_candidates(ran, 1)
    given_scores(ran, [80])
    given_supervised(ran)
    report(ran, by=manager_of(filing.institution), at=late)
    assert ran.state == PlanState.REPORTED
    with pytest.raises(NotAllowed, match="没有可以适用的文本"):
        planning.hand_in(new, by=manager_of(filing.institution), at=late)
    assert Plan.objects.get(pk=new.pk).number is None


def test_a_plan_that_no_text_ever_took_has_none_for_certificates(filing: Filing) -> None:
    """A plan in hand rests on no text; once none governs, nothing is found for it."""
    plan = given_plan(filing)
    assert text_for_certificates(plan, LAST_DAY).governing is not None
    assert text_for_certificates(plan, LAST_DAY.replace(day=19)).governing is None
    with pytest.raises(NotAllowed):
        ask_for(plan, by=manager_of(filing.institution), at=on_day(LAST_DAY.replace(day=21)))

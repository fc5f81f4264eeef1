"""One batch from plan to checked results, by the acts that people do."""

import pytest

from dengji.evaluations.terms import PlanState
from dengji.filings.models import Filing
from dengji.procedure.terms import Ending
from tests.batch import given_approved, given_candidates, given_checked, given_scores


@pytest.mark.row("TJ21-16.1")
@pytest.mark.row("TJ21-16.2")
@pytest.mark.row("TJ21-16.3b")
def test_a_batch_goes_from_its_plan_to_checked_results(filing: Filing) -> None:
    """Approved, carried out, reported, checked; and who passed."""
    plan = given_approved(filing)
    assert plan.state == PlanState.APPROVED
    first, second = given_candidates(plan)
    given_scores(plan, [60, 59])
    case = given_checked(plan)
    plan.refresh_from_db()
    assert (plan.state, case.ending) == (PlanState.CHECKED, Ending.GRANTED)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.passed, second.passed) == (True, False)

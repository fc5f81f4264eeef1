"""Pages of a case whose conditions are another text's than its steps: the fact and the exception are found there."""

from pathlib import Path

import pytest

from dengji.people.terms import Role
from dengji.procedure.acts.receiving import state
from dengji.procedure.models import Case
from tests.cast import AT
from tests.road import post_in, whoever_holds
from tests.two_texts import case_of_two_texts
from tests.web.office.desk import at, opened, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case at the decision, with a condition that only the newer text knows."""
    return case_of_two_texts(tmp_path)


@pytest.mark.row("CR-6")
def test_a_fact_that_only_the_newer_text_asks_has_its_page(case: Case) -> None:
    page = opened(whoever_holds(case), at("fact", case, "grounds_neat"))
    assert "场地是否整洁？" in page
    assert "场地整洁" in opened(whoever_holds(case), at("part", case, "conditions"))


@pytest.mark.row("CR-6")
def test_an_exception_to_its_condition_is_proposed_and_agreed_to_by_another(case: Case) -> None:
    holder = whoever_holds(case)
    state(case, "grounds_neat", False, "看过现场", by=holder, at=AT)
    assert "场地整洁" in opened(holder, at("waive", case, "neat"))
    sent(holder, at("waive", case, "neat"), case.version, reason="正在装修")
    case.refresh_from_db()
    colleague = post_in(case.holder, Role.REVIEWER)
    assert "正在装修" in opened(colleague, at("second", case, "neat"))
    assert sent(colleague, at("second", case, "neat"), case.version).status_code == 302
    assert case.waivers.get().seconded_by == colleague

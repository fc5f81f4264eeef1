"""A case whose conditions are another text's than its steps: officers check, except and refuse by the conditions'."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.procedure.acts.deciding import approve
from dengji.procedure.acts.receiving import second, state, waive
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.terms import Act
from tests.cast import AT
from tests.road import post_in, whoever_holds
from tests.two_texts import case_of_two_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case at the decision, with a condition that only the newer text knows."""
    return case_of_two_texts(tmp_path)


@pytest.fixture
def decide(case: Case) -> Callable[[], object]:
    """The decision in favour of the applicant."""
    return lambda: approve(case, "符合", by=whoever_holds(case), at=AT)


@pytest.mark.row("CR-6")
def test_an_officer_states_what_only_the_conditions_text_asks(
    case: Case, decide: Callable[[], object]
) -> None:
    assert "neat" in {each.id for each in Ground(case, AT.date()).judged(("credit",)).results}
    with pytest.raises(Refused, match="场地整洁"):
        decide()
    state(case, "grounds_neat", True, "看过现场", by=whoever_holds(case), at=AT)
    decide()
    assert case.step == "directory"


@pytest.mark.row("CR-6")
def test_an_exception_is_made_to_a_condition_of_the_conditions_text_by_two(
    case: Case, decide: Callable[[], object]
) -> None:
    state(case, "grounds_neat", False, "看过现场", by=whoever_holds(case), at=AT)
    event = waive(case, "neat", "正在装修", by=whoever_holds(case), at=AT)
    assert (event.act, event.cite) == (Act.WAIVE, Ground(case, AT.date()).law.articles["14"].label)
    with pytest.raises(Refused, match="不符合：场地整洁"):
        decide()
    second(case, "neat", by=post_in(case.holder, Role.REVIEWER), at=AT)
    decide()
    assert case.step == "directory"


@pytest.mark.row("CR-6")
def test_what_neither_text_knows_is_not_taken(case: Case) -> None:
    with pytest.raises(Refused, match="没有“moon”这一事实"):
        state(case, "moon", True, "看过", by=whoever_holds(case), at=AT)
    with pytest.raises(Refused, match="不允许例外"):
        waive(case, "moon", "理由", by=whoever_holds(case), at=AT)

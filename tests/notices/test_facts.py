"""What the path of a case asks of the publicity: objections open, objections upheld."""

from typing import Any, cast

import pytest

from dengji.notices.acts.objecting import answer
from dengji.notices.effects import close_publicity, open_publicity
from dengji.policy.engine.pack import Pack
from dengji.policy.facts import answer as answers
from dengji.procedure.models import Case
from dengji.procedure.subject import Subject
from tests.notices.cast import DETAIL, Shown, given_objection, given_publicity
from tests.records.cast import NOON, given_body

pytestmark = pytest.mark.django_db


def known(case: Case | None) -> tuple[Any, Any]:
    """Objections open and upheld, as the engine hears it."""
    applicant = case.applicant if case else given_body()
    subject = Subject(applicant, cast(Pack, None), "initial", "skill_level", {}, case)
    told = answers(("objections_open", "objections_upheld"), subject, NOON.date())
    pending, upheld = told["objections_open"], told["objections_upheld"]
    assert pending is not None
    assert upheld is not None
    assert pending.source == upheld.source == "公示和异议记录"
    return pending.value, upheld.value


def answered(shown: Shown, *, upheld: bool) -> None:
    """An objection made and answered."""
    content = "属实的事" if upheld else "不属实的事"
    answer(given_objection(shown, content), upheld=upheld, answer="已核实。", by=shown.clerk, at=NOON)


@pytest.mark.row("JL25-7.5a", "TJ21-10.4")
def test_objections_are_open_until_they_are_answered() -> None:
    shown = given_publicity()
    assert known(shown.case) == (0, 0)
    given_objection(shown)
    assert known(shown.case) == (1, 0)
    answered(shown, upheld=False)
    assert known(shown.case) == (1, 0)
    answered(shown, upheld=True)
    assert known(shown.case) == (1, 1)


def test_an_objection_upheld_counts_for_its_own_publicity_only() -> None:
    shown = given_publicity()
    answered(shown, upheld=True)
    close_publicity(shown.case, by=shown.clerk, at=NOON, detail={})
    open_publicity(shown.case, by=shown.clerk, at=NOON, detail=DETAIL)
    assert known(shown.case) == (0, 0)


def test_an_application_that_was_never_public_has_no_objections() -> None:
    assert known(None) == (0, 0)

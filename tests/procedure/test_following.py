"""When the text changes under a case (新旧文本衔接): before acceptance it follows, after it stays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dengji.messages.models import Message
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from dengji.procedure.acts.applying import withdraw
from dengji.procedure.acts.following import follow_text, left_behind, move_over
from dengji.procedure.acts.receiving import accept
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.terms import Act
from tests.cast import AT, Cast, given_cast, given_post
from tests.road import (
    PACKS,
    brought_to,
    given_application,
    given_law,
    given_round,
    given_texts,
    handed_in,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
XINZHOU = PACKS / "xinzhou/xz24/pack.yaml"
Altered = Callable[[str, str], Edition]


@pytest.fixture
def cast() -> Cast:
    """Everybody in Xinzhou, with a call that is open."""
    given_law()
    everybody = given_cast("140902", "140213")
    given_round(everybody.bureau, "XZ24")
    return everybody


@pytest.fixture
def altered(tmp_path: Path) -> Altered:
    """The text of Xinzhou loaded anew with one thing put otherwise."""

    def load(old: str, new: str) -> Edition:
        folder = tmp_path / "xz24"
        folder.mkdir()
        said = XINZHOU.read_text(encoding="utf-8")
        assert old in said
        (folder / "pack.yaml").write_text(said.replace(old, new, 1), encoding="utf-8")
        given_texts(tmp_path, at=AT)
        return Edition.objects.current().get(pack_id="XZ24")

    return load


def handed(cast: Cast) -> Case:
    """An application handed in and not accepted yet."""
    case = given_application(cast.employer, "XZ24")
    handed_in(case)
    return case


def accepted(cast: Cast) -> Case:
    """An application that was accepted."""
    case = handed(cast)
    stated_well(case)
    accept(case, by=whoever_holds(case), at=AT)
    return case


def moved(case: Case, at: datetime = LATER) -> Case:
    """The case after it was looked at."""
    follow_text(case, at=at)
    case.refresh_from_db()
    return case


@pytest.mark.row("CR-6")
def test_a_case_not_accepted_goes_over_to_the_new_text_and_its_applicant_is_told(
    cast: Cast, altered: Altered
) -> None:
    case, before = handed(cast), Edition.objects.current().get(pack_id="XZ24")
    new = altered('label: "信用良好"', 'label: "信用状况良好"')
    assert [each.pk for each in left_behind(LATER.date())] == [case.pk]
    assert moved(case).edition == new
    event = case.events.last()
    assert event is not None
    assert (event.act, event.detail) == (Act.FOLLOW, {"before": before.pk, "after": new.pk})
    assert Message.objects.filter(key=f"case:{case.pk}:{event.ordinal}").exists()
    assert list(left_behind(LATER.date())) == []
    assert follow_text(case, at=LATER) is None


@pytest.mark.row("CR-6")
def test_an_accepted_case_stays_on_the_text_of_its_day(cast: Cast, altered: Altered) -> None:
    case = accepted(cast)
    before = case.edition_id
    altered('label: "信用良好"', 'label: "信用状况良好"')
    assert moved(case).edition_id == before


@pytest.mark.row("CR-6")
def test_a_draft_begins_again_at_the_start_of_the_new_text(cast: Cast, altered: Altered) -> None:
    case = given_application(cast.employer, "XZ24")
    new = altered('label: "信用良好"', 'label: "信用状况良好"')
    assert (moved(case).edition, case.step, case.holder_id) == (new, "apply", case.applicant_id)


@pytest.mark.row("CR-6")
def test_a_step_that_the_new_text_calls_otherwise_is_found_from_its_start(
    cast: Cast, altered: Altered
) -> None:
    case = handed(cast)
    said = XINZHOU.read_text(encoding="utf-8")
    matter = said[said.index("  initial:\n") : said.index("  added_occupations:\n    title")]
    altered(
        matter, matter.replace('"acceptance"', '"intake"').replace('letter: "intake"', 'letter: "acceptance"')
    )
    assert moved(case).step == "intake"


@pytest.mark.row("CR-6")
def test_a_clause_takes_over_the_conditions_of_an_accepted_case_and_leaves_its_steps(
    cast: Cast, altered: Altered
) -> None:
    case = accepted(cast)
    before = case.edition_id
    new = altered("timers:\n", 'transition: {substance: "new", procedure: "old", cite: "14"}\ntimers:\n')
    assert (moved(case).substance, case.edition_id) == (new, before)
    ground = Ground(case, LATER.date())
    assert (ground.law.transition is not None, ground.pack.transition) == (True, None)
    assert ground.judged(ground.step.conditions).results
    assert follow_text(case, at=LATER) is None


@pytest.mark.row("CR-6")
def test_a_clause_takes_over_the_steps_and_leaves_the_conditions(cast: Cast, altered: Altered) -> None:
    case = accepted(cast)
    before = case.edition_id
    new = altered("timers:\n", 'transition: {substance: "old", procedure: "new", cite: "14"}\ntimers:\n')
    assert (moved(case).substance_id, case.edition) == (before, new)


@pytest.mark.row("CR-6")
def test_a_clause_takes_over_the_steps_with_the_conditions(cast: Cast, altered: Altered) -> None:
    case = accepted(cast)
    new = altered("timers:\n", 'transition: {substance: "new", procedure: "new", cite: "14"}\ntimers:\n')
    assert (moved(case).substance, case.edition) == (None, new)


def test_every_case_of_the_same_place_and_matter_is_left_behind(cast: Cast, altered: Altered) -> None:
    cases = [handed(cast), given_application(cast.school, "XZ24")]
    altered('label: "信用良好"', 'label: "信用状况良好"')
    assert list(left_behind(LATER.date())) == cases


@pytest.mark.row("CR-6")
def test_an_administrator_takes_a_case_over_with_a_step_and_a_reason(cast: Cast, altered: Altered) -> None:
    case = accepted(cast)
    new = altered('label: "信用良好"', 'label: "信用状况良好"')
    administrator = given_post(cast.bureau, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="管理员"):
        move_over(case, new, "assessment", "有利于申请人", by=whoever_holds(case), at=LATER)
    with pytest.raises(Refused, match="请写明转用的理由"):
        move_over(case, new, "assessment", " ", by=administrator, at=LATER)
    with pytest.raises(Refused, match="没有这一步骤"):
        move_over(case, new, "nowhere", "有利于申请人", by=administrator, at=LATER)
    event = move_over(case, new, "assessment", "有利于申请人", by=administrator, at=LATER)
    assert (case.edition, case.step, event.reason) == (new, "assessment", "有利于申请人")


def test_a_case_that_ended_is_shown_under_its_text_for_ever(cast: Cast, altered: Altered) -> None:
    case = accepted(cast)
    brought_to(case, "assessment", cast)
    withdraw(case, "不办了", by=given_post(case.applicant, Role.MANAGER), at=AT)
    before = case.edition_id
    new = altered('label: "信用良好"', 'label: "信用状况良好"')
    assert moved(case).edition_id == before
    with pytest.raises(Refused, match="已办结"):
        move_over(case, new, "assessment", "理由", by=given_post(cast.bureau, Role.ADMINISTRATOR), at=LATER)
    assert pack_of(before).id == "XZ24"

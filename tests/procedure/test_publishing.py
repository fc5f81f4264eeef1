"""Publicity: open to its last day included, closed only after it, and never over an open objection."""

from datetime import date, timedelta

import pytest

from dengji.notices.acts.objecting import answer, object_to
from dengji.notices.models import Objection, Publicity
from dengji.people.terms import Role
from dengji.procedure.acts.applying import withdraw
from dengji.procedure.acts.overtaking import overtake
from dengji.procedure.acts.publishing import Notice, close, publish, uphold
from dengji.procedure.models import Case
from dengji.procedure.queries import standing
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.terms import CaseState, Ending
from tests.cast import AT, Cast
from tests.road import (
    NOTICE,
    brought_to,
    given_application,
    given_round,
    on_day,
    post_in,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
OPENED, LAST_DAY = date(2026, 11, 16), date(2026, 11, 23)


@pytest.fixture
def case(jilin: Cast) -> Case:
    """A Jilin case whose publicity opened on Monday 2026-11-16: five working days, to Monday 23."""
    made = given_application(jilin.employer, "JL25")
    brought_to(made, "publicity", jilin)
    publish(made, NOTICE, by=whoever_holds(made), at=on_day(OPENED))
    return made


def objected(case: Case, at: date = OPENED) -> Objection:
    """Somebody objects."""
    shown = Publicity.objects.get(case=case)
    return object_to(shown, name="孙亮", contact="13900001111", content="没有实训场地。", at=on_day(at))


def answered(case: Case, objection: Objection, *, upheld: bool) -> None:
    """The office answers it."""
    answer(objection, upheld=upheld, answer="经现场核实。", by=whoever_holds(case), at=on_day(LAST_DAY))


@pytest.mark.row("JL25-7.5a", "CR-1")
def test_a_publicity_is_not_closed_on_or_before_its_last_day(case: Case) -> None:
    assert (case.due_on, Publicity.objects.get().last_day) == (LAST_DAY, LAST_DAY)
    for day in (LAST_DAY - timedelta(days=1), LAST_DAY):
        with pytest.raises(NotAllowed, match=r"公示到2026年11月23日.*二十四时止") as refused:
            close(case, by=whoever_holds(case), at=on_day(day, hour=23))
        assert refused.value.article == "第七条第（五）项前段"
    close(case, by=whoever_holds(case), at=on_day(LAST_DAY + timedelta(days=1), hour=0))
    assert case.step == "notice"
    assert Publicity.objects.get().closed_at is not None


@pytest.mark.row("TJ21-10.4")
def test_tianjin_shows_for_five_working_days(tianjin: Cast) -> None:
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "publicity", tianjin)
    publish(case, NOTICE, by=whoever_holds(case), at=AT)
    for day in (LAST_DAY - timedelta(days=1), LAST_DAY):
        with pytest.raises(NotAllowed, match="此前不能结束"):
            close(case, by=whoever_holds(case), at=on_day(day))
    close(case, by=whoever_holds(case), at=on_day(LAST_DAY + timedelta(days=1)))
    assert case.step == "report"


@pytest.mark.row("JL25-7.5a", "JL25-7.5b")
def test_an_open_objection_keeps_a_publicity_open(case: Case) -> None:
    objection, over = objected(case, LAST_DAY), on_day(LAST_DAY + timedelta(days=1))
    with pytest.raises(NotAllowed, match="还有1件异议没有答复"):
        close(case, by=whoever_holds(case), at=over)
    with pytest.raises(NotAllowed, match="还有1件异议没有答复"):
        uphold(case, "异议成立", by=whoever_holds(case), at=over)
    answered(case, objection, upheld=False)
    close(case, by=whoever_holds(case), at=over)
    assert case.step == "notice"


@pytest.mark.row("JL25-7.5b")
def test_an_objection_that_proved_right_ends_the_case(case: Case) -> None:
    with pytest.raises(NotAllowed, match="没有经核实成立的异议"):
        uphold(case, "异议成立", by=whoever_holds(case), at=on_day(LAST_DAY))
    answered(case, objected(case), upheld=True)
    with pytest.raises(NotAllowed, match="不能按无异议结束公示"):
        close(case, by=whoever_holds(case), at=on_day(LAST_DAY + timedelta(days=1)))
    with pytest.raises(NotAllowed, match="请写明理由"):
        uphold(case, "", by=whoever_holds(case), at=on_day(LAST_DAY))
    uphold(case, "经核实没有实训场地", by=whoever_holds(case), at=on_day(LAST_DAY))
    assert case.ending == Ending.REFUSED
    assert "经核实没有实训场地" in case.letters.get(key="refused").paragraphs[0]
    assert Publicity.objects.get().closed_at is not None


def test_nothing_comes_of_a_publicity_that_was_never_opened(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "publicity", jilin)
    assert (case.due_on, case.clocks.exists()) == (None, False)
    with pytest.raises(NotAllowed, match="公示还没有发布"):
        close(case, by=whoever_holds(case), at=AT)
    with pytest.raises(NotAllowed, match="公示还没有发布"):
        uphold(case, "成立", by=whoever_holds(case), at=AT)


def test_a_publicity_is_opened_once(case: Case) -> None:
    with pytest.raises(NotAllowed, match="公示已经发布"):
        publish(case, NOTICE, by=whoever_holds(case), at=AT)
    assert Publicity.objects.count() == 1


@pytest.mark.parametrize(
    ("title", "text", "lacks"),
    [("", "内容", "标题"), ("长" * 161, "内容", "标题"), ("公示", "  ", "内容")],
)
def test_a_notice_has_a_title_and_something_to_say(jilin: Cast, title: str, text: str, lacks: str) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "publicity", jilin)
    with pytest.raises(NotAllowed, match=f"请写明公示的{lacks}"):
        publish(case, Notice(title, text), by=whoever_holds(case), at=AT)
    assert not Publicity.objects.exists()


def test_a_case_taken_back_is_no_longer_shown(case: Case) -> None:
    withdraw(case, "", by=post_in(case.applicant, Role.MANAGER), at=on_day(date(2026, 11, 18)))
    assert case.state == CaseState.ENDED
    assert Publicity.objects.get().closed_at == on_day(date(2026, 11, 18))


@pytest.mark.row("JL25-7.5a")
def test_the_page_says_why_a_publicity_cannot_be_closed_yet(case: Case) -> None:
    offered = {option.verb.value: option for option in standing(case, LAST_DAY).options}
    assert (offered["close"].allowed, "此前不能结束" in offered["close"].why_not) == (False, True)
    assert offered["withdraw"].allowed
    offered = {option.verb.value: option for option in standing(case, LAST_DAY + timedelta(days=1)).options}
    assert offered["close"].allowed
    assert not offered["uphold"].allowed


@pytest.mark.row("XZ24-13")
def test_a_xinzhou_notice_stands_for_at_least_five_working_days(xinzhou: Cast) -> None:
    given_round(xinzhou.bureau, "XZ24")
    case = given_application(xinzhou.social_organisation, "XZ24")
    brought_to(case, "publicity", xinzhou)
    publish(case, NOTICE, by=whoever_holds(case), at=AT)
    with pytest.raises(NotAllowed, match="此前不能结束"):
        close(case, by=whoever_holds(case), at=on_day(LAST_DAY))
    close(case, by=whoever_holds(case), at=on_day(LAST_DAY + timedelta(days=1)))
    assert case.step == "directory"


def test_a_publicity_is_closed_with_a_case_that_something_overtook(case: Case) -> None:
    """Nobody may object any more to what is no longer decided; the case ends where it stood, with the reason."""
    overtake(case, "备案已经失效", "第八条", by=None, at=on_day(OPENED, hour=18))
    shown = Publicity.objects.get(case=case)
    assert (case.state, case.ending, case.step) == (CaseState.ENDED, Ending.OVERTAKEN, "publicity")
    assert shown.closed_at == on_day(OPENED, hour=18)

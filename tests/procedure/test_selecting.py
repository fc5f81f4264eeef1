"""Rounds and selection: one decision over all who applied, best first, after the round is over."""

from datetime import date, timedelta

import pytest

from dengji.audit.queries import entries_about
from dengji.institutions.models import Institution
from dengji.institutions.terms import BodyKind
from dengji.people.terms import Role
from dengji.procedure.acts.deciding import find_unqualified
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.acts.selecting import Call, decide_selection, open_round
from dengji.procedure.models import Case, Round
from dengji.procedure.queries import round_cases
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.procedure.terms import Ending
from tests.cast import AT, Cast, given_body, given_post
from tests.road import (
    brought_to,
    given_application,
    given_opinion,
    given_round,
    on_day,
    post_in,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
OVER = on_day(date(2026, 11, 26))
CALL = Call("TJ21", "initial", "第二批", "装备制造", AT.date(), AT.date() + timedelta(days=9), 2)


@pytest.fixture
def called(tianjin: Cast) -> Round:
    """A round of two places, open from 2026-11-16 to 25."""
    return given_round(tianjin.bureau, "TJ21", places=2)


def bodies(tianjin: Cast, count: int) -> list[Institution]:
    """So many social organisations."""
    kind = BodyKind.SOCIAL_ORGANISATION
    return [given_body(tianjin.county, kind, f"培训学校{n}", 10 + n) for n in range(count)]


@pytest.fixture
def cases(tianjin: Cast, called: Round) -> list[Case]:
    """Three cases of the round that have come to the selection."""
    made = [given_application(body, "TJ21") for body in bodies(tianjin, 3)]
    for case in made:
        brought_to(case, "selection", tianjin)
    return made


def chosen(*cases: Case) -> dict[int, str]:
    """Each chosen for its industry."""
    return {case.pk: "符合产业需求" for case in cases}


@pytest.mark.row("TJ21-10.3b")
def test_the_best_of_a_round_go_on_and_the_others_are_told(called: Round, cases: list[Case]) -> None:
    best, second, last = cases
    reviewer = whoever_holds(best)
    events = decide_selection(called, [best, second, last], chosen(best, second), by=reviewer, at=OVER)
    assert [event.detail["rank"] for event in events] == [1, 2, 3]
    assert [case.step for case in cases] == ["approval", "approval", "selection"]
    assert last.ending == Ending.NOT_SELECTED
    assert "未进入建议名单" in last.letters.get(key="not_selected").paragraphs[0]
    called.refresh_from_db()
    assert called.selected_at == OVER
    kept = entries_about("procedure.Round", called.pk).get(act="round.select")
    assert kept.after == {"selected": [best.number, second.number], "cases": 3}


@pytest.mark.row("TJ21-10.3b")
def test_a_round_is_not_selected_before_it_is_over(called: Round, cases: list[Case]) -> None:
    reviewer = whoever_holds(cases[0])
    for day in (called.closes_until - timedelta(days=1), called.closes_until):
        with pytest.raises(NotAllowed, match=r"申报到2026年11月25日.*二十四时止，此前不能遴选"):
            decide_selection(called, cases, chosen(cases[0]), by=reviewer, at=on_day(day, hour=23))
    decide_selection(called, cases, chosen(cases[0]), by=reviewer, at=on_day(date(2026, 11, 26), hour=0))
    assert cases[0].step == "approval"


@pytest.mark.row("TJ21-10.3b")
def test_the_list_names_every_case_of_the_round_once(called: Round, cases: list[Case]) -> None:
    first, second, third = cases
    for ranking in ([first, second], [first, second, third, third], []):
        with pytest.raises(NotAllowed, match="名单与在办申请不一致"):
            decide_selection(called, ranking, chosen(first), by=whoever_holds(first), at=OVER)


@pytest.mark.row("TJ21-10.3b")
def test_nobody_is_passed_over_for_a_lower_rank(called: Round, cases: list[Case]) -> None:
    first, _, third = cases
    for taken in (chosen(third), chosen(first, third), {0: "不在名单"}):
        with pytest.raises(NotAllowed, match="入选的申请应排在未入选的前面"):
            decide_selection(called, cases, taken, by=whoever_holds(first), at=OVER)


@pytest.mark.row("TJ21-10.3b")
def test_no_more_are_taken_than_there_are_places(called: Round, cases: list[Case]) -> None:
    with pytest.raises(NotAllowed, match="拟入选2家，现在选了3家"):
        decide_selection(called, cases, chosen(*cases), by=whoever_holds(cases[0]), at=OVER)
    Round.objects.update(places=None)
    decide_selection(called, cases, chosen(*cases), by=whoever_holds(cases[0]), at=OVER)
    assert {case.step for case in cases} == {"approval"}


@pytest.mark.row("TJ21-10.3b")
def test_a_case_still_on_its_way_holds_the_selection_up(
    tianjin: Cast, called: Round, cases: list[Case]
) -> None:
    late = given_application(tianjin.social_organisation, "TJ21")
    brought_to(late, "first_review", tianjin)
    with pytest.raises(NotAllowed, match=f"还有申请没有完成评估，不能集中遴选：{late.number}"):
        decide_selection(called, [*cases, late], chosen(cases[0]), by=whoever_holds(cases[0]), at=OVER)
    return_for_correction(late, [Correction("rules", "补制度")], by=whoever_holds(late), at=AT)
    with pytest.raises(NotAllowed, match="没有完成评估"):
        decide_selection(called, [*cases, late], chosen(cases[0]), by=whoever_holds(cases[0]), at=OVER)


def test_a_round_is_selected_once(called: Round, cases: list[Case]) -> None:
    reviewer = whoever_holds(cases[0])
    decide_selection(called, cases, chosen(cases[0]), by=reviewer, at=OVER)
    with pytest.raises(NotAllowed, match="已经完成遴选"):
        decide_selection(called, cases, chosen(cases[0]), by=reviewer, at=OVER)


def test_one_stale_case_undoes_the_whole_selection(called: Round, cases: list[Case]) -> None:
    Case.objects.filter(pk=cases[2].pk).update(version=99)
    with pytest.raises(Moved):
        decide_selection(called, cases, chosen(cases[0]), by=whoever_holds(cases[0]), at=OVER)
    assert set(Case.objects.values_list("step", flat=True)) == {"selection"}
    called.refresh_from_db()
    assert called.selected_at is None


def test_only_the_centre_selects(tianjin: Cast, called: Round, cases: list[Case]) -> None:
    for role in (Role.CLERK, Role.APPROVER):
        with pytest.raises(NotYours):
            decide_selection(called, cases, chosen(cases[0]), by=given_post(tianjin.centre, role), at=OVER)


def test_an_empty_round_is_not_selected(tianjin: Cast, called: Round) -> None:
    with pytest.raises(NotAllowed, match="没有等待遴选的申请"):
        decide_selection(called, [], {}, by=post_in(tianjin.centre, Role.REVIEWER), at=OVER)


@pytest.mark.row("TJ21-10.3a", "TJ21-10.3b")
def test_employers_are_not_ranked(tianjin: Cast, called: Round) -> None:
    employer = given_application(tianjin.employer, "TJ21")
    social = given_application(tianjin.social_organisation, "TJ21")
    draft = given_application(tianjin.school, "TJ21")
    brought_to(employer, "approval", tianjin)
    brought_to(social, "selection", tianjin)
    assert round_cases(called) == [social]
    assert draft.round is None


@pytest.mark.row("TJ21-10.3b", "CR-5")
def test_a_case_whose_way_is_not_known_yet_holds_the_selection_up(tianjin: Cast, called: Round) -> None:
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "first_review", tianjin)
    handed_in = case.submissions.get()
    handed_in.dossier["body"]["kind"] = None
    handed_in.save()
    assert round_cases(called) == [case]


def test_a_round_of_a_text_without_selection_has_nothing_to_rank(xinzhou: Cast) -> None:
    call = given_round(xinzhou.bureau, "XZ24")
    case = given_application(xinzhou.employer, "XZ24")
    brought_to(case, "acceptance", xinzhou)
    assert case.round == call
    assert round_cases(call) == []


@pytest.mark.row("TJ21-10.3b", "CR-9")
def test_who_failed_the_scoring_cannot_be_selected_and_is_told_what_to_mend(
    tianjin: Cast, called: Round
) -> None:
    case = given_application(tianjin.social_organisation, "TJ21")
    brought_to(case, "ranking", tianjin)
    given_opinion(case, tianjin, good=False)
    find_unqualified(case, "评分不合格", by=whoever_holds(case), at=AT)
    with pytest.raises(NotAllowed, match="遴选评分合格"):
        decide_selection(called, [case], chosen(case), by=whoever_holds(case), at=OVER)
    case.refresh_from_db()
    decide_selection(called, [case], {}, by=whoever_holds(case), at=OVER)
    letter = case.letters.get(key="not_selected")
    assert "按专家意见改进" in letter.paragraphs[1]


@pytest.mark.row("TJ21-10.1")
def test_an_authority_opens_its_own_rounds(tianjin: Cast) -> None:
    for by in (
        given_post(tianjin.bureau, Role.ISSUER),
        given_post(tianjin.centre, Role.APPROVER),
        given_post(tianjin.employer.organisation, Role.MANAGER),
    ):
        with pytest.raises(NotYours, match="申报批次由"):
            open_round(tianjin.bureau, CALL, by=by, at=AT)
    opened = open_round(tianjin.bureau, CALL, by=given_post(tianjin.bureau, Role.APPROVER), at=AT)
    kept = entries_about("procedure.Round", opened.pk).get()
    assert kept.act == "round.open"
    assert kept.after is not None
    assert kept.after["closes_until"] == "2026-11-25"


@pytest.mark.row("TJ21-10.1")
def test_a_round_has_a_name_and_ends_after_it_begins(tianjin: Cast) -> None:
    by = given_post(tianjin.bureau, Role.APPROVER)
    with pytest.raises(NotAllowed, match="截止日期不能早于开始日期"):
        open_round(tianjin.bureau, CALL._replace(closes_until=AT.date() - timedelta(days=1)), by=by, at=AT)
    with pytest.raises(NotAllowed, match="请写明申报批次的名称"):
        open_round(tianjin.bureau, CALL._replace(title="  "), by=by, at=AT)
    same_day = open_round(tianjin.bureau, CALL._replace(closes_until=AT.date()), by=by, at=AT)
    assert str(same_day) == "第二批"

"""Panels: no conflict, odd, enough; each expert's own sheet; an opinion that follows from the sheets alone."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.people.models import Expert
from dengji.people.terms import Role
from dengji.policy.engine.pack import Criteria
from dengji.policy.queries import pack_of
from dengji.procedure.acts.assessing import convene, draw_up, hand_in, save_sheet, tally
from dengji.procedure.acts.deciding import disapprove, find_qualified, find_unqualified
from dengji.procedure.models import Case, Panel, PanelSeat
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.terms import Act
from tests.cast import AT, Cast, given_expert, given_post, given_relation
from tests.road import brought_to, given_application, given_opinion, given_panel, whoever_holds

pytestmark = pytest.mark.django_db
FULL = {"business": 20, "people": 25, "premises": 25, "rules": 20, "fees": 10}
MATCHES = {"occupations_match_business": True}


@pytest.fixture
def case(jilin: Cast) -> Case:
    """A case that waits for its first review in the city."""
    made = given_application(jilin.employer, "JL25")
    brought_to(made, "first_review", jilin)
    return made


def convened(case: Case, *experts: Expert, head: Expert | None = None) -> Panel:
    """A panel of these experts, put together by the office."""
    convene(case, experts, head or experts[0], by=whoever_holds(case), at=AT)
    return Panel.objects.get()


def in_hand(panel: Panel, scores: Mapping[str, int] = FULL) -> None:
    """Every sheet handed in with the same scores."""
    for seat in panel.seats.all():
        hand_in(panel.case, seat, scores, "好", by=seat.expert.post, at=AT)


def seats(panel: Panel) -> list[PanelSeat]:
    """The seats of a panel, its head's first."""
    return list(panel.seats.select_related("expert__post").order_by("-head", "id"))


@pytest.mark.row("JL25-7.3", "JL25-7.2")
def test_an_expert_with_a_conflict_is_excluded_and_it_is_said_why(case: Case, jilin: Cast) -> None:
    first, second, third = jilin.experts
    with pytest.raises(NotAllowed, match="应当回避") as refused:
        convened(case, first, second, jilin.conflicted)
    assert "在申请单位松江机械制造有限公司工作" in refused.value.sentence
    given_relation(third, jilin.employer.organisation)
    with pytest.raises(NotAllowed, match="已申报与松江机械制造有限公司的利害关系"):
        convened(case, first, second, third)
    assert not Panel.objects.exists()


@pytest.mark.row("JL25-7.3")
def test_an_expert_whose_tie_shows_once_the_panel_sits_hands_in_no_sheet(case: Case, jilin: Cast) -> None:
    seat, *others = seats(convened(case, *jilin.experts))
    given_relation(seat.expert, jilin.employer.organisation)
    with pytest.raises(NotAllowed, match="应当回避，不能评分"):
        hand_in(case, seat, FULL, "好", by=seat.expert.post, at=AT)
    hand_in(case, others[0], FULL, "好", by=others[0].expert.post, at=AT)
    assert [each.pk for each in PanelSeat.objects.exclude(handed_in_at=None)] == [others[0].pk]


@pytest.mark.row("JL25-7.2", "JL25-7.3")
def test_a_panel_is_odd_and_of_three_at_least(case: Case, jilin: Cast) -> None:
    experts = [*jilin.experts, *(given_expert(jilin.centre, name, f"{name}大学") for name in "戊己")]
    for count in (1, 2, 4):
        with pytest.raises(NotAllowed, match=f"专家组应为3人以上且为单数，现在选了{count}人"):
            convened(case, *experts[:count])
    assert convened(case, *experts[:3]).seats.count() == 3
    assert convened(case, *experts).seats.count() == 5


def test_the_same_expert_counts_once(case: Case, jilin: Cast) -> None:
    with pytest.raises(NotAllowed, match="现在选了1人"):
        convened(case, *[jilin.experts[0]] * 3)


def test_the_head_is_one_of_the_panel(case: Case, jilin: Cast) -> None:
    with pytest.raises(NotAllowed, match="指定一位组长"):
        convened(case, *jilin.experts, head=given_expert(jilin.centre, "戊", "戊大学"))
    panel = convened(case, *jilin.experts, head=jilin.experts[1])
    assert panel.seats.get(head=True).expert == jilin.experts[1]


def test_a_panel_is_replaced_until_a_sheet_is_in(case: Case, jilin: Cast) -> None:
    convened(case, *jilin.experts)
    other = [given_expert(jilin.centre, name, f"{name}大学") for name in "戊己庚"]
    panel = convened(case, *other)
    mine = seats(panel)[0]
    assert {seat.expert for seat in seats(panel)} == set(other)
    hand_in(case, mine, FULL, "", by=mine.expert.post, at=AT)
    with pytest.raises(NotAllowed, match="不能再更换专家组"):
        convened(Case.objects.get(pk=case.pk), *jilin.experts)
    assert case.events.filter(act=Act.CONVENE).count() == 2


def test_the_sheet_of_a_panel_that_was_replaced_is_not_taken(case: Case, jilin: Cast) -> None:
    old = seats(convened(case, *jilin.experts))[0]
    convened(case, *(given_expert(jilin.centre, name, f"{name}大学") for name in "戊己庚"))
    with pytest.raises(NotAllowed, match="专家组已经更换"):
        hand_in(case, old, FULL, "", by=old.expert.post, at=AT)
    with pytest.raises(NotAllowed, match="专家组已经更换"):
        save_sheet(old, FULL, "", by=old.expert.post, at=AT)


@pytest.mark.row("JL25-7.3")
def test_each_expert_has_a_sheet_of_his_own(case: Case, jilin: Cast) -> None:
    mine, other, _ = seats(convened(case, *jilin.experts))
    save_sheet(mine, {"people": 20}, "人员齐备", by=mine.expert.post, at=AT)
    with pytest.raises(NotYours, match="只能填写自己的评分表"):
        save_sheet(other, FULL, "", by=mine.expert.post, at=AT)
    with pytest.raises(NotYours, match="只能填写自己的评分表"):
        hand_in(case, other, FULL, "", by=mine.expert.post, at=AT)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.scores, mine.opinion, mine.handed_in_at) == ({"people": 20}, "人员齐备", None)
    assert (other.scores, other.handed_in_at) == ({}, None)


@pytest.mark.parametrize(
    ("scores", "wrong"),
    [
        (FULL | {"fees": 11}, "“收费测算与公布”应在0到10分之间"),
        (FULL | {"people": -1}, "“部门与人员配备”应在0到25分之间"),
        ({key: score for key, score in FULL.items() if key != "rules"}, "“制度与应急预案”还没有打分"),
    ],
)
def test_a_score_out_of_range_or_lacking_is_not_taken(
    case: Case, jilin: Cast, scores: dict[str, int], wrong: str
) -> None:
    mine = seats(convened(case, *jilin.experts))[0]
    with pytest.raises(NotAllowed, match=wrong):
        hand_in(case, mine, scores, "", by=mine.expert.post, at=AT)
    assert not PanelSeat.objects.exclude(handed_in_at=None).exists()


def test_the_ends_of_the_range_are_taken_and_nothing_else_is_kept(case: Case, jilin: Cast) -> None:
    mine = seats(convened(case, *jilin.experts))[0]
    given_scores = dict.fromkeys(FULL, 0) | {"fees": 10}
    hand_in(case, mine, given_scores | {"made_up": 99}, "", by=mine.expert.post, at=AT)
    mine.refresh_from_db()
    assert mine.scores == given_scores


@pytest.mark.row("JL25-7.3")
def test_what_was_handed_in_stays_as_it_is(case: Case, jilin: Cast) -> None:
    mine = seats(convened(case, *jilin.experts))[0]
    hand_in(case, mine, FULL, "好", by=mine.expert.post, at=AT)
    with pytest.raises(NotAllowed, match="已经提交"):
        save_sheet(mine, {**FULL, "fees": 0}, "差", by=mine.expert.post, at=AT)
    with pytest.raises(NotAllowed, match="已经提交"):
        hand_in(case, mine, {**FULL, "fees": 0}, "差", by=mine.expert.post, at=AT)
    mine.refresh_from_db()
    assert (mine.scores, mine.opinion) == (FULL, "好")


def test_experts_hand_in_without_waiting_for_one_another(case: Case, jilin: Cast) -> None:
    opened = [(Case.objects.get(pk=case.pk), seat) for seat in seats(convened(case, *jilin.experts))]
    for seen, seat in opened:
        hand_in(seen, seat, FULL, "", by=seat.expert.post, at=AT)
    assert case.events.filter(act=Act.HAND_IN).count() == 3


def test_an_opinion_waits_for_every_sheet(case: Case, jilin: Cast) -> None:
    clerk = whoever_holds(case)
    with pytest.raises(NotAllowed, match="还没有组建专家组"):
        draw_up(case, "合格", by=clerk, at=AT)
    first, *rest = seats(convened(case, *jilin.experts))
    hand_in(case, first, FULL, "", by=first.expert.post, at=AT)
    with pytest.raises(NotAllowed, match="还有2位专家没有提交评分表：乙、丙"):
        draw_up(case, "合格", by=clerk, at=AT)
    with pytest.raises(NotAllowed, match="专家组意见尚未形成"):
        find_qualified(case, "合格", by=clerk, at=AT)
    assert len(rest) == 2


def test_an_opinion_is_drawn_up_by_the_head_or_by_whoever_has_the_case(case: Case, jilin: Cast) -> None:
    panel = convened(case, *[given_expert(jilin.bureau, name, f"{name}大学") for name in "戊己庚"])
    in_hand(panel)
    head, member, _ = seats(panel)
    strangers = [
        member.expert.post,
        given_post(jilin.bureau, Role.CLERK),
        given_post(jilin.province_bureau, Role.REVIEWER),
        given_post(case.applicant, Role.MANAGER),
    ]
    for stranger in strangers:
        with pytest.raises(NotYours, match="由组长或承办部门形成"):
            draw_up(case, "合格", MATCHES, by=stranger, at=AT)
    draw_up(case, "合格", MATCHES, by=head.expert.post, at=AT)
    panel.refresh_from_db()
    assert (panel.passed, str(panel.total), panel.opinion) == (True, "100.00", "合格")


def test_a_panel_answers_only_what_the_text_asks_it(case: Case, jilin: Cast) -> None:
    in_hand(convened(case, *jilin.experts))
    strange: list[dict[str, Any]] = [
        {"credit_clean": True},
        {"representative_credit_clean": True},
        {"occupations_match_business": "是"},
    ]
    for findings in strange:
        with pytest.raises(NotAllowed):
            draw_up(case, "合格", findings, by=whoever_holds(case), at=AT)
    assert Panel.objects.get().drawn_up_at is None


@pytest.mark.row("JL25-7.2")
def test_the_conclusion_follows_the_panels_opinion(case: Case, jilin: Cast) -> None:
    given_opinion(case, jilin, good=False)
    reviewer = whoever_holds(case)
    with pytest.raises(NotAllowed, match="专家组意见为“不合格”"):
        find_qualified(case, "合格", by=reviewer, at=AT)
    find_unqualified(case, "专家组评分不合格", by=reviewer, at=AT)
    assert case.step == "adverse_deliberation"
    disapprove(case, "技术评估不合格", by=whoever_holds(case), at=AT + timedelta(days=1))
    letter = case.letters.get(key="refused")
    assert case.ending == "refused"
    assert any("按综合技术评估意见改进后重新申请" in paragraph for paragraph in letter.paragraphs)


def test_a_good_opinion_is_not_turned_into_a_refusal(case: Case, jilin: Cast) -> None:
    given_opinion(case, jilin)
    with pytest.raises(NotAllowed, match="专家组意见为“合格”"):
        find_unqualified(case, "不想通过", by=whoever_holds(case), at=AT)


def test_a_good_opinion_is_of_no_use_while_a_condition_is_unmet(case: Case, jilin: Cast) -> None:
    in_hand(convened(case, *jilin.experts))
    head = seats(Panel.objects.get())[0].expert.post
    draw_up(case, "评分合格，职业与主营业务无关", {"occupations_match_business": False}, by=head, at=AT)
    with pytest.raises(NotAllowed, match="不符合：职业与主营业务直接相关"):
        find_qualified(case, "合格", by=whoever_holds(case), at=AT)


def test_each_panel_step_has_a_panel_of_its_own(case: Case, jilin: Cast) -> None:
    brought_to(case, "site_assessment", jilin)
    with pytest.raises(NotAllowed, match="专家组意见尚未形成"):
        find_qualified(case, "合格", by=whoever_holds(case), at=AT)
    given_panel(case, jilin.experts)
    assert list(case.panels.values_list("step", "criteria")) == [
        ("first_review", "document_review"),
        ("site_assessment", "site_assessment"),
    ]


def test_the_pass_mark_itself_is_enough_and_one_point_less_is_not(case: Case, jilin: Cast) -> None:
    criteria = pack_of(case.edition_id).criteria["document_review"]
    at_mark = {"business": 12, "people": 17, "premises": 18, "rules": 15, "fees": 8}
    below, above = at_mark | {"fees": 7}, at_mark | {"fees": 9}
    passed = [tally(criteria, [at_mark, at_mark, last]).passed for last in (below, at_mark, above)]
    assert passed == [False, True, True]


def test_an_item_below_its_minimum_fails_the_whole(case: Case) -> None:
    criteria = pack_of(case.edition_id).criteria["document_review"]
    result = tally(criteria, [FULL | {"fees": 6}, FULL | {"fees": 6}, FULL | {"fees": 5}])
    assert result == (Decimal("95.67"), False, ("收费测算与公布",))


POINTS = st.lists(st.integers(0, 50), min_size=2, max_size=2)


@given(sheets=st.lists(POINTS, min_size=1, max_size=9), mark=st.integers(1, 100), least=st.integers(0, 50))
def test_the_mean_is_compared_exactly(sheets: list[list[int]], mark: int, least: int) -> None:
    items = [
        {"id": "a", "label": "甲", "max": 50, "minimum": least, "cite": "x"},
        {"id": "b", "label": "乙", "max": 50, "minimum": 0, "cite": "x"},
    ]
    criteria = Criteria.model_validate({"title": "表", "pass_mark": mark, "items": items, "cite": "x"})
    result = tally(criteria, [{"a": a, "b": b} for a, b in sheets])
    mean = Fraction(sum(a + b for a, b in sheets), len(sheets))
    mean_of_a = Fraction(sum(a for a, _ in sheets), len(sheets))
    assert result.passed == (mean >= mark and mean_of_a >= least)
    assert result.below_minimum == (("甲",) if mean_of_a < least else ())
    assert abs(Fraction(result.total) - mean) <= Fraction(1, 200)

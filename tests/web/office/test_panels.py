"""Panels at the office's desk: conflicts shown and barred, sheets seen once all are in, the opinion drawn up."""

from typing import Any

import pytest

from dengji.policy.queries import pack_of
from dengji.procedure.acts.assessing import hand_in
from dengji.procedure.models import Case, Panel
from tests.cast import AT, Cast, given_relation
from tests.road import brought_to, given_application, given_panel, whoever_holds
from tests.web.office.desk import at, browser_of, opened, sent, well_built

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessed(xinzhou: Cast) -> Case:
    """The employer's application at the panel's step; one expert works for the employer."""
    case = given_application(xinzhou.employer, "XZ24")
    brought_to(case, "assessment", xinzhou)
    return case


def test_the_roster_shows_ties_and_bars_them(xinzhou: Cast, assessed: Case) -> None:
    given_relation(xinzhou.experts[2], assessed.applicant)
    page = opened(whoever_holds(assessed), at("convene", assessed))
    assert "专家组应为3人以上且为单数" in page
    for barred in (xinzhou.conflicted, xinzhou.experts[2]):
        assert f'name="experts" value="{barred.pk}" aria-label="选择{barred}" disabled' in page
    assert "丁在申请单位松江机械制造有限公司工作。" in page
    assert "已申报与松江机械制造有限公司的利害关系：担任顾问或兼职。" in page
    well_built(page)


def test_a_panel_is_convened_with_its_head(xinzhou: Cast, assessed: Case) -> None:
    chosen = [str(each.pk) for each in xinzhou.experts]
    said = {"experts": chosen, "head": chosen[0]}
    answer = sent(whoever_holds(assessed), at("convene", assessed), assessed.version, **said)
    assert answer.status_code == 302
    panel = Panel.objects.get(case=assessed)
    assert {str(seat.expert_id) for seat in panel.seats.all()} == set(chosen)
    assert "更换专家组</a>" in opened(whoever_holds(assessed), at("case", assessed))


@pytest.mark.parametrize(
    ("chosen", "head", "said"),
    [
        ((0, 1), 0, "3人以上且为单数，现在选了2人"),
        ((0, 1, 3), 0, "应当回避"),
        ((0, 1), 2, "指定一位组长"),
        ((), 0, "请选择专家"),
    ],
)
def test_a_panel_that_does_not_fit_is_refused_with_what_was_chosen(
    xinzhou: Cast, assessed: Case, chosen: tuple[int, ...], head: int, said: str
) -> None:
    roster = [*xinzhou.experts, xinzhou.conflicted]
    given = {"experts": [str(roster[n].pk) for n in chosen], "head": str(roster[head].pk)}
    page = sent(whoever_holds(assessed), at("convene", assessed), assessed.version, **given).content.decode()
    assert said in page or ("3人以上" in page and said == "指定一位组长")
    assert page.count(" checked") == len(chosen) + 1
    assert not Panel.objects.filter(case=assessed).exists()


def test_no_score_is_shown_before_all_sheets_are_in(xinzhou: Cast, assessed: Case) -> None:
    panel = given_panel(assessed, xinzhou.experts)
    items = pack_of(assessed.edition_id).criteria[panel.criteria].items
    seats = list(panel.seats.select_related("expert__post"))
    for seat in seats[:2]:
        hand_in(assessed, seat, {item.id: item.max for item in items}, "很好", by=seat.expert.post, at=AT)
    page = opened(whoever_holds(assessed), at("draw_up", assessed))
    assert "2位已提交评分表；全部提交后显示评分" in page
    assert "很好" not in page
    case_page = opened(whoever_holds(assessed), at("case", assessed))
    assert "还有1位专家没有提交评分表。" in case_page
    assert "已有专家提交评分表，不能再更换专家组。" in case_page
    hand_in(
        assessed, seats[2], {item.id: item.max - 1 for item in items}, "不错", by=seats[2].expert.post, at=AT
    )
    ready = opened(whoever_holds(assessed), at("draw_up", assessed))
    assert "很好" in ready
    assert '<th scope="row">合计</th>' in ready
    well_built(ready)


def test_the_opinion_is_drawn_up_with_what_the_text_asks_of_the_panel(xinzhou: Cast, assessed: Case) -> None:
    panel = given_panel(assessed, xinzhou.experts)
    items = pack_of(assessed.edition_id).criteria[panel.criteria].items
    for seat in panel.seats.select_related("expert__post"):
        hand_in(assessed, seat, {item.id: item.max for item in items}, "好", by=seat.expert.post, at=AT)
    page = opened(whoever_holds(assessed), at("draw_up", assessed))
    asked = [
        each.partition('"')[0] for each in page.split('<fieldset class="field pick" id="id_finding-')[1:]
    ]
    assert len(asked) >= 3
    address = at("draw_up", assessed)
    assert "请回答" in sent(whoever_holds(assessed), address, opinion="合格").content.decode()
    answers: dict[str, Any] = {f"finding-{name}": "yes" for name in asked}
    assert sent(whoever_holds(assessed), address, opinion="合格", **answers).status_code == 302
    panel.refresh_from_db()
    assert (panel.passed, panel.opinion) == (True, "合格")
    done = opened(whoever_holds(assessed), at("case", assessed))
    assert "符合全部条件" in done
    assert "形成专家组意见</a>" not in done
    assert "专家组意见已经形成。" in opened(whoever_holds(assessed), address)


def test_there_is_no_panel_page_at_another_step(xinzhou: Cast, case: Case) -> None:
    assert browser_of(xinzhou.clerk).get(at("convene", case)).status_code == 404
    assert browser_of(xinzhou.clerk).get(at("draw_up", case)).status_code == 404


def test_an_opinion_needs_a_panel(xinzhou: Cast, assessed: Case) -> None:
    assert browser_of(whoever_holds(assessed)).get(at("draw_up", assessed)).status_code == 404

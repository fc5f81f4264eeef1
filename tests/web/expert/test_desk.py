"""The experts' desk: one's own sheet, kept and handed in once; others' only afterwards; ties declared."""

from dataclasses import dataclass
from typing import cast

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from dengji.people.conflicts import conflicts
from dengji.people.models import Expert
from dengji.policy.queries import pack_of
from dengji.procedure.acts.assessing import convene
from dengji.procedure.models import Case, Panel, PanelSeat
from dengji.procedure.refusals import NotAllowed
from tests.cast import AT, Cast, given_cast, given_expert
from tests.road import brought_to, given_application, given_law, given_panel, whoever_holds

pytestmark = pytest.mark.django_db


@dataclass
class Sitting:
    """A panel at its first step, and its experts."""

    cast: Cast
    case: Case
    panel: Panel

    def seat(self, at: int) -> PanelSeat:
        """The seat of one of the experts."""
        return self.panel.seats.get(expert=self.cast.experts[at])

    def full(self) -> dict[str, object]:
        """Full marks."""
        items = pack_of(self.case.edition_id).criteria[self.panel.criteria].items
        return {item.id: item.max for item in items} | {"opinion": "符合要求"}


@pytest.fixture
def sitting() -> Sitting:
    """Three experts convened for an employer in a city."""
    given_law("JL25")
    cast = given_cast()
    case = given_application(cast.employer, "JL25")
    brought_to(case, "first_review", cast)
    return Sitting(cast, case, given_panel(case, cast.experts))


def signed_in(client: Client, expert: Expert) -> Client:
    """The client, as an expert."""
    client.force_login(expert.post.person)
    return client


def words(answer: HttpResponseBase) -> str:
    """What a page says."""
    return cast(HttpResponse, answer).content.decode()


def sheet(seat: PanelSeat) -> str:
    """The address of a sheet."""
    return f"/expert/seats/{seat.pk}/"


@pytest.mark.row("JL25-7.2")
def test_a_task_is_listed_with_what_is_to_be_done(client: Client, sitting: Sitting) -> None:
    said = words(signed_in(client, sitting.cast.experts[0]).get("/expert/"))
    assert "等您评分" in said
    assert sitting.case.applicant.name in said
    assert "填写评分表" in said
    assert "组长" in said


def test_without_a_task_the_page_says_what_to_expect(client: Client, sitting: Sitting) -> None:
    idle = given_expert(sitting.cast.centre, "戊", "第五研究所")
    assert "目前没有等您办理的评审任务" in words(signed_in(client, idle).get("/expert/"))


def test_a_draft_is_kept_with_its_gaps_and_comes_back(client: Client, sitting: Sitting) -> None:
    seat = sitting.seat(0)
    first = next(iter(sitting.full()))
    signed_in(client, seat.expert).post(sheet(seat), {first: "1", "opinion": "待续", "save": "1"})
    seat.refresh_from_db()
    assert (seat.scores, seat.opinion, seat.handed_in_at) == ({first: 1}, "待续", None)
    assert "待续" in words(client.get(sheet(seat)))


def test_a_sheet_with_a_gap_is_not_handed_in_and_what_was_typed_stays(
    client: Client, sitting: Sitting
) -> None:
    seat = sitting.seat(0)
    answer = signed_in(client, seat.expert).post(sheet(seat), {"opinion": "很好", "hand_in": "1"})
    assert words(answer).count("还没有打分。</a>") == len(sitting.full()) - 1
    assert "很好" in words(answer)


def test_a_score_out_of_range_is_named_at_its_field(client: Client, sitting: Sitting) -> None:
    seat, full = sitting.seat(0), sitting.full()
    answer = signed_in(client, seat.expert).post(
        sheet(seat), full | {next(iter(full)): "999", "hand_in": "1"}
    )
    assert "最高" in words(answer)
    seat.refresh_from_db()
    assert seat.handed_in_at is None


def test_what_was_handed_in_is_shown_and_not_asked_again(client: Client, sitting: Sitting) -> None:
    seat = sitting.seat(0)
    signed_in(client, seat.expert).post(sheet(seat), sitting.full() | {"hand_in": "1"})
    said = words(client.get(sheet(seat)))
    assert "提交后不能再改" in said
    assert 'name="hand_in"' not in said
    again = client.post(sheet(seat), sitting.full() | {"hand_in": "1"})
    assert "已经提交" in words(again)


@pytest.mark.row("JL25-7.2")
def test_nobody_sees_anothers_sheet_before_handing_in(client: Client, sitting: Sitting) -> None:
    first, second = sitting.seat(0), sitting.seat(1)
    signed_in(client, first.expert).post(
        sheet(first), sitting.full() | {"opinion": "甲的意见", "hand_in": "1"}
    )
    signed_in(client, second.expert)
    assert "甲的意见" not in words(client.get(sheet(second)))
    client.post(sheet(second), sitting.full() | {"hand_in": "1"})
    assert "甲的意见" in words(client.get(sheet(second)))


def test_anothers_sheet_is_nowhere(client: Client, sitting: Sitting) -> None:
    signed_in(client, sitting.cast.experts[1])
    assert client.get(sheet(sitting.seat(0))).status_code == 404
    assert client.post(sheet(sitting.seat(0)), {"save": "1"}).status_code == 404


def test_an_officer_does_not_sit_at_the_experts_desk(client: Client, sitting: Sitting) -> None:
    client.force_login(sitting.cast.clerk.person)
    assert client.get("/expert/").status_code == 403


def test_the_head_draws_up_the_opinion_once_all_sheets_are_in(client: Client, sitting: Sitting) -> None:
    for at in range(3):
        seat = sitting.seat(at)
        signed_in(client, seat.expert).post(sheet(seat), sitting.full() | {"hand_in": "1"})
    head = sitting.seat(0)
    signed_in(client, head.expert)
    address = f"{sheet(head)}draw-up/"
    assert "等您形成专家组意见" in words(client.get("/expert/"))
    assert "符合要求" in words(client.get(address))
    answers = dict.fromkeys(("occupations_match_business",), "yes")
    client.post(address, {"opinion": "一致认为合格"} | answers)
    sitting.panel.refresh_from_db()
    assert (sitting.panel.passed, sitting.panel.opinion) == (True, "一致认为合格")
    assert "已经结束的评审" in words(client.get("/expert/"))
    assert "一致认为合格" in words(client.get(sheet(head)))
    assert "专家组意见已经形成" in words(client.get(address))


def test_an_opinion_before_all_sheets_are_in_is_refused_and_the_words_stay(
    client: Client, sitting: Sitting
) -> None:
    head = sitting.seat(0)
    signed_in(client, head.expert)
    said = {"opinion": "太早了", "occupations_match_business": "yes"}
    answer = client.post(f"{sheet(head)}draw-up/", said)
    assert "没有提交评分表" in words(answer)
    assert "太早了" in words(answer)


def test_a_tie_that_is_declared_keeps_the_expert_off_until_it_is_withdrawn(
    client: Client, sitting: Sitting
) -> None:
    expert, school = sitting.cast.experts[0], sitting.cast.school.organisation
    signed_in(client, expert)
    client.post("/expert/relations/", {"organisation": school.name, "relation": "adviser"})
    assert conflicts(expert, school)
    tie = expert.relations.get()
    assert "您可能被选入它的专家组" in words(client.get(f"/expert/relations/{tie.pk}/withdraw/"))
    client.post("/expert/relations/", {"withdraw": str(tie.pk)})
    assert not conflicts(expert, school)


def test_a_tie_to_a_body_that_is_unknown_is_asked_again(client: Client, sitting: Sitting) -> None:
    signed_in(client, sitting.cast.experts[0])
    answer = client.post("/expert/relations/", {"organisation": "没有这家", "relation": "kin"})
    assert "没有找到这个评价机构" in words(answer)
    gaps = words(client.post("/expert/relations/", {"organisation": "", "relation": ""}))
    assert "请填写单位全称" in gaps
    assert "请选择与该单位的关系" in gaps


def test_who_declares_a_tie_after_being_convened_no_longer_scores(client: Client, sitting: Sitting) -> None:
    seat, body = sitting.seat(0), sitting.case.applicant
    signed_in(client, seat.expert).post("/expert/relations/", {"organisation": body.name, "relation": "kin"})
    answer = words(client.post(sheet(seat), sitting.full() | {"hand_in": "1"}))
    assert "应当回避，不能评分。请联系承办部门更换专家组。" in answer
    seat.refresh_from_db()
    assert seat.handed_in_at is None


def test_a_panel_is_replaced_where_somebody_must_stay_away_though_a_sheet_is_in(
    client: Client, sitting: Sitting
) -> None:
    done, tied = sitting.seat(0), sitting.seat(1)
    signed_in(client, done.expert).post(sheet(done), sitting.full() | {"hand_in": "1"})
    fresh = [given_expert(sitting.cast.centre, name, f"{name}研究所") for name in ("高远", "马骏")]
    sitting.case.refresh_from_db()
    chosen, by = [done.expert, *fresh], whoever_holds(sitting.case)
    with pytest.raises(NotAllowed, match="不能再更换专家组"):
        convene(sitting.case, chosen, done.expert, by=by, at=AT)
    signed_in(client, tied.expert)
    client.post("/expert/relations/", {"organisation": sitting.case.applicant.name, "relation": "kin"})
    convene(sitting.case, chosen, done.expert, by=by, at=AT)
    assert sitting.case.panels.get().seats.filter(handed_in_at=None).count() == 3


def test_the_whole_application_is_read_by_its_panel_only(client: Client, sitting: Sitting) -> None:
    address = f"{sheet(sitting.seat(0))}application/"
    assert sitting.case.applicant.name in words(signed_in(client, sitting.cast.experts[0]).get(address))
    signed_in(client, sitting.cast.experts[1])
    assert client.get(address).status_code == 404


def test_who_does_not_lead_is_told_who_draws_up(client: Client, sitting: Sitting) -> None:
    second = sitting.seat(1)
    answer = signed_in(client, second.expert).get(f"{sheet(second)}draw-up/")
    assert "由组长或承办部门形成" in words(answer)


def test_anothers_tie_is_not_withdrawn(client: Client, sitting: Sitting) -> None:
    first, second = sitting.cast.experts[:2]
    signed_in(client, first).post(
        "/expert/relations/", {"organisation": sitting.cast.school.organisation.name, "relation": "kin"}
    )
    signed_in(client, second)
    assert client.post("/expert/relations/", {"withdraw": str(first.relations.get().pk)}).status_code == 404

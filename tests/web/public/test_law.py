"""The library: every text with where it stands today, what it asks, how it goes, and which one governs where."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from dengji.policy.acts import AdoptionEntry, adopt, withdraw_adoption
from dengji.policy.models import Edition
from dengji.policy.terms import Kind
from dengji.web.public.textpage import PARTS
from tests.cast import AT, given_divisions
from tests.web.public.builder import given_texts, text
from tests.web.public.reading import faults, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts() -> None:
    """Every text, and the places that they are for."""
    given_texts()
    for county in ("220202", "120101", "140902", "350102"):
        given_divisions(county)


def tried() -> AdoptionEntry:
    """The draft on trial from the 18th on, to the 30th."""
    return AdoptionEntry("JL25", "220000", Kind.TRIAL, date(2026, 11, 18), date(2026, 11, 30), "先行试点")


@pytest.mark.row("CR-7")
def test_the_library_says_where_each_text_stands_and_by_whose_decision(client: Client) -> None:
    adopt(tried(), by=None, at=AT)
    continued = AdoptionEntry("TJ21", "120000", Kind.CONTINUED, date(2023, 10, 21), None, "新办法未出")
    adopt(continued, by=None, at=AT)
    said = words(client.get("/law/"))
    assert "共5份" in said
    for part in ("征求意见稿", "试运行", "已期满", "继续适用", "施行中"):
        assert part in said
    assert "吉林省，自2026年11月18日 (周三)至2026年11月30日 (周一)。理由：先行试点" in said
    assert "天津市，自2023年10月21日 (周六)起。理由：新办法未出" in said


@pytest.mark.row("CR-7")
def test_a_text_that_cannot_be_used_today_says_so_and_that_old_filings_stay(client: Client) -> None:
    expired, draft = (words(client.get(f"/law/{name}/")) for name in ("TJ21", "JL25"))
    assert "今天不能据此受理新的申请：它已于2023年10月20日 (周五)期满" in expired
    assert "以前的备案、证书和档案照常查询" in expired
    assert "今天不能据此受理新的申请：它还是征求意见稿" in draft
    assert "今天不能" not in words(client.get("/law/XZ24/"))


@pytest.mark.row("CR-7")
@pytest.mark.parametrize(
    ("day", "applied"),
    [("2026-11-17", False), ("2026-11-18", True), ("2026-11-30", True), ("2026-12-01", False)],
)
def test_a_trial_counts_from_its_first_day_to_its_last(client: Client, day: str, applied: bool) -> None:
    adopt(tried(), by=None, at=AT)
    with time_machine.travel(f"{day} 12:00+08:00", tick=False):
        said = words(client.get("/law/JL25/"))
    assert ("试行这份征求意见稿" in said) is applied
    assert ("今天不能据此受理新的申请" in said) is not applied


@pytest.mark.row("JL25-C")
def test_a_draft_shows_its_comment_period_with_its_last_day_reckoned(client: Client) -> None:
    said = words(client.get("/law/JL25/"))
    assert "2025年4月11日 (周五) 至 2025年5月6日 (周二)（含当日），共15个工作日，次日起算" in said
    assert "已结束" in said
    with time_machine.travel("2025-05-06 23:00+08:00", tick=False):
        assert "正在征求意见" in words(client.get("/law/JL25/"))


@pytest.mark.row("CR-6")
@pytest.mark.parametrize("pack_id", ["FJ22", "JL25", "JLJD", "TJ21", "XZ24"])
def test_a_texts_pages_say_all_that_it_asks_and_are_soundly_built(client: Client, pack_id: str) -> None:
    answers = {part: client.get(f"/law/{pack_id}/{part}/") for part in PARTS}
    said, pack = {part: words(answer) for part, answer in answers.items()}, text(pack_id)
    assert {part: faults(answer) for part, answer in answers.items() if faults(answer)} == {}
    assert [each.label for each in pack.conditions if each.label not in said["conditions"]] == []
    assert [each.says for each in pack.articles.values() if each.says not in said["articles"]] == []
    assert [each.label for each in pack.parameters.values() if each.label not in said["numbers"]] == []
    readings = pack.interpretations.values()
    assert [each.question for each in readings if each.question not in said["readings"]] == []
    assert [each.title for each in pack.matters.values() if each.title not in said["procedures"]] == []
    assert [part for part in PARTS if "{" in said[part]] == []


@pytest.mark.row("CR-6")
@pytest.mark.parametrize("pack_id", ["FJ22", "JL25", "JLJD", "TJ21", "XZ24"])
def test_a_texts_first_page_is_short_and_leads_to_all_the_others(client: Client, pack_id: str) -> None:
    answer, pack = client.get(f"/law/{pack_id}/"), text(pack_id)
    page = answer.content.decode()
    assert faults(answer) == []
    assert page.count("<svg") == 1
    assert [part for part in PARTS if f'href="/law/{pack_id}/{part}/"' not in page] == []
    assert [each for each in pack.matters if f'href="/law/{pack_id}/procedures/{each}/"' not in page] == []
    assert not any(each.remedy in page for each in pack.conditions)


@pytest.mark.row("CR-6")
@pytest.mark.parametrize("pack_id", ["FJ22", "JL25", "JLJD", "TJ21", "XZ24"])
def test_each_procedure_is_drawn_and_told_on_a_page_of_its_own(client: Client, pack_id: str) -> None:
    for name, matter in text(pack_id).matters.items():
        answer = client.get(f"/law/{pack_id}/procedures/{name}/")
        assert faults(answer) == []
        assert answer.content.decode().count("<svg") == 1
        assert [step.title for step in matter.steps if step.title not in words(answer)] == []


@pytest.mark.parametrize("page", ["procedures/nothing/", "nothing/"])
def test_a_page_that_a_text_does_not_have_is_not_found(client: Client, page: str) -> None:
    assert client.get(f"/law/JL25/{page}").status_code == 404


@pytest.mark.row("CR-6")
def test_a_texts_page_lists_its_editions_and_its_decisions_withdrawn_ones_too(client: Client) -> None:
    decision = adopt(tried(), by=None, at=AT)
    withdraw_adoption(decision, reason="试点结束", by=None, at=AT)
    said = words(client.get("/law/JL25/life/"))
    assert Edition.objects.get(pack_id="JL25").sha256 in said
    assert "决定试运行 （已撤销）" in said
    assert "撤销，理由：试点结束" in said


@pytest.mark.row("CR-6", "CR-7")
@pytest.mark.parametrize(
    ("place", "day", "sentence"),
    [
        ("140900", "2026-11-18", "适用《忻州市职业技能等级评价机构管理办法（2024年修订版）》"),
        ("120000", "2023-10-20", "适用《天津市职业技能等级认定工作管理办法（试行）》"),
        ("120000", "2023-10-21", "没有可以适用的文本，不能受理新的申请"),
        ("220200", "2026-11-18", "尚为征求意见稿，未正式施行，也未试运行"),
        ("350100", "2026-11-18", "适用《"),
    ],
)
def test_anybody_can_ask_which_text_governs(client: Client, place: str, day: str, sentence: str) -> None:
    answer = client.get("/law/which/", {"place": place, "regime": "skill_level", "on": day})
    assert sentence in words(answer)
    assert faults(answer) == []


@pytest.mark.row("CR-7")
def test_where_a_text_is_silent_on_a_matter_the_answer_says_so(client: Client) -> None:
    asked = {"place": "350100", "regime": "skill_level", "matter": "initial", "on": "2026-11-18"}
    assert "该文本只规定" in words(client.get("/law/which/", asked))


def test_a_place_without_any_text_is_told_so(client: Client) -> None:
    given_divisions("510104")
    said = words(client.get("/law/which/?place=510000&regime=skill_level&on=2026-11-18"))
    assert "政策库里没有这个地区的文本" in said


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"place": "", "regime": "skill_level", "on": "2026-11-18"}, "请选择地区。"),
        ({"place": "220200", "regime": "", "on": "2026-11-18"}, "请选择评价类别。"),
        ({"place": "220200", "regime": "skill_level", "on": "昨天"}, "日期请写成 2026-11-21 的样子。"),
        ({"place": "220200", "regime": "skill_level", "on": ""}, "请填写日期。"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_stays(
    client: Client, asked: dict[str, str], sentence: str
) -> None:
    answer = client.get("/law/which/", asked)
    assert sentence in words(answer)
    assert ('value="220200" selected' in answer.content.decode()) is (asked["place"] == "220200")

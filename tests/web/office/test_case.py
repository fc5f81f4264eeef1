"""The case page: where it stands, what may be done and why not, and every part of it."""

import pytest

from dengji.audit.models import Entry
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.models import Case
from dengji.web.casework import case_page
from dengji.web.office.reading import parts_of
from tests.cast import AT, Cast
from tests.road import brought_to, brought_to_its_end, given_application, given_opinion, whoever_holds
from tests.web.office.desk import at, browser_of, opened, well_built

pytestmark = pytest.mark.django_db


def test_the_page_says_what_who_where_and_by_which_text(xinzhou: Cast, case: Case) -> None:
    page = opened(xinzhou.clerk, at("case", case))
    for said in (
        case.number,
        case.applicant.name,
        "首次备案",
        "受理和核验",
        "忻州市职业技能等级评价机构管理办法",
    ):
        assert said in page
    assert f"{xinzhou.centre.name} 经办人" in page
    assert "2026年11月16日 (周一)" in page
    well_built(page)


@pytest.mark.row("CR-9")
def test_every_condition_stands_with_mark_article_facts_and_remedy(xinzhou: Cast, case: Case) -> None:
    page = opened(xinzhou.clerk, at("case", case))
    assert "待定1项" in page
    assert "第十一条第（一）项" in page
    assert '<details class="article"><summary>' in page
    assert page.index("mark-undetermined") < page.index("mark-met") < page.index("mark-not_applicable")
    assert "机构类型：<strong>用人单位</strong>" in page
    assert "核对事实：财务制度和管理制度规范" in page
    assert "没有另注时间的事实，取自2026年11月16日 09:00第1次提交的申请材料" in page


def test_acts_that_cannot_be_done_are_greyed_with_the_reason(xinzhou: Cast, case: Case) -> None:
    page = opened(xinzhou.clerk, at("case", case))
    assert '<span class="btn" aria-disabled="true">受理</span><span class="why">共19项' in page
    assert "各项条件没有不符合的，不能作出不利的决定。" in page
    assert f'href="{at("correct", case)}">退回补正</a>' in page


def test_whose_turn_it_is_not_is_told_whose_it_is(xinzhou: Cast, school_case: Case) -> None:
    page = opened(xinzhou.clerk, at("case", school_case))
    assert f"由{xinzhou.centre.name}的审核人办理。" in page
    assert "核对事实：" not in page
    assert "组建专家组</a>" not in page


def test_a_case_that_waits_for_its_applicant_shows_what_is_waited_for(xinzhou: Cast, case: Case) -> None:
    return_for_correction(case, [Correction("body", "补<i>联系人</i>电话")], by=whoever_holds(case), at=AT)
    page = opened(xinzhou.clerk, at("case", case))
    assert "等待申请单位补正1处" in page
    assert "补&lt;i&gt;联系人" in page
    assert "下一步" not in page


@pytest.mark.row("CR-4")
def test_the_clock_shows_used_remaining_due_day_and_article_and_stands_while_corrected(tianjin: Cast) -> None:
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "first_review", tianjin)
    page = opened(tianjin.clerk, at("case", case))
    assert "还剩5个工作日" in page
    assert "到期日 2026年11月23日 (周一)" in page
    assert "期限5个工作日（第十条第（二）项）" in page
    assert 'aria-label="剩余5个工作日"' in page
    assert "继续适用" in page
    return_for_correction(case, [Correction("body", "补联系人")], by=whoever_holds(case), at=AT)
    stopped = opened(tianjin.clerk, at("case", case))
    assert "停止计算，补正后还剩5个工作日" in stopped
    assert "自2026年11月16日 (周一)起停止计算" in stopped


def test_every_part_of_a_finished_case_opens_and_is_well_built(xinzhou: Cast, school_case: Case) -> None:
    brought_to_its_end(school_case, xinzhou)
    parts = [key for key, _ in parts_of(case_page(school_case, xinzhou.clerk, AT.date()))]
    assert parts == ["conditions", "materials", "panels", "publicity", "letters", "timeline"]
    for part in parts:
        well_built(opened(xinzhou.clerk, at("part", school_case, part)))
    assert browser_of(xinzhou.clerk).get(at("part", school_case, "nonsense")).status_code == 404


def test_the_material_is_readable_and_its_files_open(xinzhou: Cast, case: Case) -> None:
    page = opened(xinzhou.clerk, at("part", case, "materials"))
    for said in (
        "电工（6-31-01-03）",
        "五级/初级工",
        "本单位职工",
        "实训车间",
        "自有",
        "国家题库",
        "2202****",
    ):
        assert said in page
    assert "没有上传" in page
    address = page.partition('href="/files/')[2].partition('"')[0]
    answer = browser_of(xinzhou.clerk).get(f"/files/{address}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.getvalue().startswith(b"%PDF")
    assert browser_of(xinzhou.wrong_clerk).get(f"/files/{address}").status_code == 404
    assert Entry.objects.filter(act="file.refused_reading").count() == 1
    answer.close()  # last, since it ends the request and with it the connection


def test_scores_are_shown_only_once_all_sheets_are_in(xinzhou: Cast, school_case: Case) -> None:
    assert "还没有组建专家组" in opened(xinzhou.clerk, at("part", school_case, "panels"))
    given_opinion(school_case, xinzhou)
    page = opened(xinzhou.clerk, at("part", school_case, "panels"))
    assert "专家组意见：合格，平均100" in page
    assert '<th scope="row">合计</th>' in page


def test_the_timeline_keeps_the_explanation_of_each_day(xinzhou: Cast, school_case: Case) -> None:
    brought_to_its_end(school_case, xinzhou)
    page = opened(xinzhou.clerk, at("part", school_case, "timeline"))
    for said in (
        "列入目录",
        "备案号：",
        "形成专家组意见",
        "平均总分100",
        "专家：甲、乙、丙",
        "发布公示",
        "核对事实",
        "提交申请",
    ):
        assert said in page
    assert page.count("当时的条件核对：") >= 4
    assert page.index("列入目录") < page.index("建立申请")


def test_an_ended_case_shows_how_it_ended_and_its_last_judgement(xinzhou: Cast, case: Case) -> None:
    brought_to_its_end(case, xinzhou)
    page = opened(xinzhou.clerk, at("case", case))
    assert "已办结：已列入目录" in page
    assert "办结的件，显示最后一次核对：列入目录" in page
    assert "下一步" not in page
    assert '<span class="tag">有效</span>' in page
    assert "职业技能等级评价机构备案通知（PDF）" in opened(xinzhou.clerk, at("part", case, "letters"))


def test_a_guessed_address_finds_nothing_and_stands_on_the_trail(xinzhou: Cast, case: Case) -> None:
    for address in (at("case", case), at("correct", case), at("deed", case, "reject")):
        assert browser_of(xinzhou.wrong_clerk).get(address).status_code == 404
    assert Entry.objects.filter(act="case.refused_reading", object_id=str(case.token)).count() == 3


def test_a_draft_is_nobodys_but_the_applicants(xinzhou: Cast) -> None:
    draft = given_application(xinzhou.school, "XZ24")
    assert browser_of(xinzhou.clerk).get(at("case", draft)).status_code == 404


def test_the_whole_case_is_on_one_page_for_the_file(xinzhou: Cast, school_case: Case) -> None:
    brought_to_its_end(school_case, xinzhou)
    page = opened(xinzhou.clerk, at("paper", school_case))
    for said in ("条件核对", "材料", "专家意见", "公示", "文书", "时间线", "列入目录", "电工（6-31-01-03）"):
        assert said in page
    assert "记入核对结果" not in page
    well_built(page)
    assert browser_of(xinzhou.wrong_clerk).get(at("paper", school_case)).status_code == 404


def test_the_next_step_names_the_facts_to_be_checked_first(xinzhou: Cast, case: Case) -> None:
    page = opened(xinzhou.clerk, at("part", case, "timeline"))
    assert "先核对1项事实：" in page
    assert "财务制度和管理制度规范</a>" in page


def test_while_the_applicant_corrects_the_judgement_of_the_return_is_shown(xinzhou: Cast, case: Case) -> None:
    return_for_correction(case, [Correction("body", "补联系人")], by=whoever_holds(case), at=AT)
    page = opened(xinzhou.clerk, at("case", case))
    assert "正在等待补正，显示退回时的核对：退回补正" in page
    assert "待定1项" in page


def test_an_officer_is_not_asked_what_the_panel_has_to_find(xinzhou: Cast, school_case: Case) -> None:
    page = opened(whoever_holds(school_case), at("case", school_case))
    assert "mark-undetermined" in page
    assert "核对事实：" not in page
    assert (
        browser_of(whoever_holds(school_case)).get(at("fact", school_case, "panel_passed")).status_code == 404
    )

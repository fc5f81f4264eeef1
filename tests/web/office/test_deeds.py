"""Acts at the office's desk: each says first what it brings about, and is done once, on the page as it was seen."""

import pytest

from dengji.institutions.models import Venue
from dengji.people.terms import Role
from dengji.policy.engine.terms import Verb
from dengji.procedure.acts.receiving import state
from dengji.procedure.models import Case, Statement
from dengji.procedure.terms import Act, CaseState, Ending
from tests.cast import AT, Cast, given_post
from tests.road import brought_to, brought_to_its_end, given_application, stated_well, whoever_holds
from tests.web.office.desk import at, browser_of, opened, sent, well_built

pytestmark = pytest.mark.django_db
PDF_NAME = "不予受理通知书"


@pytest.fixture
def failing(xinzhou: Cast) -> Case:
    """An application that lacks a camera."""
    Venue.objects.filter(institution=xinzhou.school).update(video=False)
    case = given_application(xinzhou.school, "XZ24")
    brought_to(case, "acceptance", xinzhou)
    return case


def test_accepting_is_one_press_and_a_second_press_finds_the_case_moved(xinzhou: Cast, case: Case) -> None:
    stated_well(case)
    page = opened(xinzhou.clerk, at("case", case))
    assert f'action="{at("deed", case, "accept")}"' in page
    answer = sent(xinzhou.clerk, at("deed", case, "accept"), case.version)
    assert answer.status_code == 302
    again = sent(xinzhou.clerk, at("deed", case, "accept"), case.version)
    assert again.status_code == 409
    assert "这件申请已由王大伟办理“受理”" in again.content.decode()
    case.refresh_from_db()
    assert case.step == "assessment"
    assert case.events.filter(act=Act.ACCEPT).count() == 1


def test_a_page_held_open_while_the_case_moved_on_says_who_did_what(xinzhou: Cast, case: Case) -> None:
    seen = case.version
    stated_well(case)
    answer = sent(xinzhou.clerk, at("deed", case, "accept"), seen)
    assert answer.status_code == 409
    assert "这件申请已由王大伟办理“核对事实”，本页内容不是最新的。" in answer.content.decode()
    case.refresh_from_db()
    assert case.step == "acceptance"


def test_an_act_that_is_not_yet_possible_stays_on_its_page_with_the_reason(xinzhou: Cast, case: Case) -> None:
    answer = sent(xinzhou.clerk, at("deed", case, "accept"), case.version)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "还没有办理" in page
    assert "缺：财务制度和管理制度规范" in page
    assert "依据：第十一条第（一）项" in page


def test_a_refusal_begins_with_what_is_not_met_and_says_what_will_happen(
    xinzhou: Cast, failing: Case
) -> None:
    page = opened(xinzhou.clerk, at("deed", failing, "reject"))
    assert "没有视频监控的场所：一号机房、实训车间（第十一条第（三）项）。" in page
    assert f"{failing.applicant.name}的这件申请办结，结果是“不予受理”。" in page
    assert f"出具《{PDF_NAME}》" in page
    assert "告知申请单位怎样改进：条件和材料补齐后，可以在公开征集期内重新申报。" in page
    well_built(page)


@pytest.mark.row("CR-9")
def test_a_refusal_is_told_with_reason_and_letter(xinzhou: Cast, failing: Case) -> None:
    reason = "没有视频监控的场所：一号机房、实训车间（第十一条第（三）项）。"
    empty = sent(xinzhou.clerk, at("deed", failing, "reject"), failing.version, reason=" ")
    assert "请填写理由" in empty.content.decode()
    assert (
        sent(xinzhou.clerk, at("deed", failing, "reject"), failing.version, reason=reason).status_code == 302
    )
    failing.refresh_from_db()
    assert (failing.state, failing.ending) == (CaseState.ENDED, Ending.NOT_ACCEPTED)
    letter = failing.letters.get()
    assert letter.title == PDF_NAME
    assert reason.removesuffix("。") in "".join(letter.paragraphs)
    assert failing.events.last().reason == reason  # type: ignore[union-attr]
    timeline = opened(xinzhou.clerk, at("part", failing, "timeline"))
    assert "怎样改进：装好视频监控后更新场所信息；条件和材料补齐后，可以在公开征集期内重新申报；" in timeline
    assert f"有疑问的，可以向{xinzhou.centre}询问" in timeline


def test_what_was_typed_is_not_lost_when_the_act_is_refused(xinzhou: Cast, case: Case) -> None:
    answer = sent(xinzhou.clerk, at("deed", case, "reject"), case.version, reason="资料<b>不全</b>")
    page = answer.content.decode()
    assert "资料&lt;b&gt;不全&lt;/b&gt;" in page
    assert "各项条件没有不符合的，不能作出不利的决定" in page


def test_a_correction_list_begins_with_what_is_lacking(xinzhou: Cast, failing: Case) -> None:
    page = opened(xinzhou.clerk, at("correct", failing))
    assert "没有视频监控的场所：一号机房、实训车间。装好视频监控后更新场所信息（第十一条第（三）项）" in page
    assert '<option value="venues" selected>场所和设备</option>' in page
    assert f"申请退回{failing.applicant.name}补正。" in page
    well_built(page)


def test_the_correction_stops_the_clock_and_lists_each_item(tianjin: Cast) -> None:
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "first_review", tianjin)
    assert "法定期限停止计算" in opened(tianjin.clerk, at("correct", case))
    items = {
        "items-TOTAL_FORMS": "3",
        "items-INITIAL_FORMS": "0",
        "items-0-section": "people",
        "items-0-says": "补考评员证卡",
        "items-1-section": "body",
        "items-1-says": "",
        "items-2-section": "documents",
        "items-2-says": "补交场所证明",
    }
    assert sent(tianjin.clerk, at("correct", case), case.version, **items).status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.CORRECTING
    assert list(case.corrections.values_list("section", "says")) == [
        ("people", "补考评员证卡"),
        ("documents", "补交场所证明"),
    ]


def test_a_correction_list_without_a_word_is_not_sent(xinzhou: Cast, case: Case) -> None:
    items = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-section": "body",
        "items-0-says": "",
    }
    answer = sent(xinzhou.clerk, at("correct", case), case.version, **items)
    assert "请至少写明一处需要补正的内容" in answer.content.decode()


def test_who_has_not_the_turn_sees_why_and_cannot_act(xinzhou: Cast, failing: Case) -> None:
    reviewer = given_post(xinzhou.centre, Role.REVIEWER, "田秀英")
    page = opened(reviewer, at("deed", failing, "reject"))
    assert "现在不能办理" in page
    assert "<textarea" not in page
    answer = sent(reviewer, at("deed", failing, "reject"), failing.version, reason="不行")
    assert "您的岗位不能办理" in answer.content.decode()
    failing.refresh_from_db()
    assert failing.state == CaseState.OPEN


@pytest.mark.parametrize("verb", [Verb.ISSUE.value, Verb.SUBMIT.value, Verb.WITHDRAW.value, "nonsense"])
def test_an_act_that_the_step_does_not_know_is_not_found(xinzhou: Cast, case: Case, verb: str) -> None:
    assert browser_of(xinzhou.clerk).get(at("deed", case, verb)).status_code == 404


def test_nothing_can_be_done_with_an_ended_case(xinzhou: Cast, case: Case) -> None:
    brought_to_its_end(case, xinzhou)
    page = opened(whoever_holds(case), at("deed", case, "issue"))
    assert "已办结（已列入目录）" in page


def test_a_bureau_decides_and_its_issuer_gives_out_the_notice(xinzhou: Cast, case: Case) -> None:
    brought_to(case, "decision", xinzhou)
    approver = whoever_holds(case)
    assert "转到“公布目录”步骤，由市人社局核发人办理。" in opened(approver, at("deed", case, "approve"))
    assert sent(approver, at("deed", case, "approve"), case.version, reason="同意").status_code == 302
    case.refresh_from_db()
    assert "生成备案号和备案有效期" in opened(whoever_holds(case), at("deed", case, "issue"))
    assert sent(whoever_holds(case), at("deed", case, "issue"), case.version).status_code == 302
    case.refresh_from_db()
    assert case.ending == Ending.GRANTED
    assert case.filing.number.startswith("Y")


def test_a_fact_is_stated_from_the_case_page_with_its_ground(xinzhou: Cast, case: Case) -> None:
    address = at("fact", case, "rules_sound")
    said = {"fact-rules_sound-value": "yes", "fact-rules_sound-note": ""}
    assert "请写明核对的依据" in sent(xinzhou.clerk, address, case.version, **said).content.decode()
    said["fact-rules_sound-note"] = "查看了财务制度原件"
    assert sent(xinzhou.clerk, address, case.version, **said).status_code == 302
    stated = Statement.objects.get(case=case)
    assert (stated.fact, stated.value, stated.by_id) == ("rules_sound", True, xinzhou.clerk.pk)
    page = opened(xinzhou.clerk, at("case", case))
    assert "符合全部条件" in page
    assert "经办人核对" in page
    assert at("fact", case, "rules_sound") in page


def test_a_fact_that_no_condition_uses_has_no_page(xinzhou: Cast, case: Case) -> None:
    page = opened(xinzhou.clerk, at("fact", case, "rules_sound"))
    assert "所交的财务制度和管理制度是否齐全、规范？" in page
    well_built(page)
    assert browser_of(xinzhou.clerk).get(at("fact", case, "full_moon")).status_code == 404


def test_a_fact_that_the_system_knows_cannot_be_stated(xinzhou: Cast, case: Case) -> None:
    said = {"fact-kind-value": "school", "fact-kind-note": "听说"}
    answer = sent(xinzhou.clerk, at("fact", case, "kind"), case.version, **said)
    assert "不能手工填写" in answer.content.decode()


def test_only_a_condition_in_principle_can_be_waived(xinzhou: Cast, case: Case) -> None:
    assert browser_of(xinzhou.clerk).get(at("waive", case, "documents")).status_code == 404


def test_a_fact_stated_wrongly_is_stated_anew(xinzhou: Cast, case: Case) -> None:
    state(case, "rules_sound", False, "缺页", by=xinzhou.clerk, at=AT)
    assert "财务制度或者管理制度" in opened(xinzhou.clerk, at("deed", case, "reject"))
    said = {"fact-rules_sound-value": "yes", "fact-rules_sound-note": "补看了原件"}
    assert sent(xinzhou.clerk, at("fact", case, "rules_sound"), case.version, **said).status_code == 302
    assert Statement.objects.filter(case=case).count() == 2

"""The way through the desk: what comes next, nothing typed is lost, and what has ended is still there."""

from typing import Any

import pytest
from django.test import Client

from dengji.filings.queries import applied_for
from dengji.procedure.models import Case
from tests.cast import Cast
from tests.road import brought_to_its_end, handed_in, manager_of
from tests.web.body.pages import address, faults, signed_in, text

SIGNED = {"name": "周启明", "as_legal_representative": "on", "agreed": "on"}
CHECK: dict[str, Any] = {"matter": "initial", "regime": "skill_level"}
BODY = {
    "name": "松江机械制造有限公司",
    "legal_representative": "周启明",
    "registered_address": "昌邑区解放路1号",
    "contact_name": "周启明",
    "contact_phone": "13800000000",
    "main_business": "减速机制造",
}


@pytest.mark.parametrize(("part", "register"), [("people", "members"), ("venues", "equipment")])
def test_a_list_that_a_sheet_can_fill_leads_to_the_sheet(desk: Client, part: str, register: str) -> None:
    assert address("sheet", register=register) in text(desk, address("section", part=part))


def test_the_task_list_leads_to_the_first_part_that_is_not_finished(desk: Client, application: Case) -> None:
    assert "继续填写：机构信息" in text(desk, address("fill", application))
    desk.post(address("section", application, part="body"), {"finish": "1"})
    assert "继续填写：人员" in text(desk, address("fill", application))


def test_when_every_part_is_finished_the_task_list_leads_to_the_last_look(
    desk: Client, application: Case
) -> None:
    parts = ("body", "people", "venues", "occupations", "rules", "declarations", "documents", "commitment")
    for part in parts:
        desk.post(address("section", application, part=part), {"finish": "1"})
    assert "去核对并提交" in text(desk, address("fill", application))


def test_a_part_that_is_finished_in_one_press_keeps_what_was_typed(desk: Client, application: Case) -> None:
    answer = desk.post(address("body", application), {**BODY, "and_finish": "1"})
    assert answer.headers["Location"] == address("fill", application)
    assert "减速机制造" in text(desk, address("body", application))
    assert "这一部分已标记为完成" in text(desk, address("body", application))


def test_a_part_with_a_fault_is_not_finished_and_keeps_the_words(desk: Client, application: Case) -> None:
    answer = desk.post(address("body", application), {**BODY, "contact_name": "", "and_finish": "1"})
    page = answer.content.decode()
    assert "请填写“联系人”。" in page
    assert "减速机制造" in page
    assert "body" not in applied_for(application).sections_done


def test_a_long_text_is_not_cut_by_the_browser_but_told_by_us(desk: Client) -> None:
    assert "maxlength" not in text(desk, address("body"))
    answer = desk.post(address("body"), {**BODY, "main_business": "长" * 501})
    assert "“主营业务”最多500个字，现有501个字。" in answer.content.decode()


def test_a_register_that_the_kind_of_body_does_not_have_is_not_found(cast: Cast) -> None:
    school = signed_in(manager_of(cast.school))
    assert school.get(address("row_add", register="subsidiaries")).status_code == 404


def test_a_missing_supervisor_is_counted_on_the_task_list_and_said_at_the_last_look(
    desk: Client, application: Case, cast: Cast
) -> None:
    for member in cast.employer.members.all():
        if "supervisor" in member.roles:
            member.delete()
    desk.post(address("commitment", application), SIGNED)
    assert "有1项条件还不符合" in text(desk, address("fill", application))
    page = text(desk, address("last_look", application))
    assert "没有质量督导人员" in page
    assert faults(page) == []


def test_what_has_ended_is_still_on_the_first_page(desk: Client, application: Case, cast: Cast) -> None:
    assert "办结的申请" not in text(desk, address("home"))
    handed_in(application)
    desk.post(address("take_back", application), {"reason": "", "version": application.version})
    page = text(desk, address("home"))
    assert "办结的申请" in page
    assert address("case", application) in page
    assert faults(page) == []


def test_a_granted_case_says_its_number_and_leads_to_the_public_page(
    desk: Client, application: Case, cast: Cast
) -> None:
    brought_to_its_end(application, cast)
    page = text(desk, address("case", application))
    assert "已准予备案，备案号" in page
    assert f"/directory/{application.filing.number}/" in page
    assert "这一步没有规定期限" not in page
    assert faults(page) == []


def test_the_check_folds_away_what_is_settled(desk: Client) -> None:
    page = text(desk, address("check", **CHECK))
    folded = page[page.index("<details") :]
    assert "已符合和不适用的" in folded
    assert "独立法人资格" in folded
    assert "独立法人资格" not in page[: page.index('<details class="more"')].split("<h2>各项条件</h2>")[1]
    assert faults(page) == []


def test_a_page_that_is_closed_now_does_not_speak_of_words_that_were_typed(
    desk: Client, application: Case
) -> None:
    handed_in(application)
    answer = desk.get(address("section", application, part="people"))
    assert answer.status_code == 403
    assert "没有丢失" not in answer.content.decode()
    assert "回到工作台" in answer.content.decode()

"""A body's own case (我的申请): where it is, what is asked, letters, taking it back, the form on paper."""

import uuid

import pytest
from django.test import Client

from dengji.audit.queries import entries_about
from dengji.institutions.models import Institution
from dengji.institutions.terms import BodyKind
from dengji.people.terms import Role
from dengji.policy.queries import pack_of
from dengji.procedure.acts.receiving import Correction, accept, reject, return_for_correction
from dengji.procedure.models import Case
from dengji.procedure.terms import Ending
from dengji.web.body.views.cases import opinions
from tests.cast import AT, Cast, given_body, given_post
from tests.road import (
    brought_to,
    brought_to_its_end,
    given_application,
    handed_in,
    manager_of,
    stated_well,
    whoever_holds,
)
from tests.web.body.pages import address, faults, signed_in, text


def test_a_draft_leads_to_its_tasks(desk: Client, application: Case) -> None:
    assert desk.get(address("case", application)).headers["Location"] == address("fill", application)


def test_the_case_says_where_it_is_who_has_it_and_its_own_way(desk: Client, application: Case) -> None:
    handed_in(application)
    page = text(desk, address("case", application))
    for words in (
        "机构申报",
        "受理",
        "现场技术评估",
        "下发备案通知",
        application.holder.name,
        "至少5个工作日",
    ):
        assert words in page
    assert "现在不用做什么" in page
    assert faults(page) == []


def test_corrections_are_itemised_and_each_leads_to_its_part(desk: Client, application: Case) -> None:
    handed_in(application)
    items = [Correction("people", "补一名专家"), Correction("documents", "申请报告缺<b>页</b>")]
    return_for_correction(application, items, by=whoever_holds(application), at=AT)
    page = text(desk, address("case", application))
    assert "请补正以下2处" in page
    assert "申请报告缺&lt;b&gt;页&lt;/b&gt;" in page
    assert address("section", application, part="people") in page
    assert address("section", application, part="documents") in page
    assert "补正告知书" in page
    assert faults(page) == []


def test_letters_open_as_pdf_and_only_for_the_body(desk: Client, application: Case, cast: Cast) -> None:
    handed_in(application)
    stated_well(application)
    accept(application, by=whoever_holds(application), at=AT)
    letter = application.letters.get()
    page = address("letter", application, letter=letter.token)
    assert page in text(desk, address("case", application))
    sent = desk.get(page)
    assert sent.status_code == 302
    pdf = b"".join(desk.get(sent.headers["Location"]).streaming_content)  # type: ignore[attr-defined]
    assert pdf.startswith(b"%PDF")
    stranger = signed_in(given_post(cast.school.organisation, Role.MANAGER, "刘老师"))
    assert stranger.get(page).status_code == 404
    assert stranger.get(sent.headers["Location"]).status_code == 404
    assert desk.get(address("letter", application, letter=uuid.uuid4())).status_code == 404


@pytest.mark.row("CR-9")
def test_a_refusal_says_reason_article_and_remedy_on_its_page_and_in_its_letter(
    desk: Client, application: Case, cast: Cast
) -> None:
    Institution.objects.filter(pk=cast.employer.pk).update(independent_legal_person=False)
    handed_in(application)
    reject(application, "不是独立法人", by=whoever_holds(application), at=AT)
    page = text(desk, address("case", application))
    assert "不予受理" in page
    assert "不是独立法人" in page
    outcome = page[page.index("为什么没有通过，怎样改进") :]
    for said in ("由具有法人资格的上级单位申请", "可以重新申请备案", f"可以向{application.holder}询问，电话"):
        assert said in outcome
    assert faults(page) == []
    words = "".join(application.letters.get(key="not_accepted").paragraphs)
    assert "第六条第（一）项" in words
    assert "由具有法人资格的上级单位申请" in words


def test_taking_back_warns_and_then_ends_the_case(desk: Client, application: Case) -> None:
    handed_in(application)
    page = text(desk, address("take_back", application))
    assert "不能恢复" in page
    assert "撤回申请" in page
    desk.post(address("take_back", application), {"reason": "明年再报", "version": application.version})
    application.refresh_from_db()
    assert application.ending == Ending.WITHDRAWN
    assert "明年再报" in text(desk, address("case", application))
    assert "已经办结，不用撤回" in text(desk, address("take_back", application))


def test_a_page_held_open_while_the_case_moved_on_takes_nothing_back(desk: Client, application: Case) -> None:
    handed_in(application)
    seen = application.version
    stated_well(application)
    accept(application, by=whoever_holds(application), at=AT)
    refused = desk.post(address("take_back", application), {"reason": "", "version": seen})
    assert refused.status_code == 409
    assert "不是最新的" in refused.content.decode()
    application.refresh_from_db()
    assert application.state == "open"


def test_where_the_text_lets_nobody_withdraw_the_page_says_so(
    desk: Client, application: Case, cast: Cast
) -> None:
    brought_to(application, "notice", cast)
    assert "按文本不能再撤回" in text(desk, address("case", application))
    refused = desk.post(address("take_back", application), {"reason": "", "version": application.version})
    assert refused.status_code == 403


def test_a_granted_case_shows_its_notice(desk: Client, application: Case, cast: Cast) -> None:
    brought_to_its_end(application, cast)
    page = text(desk, address("case", application))
    assert "准予备案" in page
    assert "备案通知 吉人社评备〔" in page
    assert faults(page) == []


def test_a_guessed_case_is_not_found_and_stands_on_the_trail(application: Case, cast: Cast) -> None:
    stranger = given_post(cast.school.organisation, Role.MANAGER, "刘老师")
    assert signed_in(stranger).get(address("case", application)).status_code == 404
    entry = entries_about("records.StoredFile", f"case/{application.token}")[0]
    assert entry.act == "file.refused_reading"


@pytest.mark.row("JLJD-A")
def test_the_application_form_is_printed_with_the_opinions_of_all_three(cast: Cast) -> None:
    body = given_body(cast.county, BodyKind.EXAMINATION_BODY, "某鉴定站", 9)
    case = given_application(body, "JLJD")
    answer = signed_in(manager_of(body)).get(address("form", case))
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert opinions(pack_of(case.edition_id), case.matter) == (
        "申请单位意见",
        "实施主管部门意见",
        "人力资源社会保障部门意见",
    )


def test_the_form_of_another_body_is_not_printed(application: Case, cast: Cast) -> None:
    stranger = signed_in(given_post(cast.school.organisation, Role.MANAGER, "刘老师"))
    assert stranger.get(address("form", application)).status_code == 404

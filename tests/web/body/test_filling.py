"""The application in steps (填报): tasks, occupations, questions, materials, commitment, handing in."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dengji.filings.queries import applied_for
from dengji.people.terms import Role
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.models import Case
from dengji.records.models import Attachment
from tests.cast import AT, ELECTRICIAN, TURNER, Cast, given_post
from tests.records import papers
from tests.road import handed_in, whoever_holds
from tests.web.body.pages import address, faults, signed_in, text

PARTS = ["body", "people", "venues", "occupations", "rules", "declarations", "documents", "commitment"]
SIGNED = {"name": "周启明", "as_legal_representative": "on", "agreed": "on"}


def test_the_tasks_follow_the_text_with_their_states(desk: Client, application: Case) -> None:
    page = text(desk, address("fill", application))
    places = [page.index(address("section", application, part=part)) for part in PARTS]
    assert places == sorted(places)
    assert "未开始" in page
    assert "填写中" in page
    assert "还有8部分没有完成" in page


def test_a_part_is_marked_as_finished_and_as_unfinished_again(desk: Client, application: Case) -> None:
    for part in ("people", "body", "occupations", "declarations", "documents"):
        answer = desk.post(address("section", application, part=part), {"finish": "1"})
        assert answer.headers["Location"] == address("fill", application)
    assert "还有3部分没有完成" in text(desk, address("fill", application))
    desk.post(address("section", application, part="people"), {"undone": "1"})
    assert "还有4部分没有完成" in text(desk, address("fill", application))


@pytest.mark.parametrize("sought", ["6-31-01-03", "电工", "dg", "diangong"])
def test_an_occupation_is_found_by_code_name_and_pinyin(desk: Client, application: Case, sought: str) -> None:
    page = text(desk, f"{address('occupations', application)}?q={sought}")
    assert address("choose", application, code=ELECTRICIAN) in page


def test_what_is_not_in_the_catalogue_is_not_found_and_it_says_what_to_try(
    desk: Client, application: Case
) -> None:
    page = text(desk, f"{address('occupations', application)}?q=<b>炼丹</b>")
    assert "目录里没有找到“&lt;b&gt;炼丹&lt;/b&gt;”" in page
    assert "可以试试" in page


def test_an_occupation_is_added_changed_and_dropped(desk: Client, application: Case) -> None:
    typed = {"levels": ["4", "5"], "audience": "own_staff", "work_type": ""}
    desk.post(address("choose", application, code=TURNER), typed)
    row = applied_for(application).occupations.get(code=TURNER)
    desk.post(address("chosen", application, pk=row.pk, code=TURNER), {**typed, "levels": ["3"]})
    assert applied_for(application).occupations.get(code=TURNER).levels == ["3"]
    row = applied_for(application).occupations.get(code=TURNER)
    assert "不再申报“车工”？" in text(desk, address("drop", application, pk=row.pk))
    desk.post(address("drop", application, pk=row.pk))
    assert not applied_for(application).occupations.filter(code=TURNER).exists()


def test_a_level_must_be_chosen(desk: Client, application: Case) -> None:
    page = desk.post(address("choose", application, code=TURNER), {"audience": "public"}).content.decode()
    assert "请选择“等级”。" in page


def test_an_audience_that_the_kind_may_not_have_is_said_with_its_article(
    desk: Client, application: Case
) -> None:
    typed = {"levels": ["5"], "audience": "public", "work_type": ""}
    page = desk.post(address("choose", application, code=TURNER), typed, follow=True).content.decode()
    assert "用人单位申报了本单位职工以外的评价对象（第三条后段）" in page
    assert "把评价对象改为本单位职工" in page


def test_the_texts_own_questions_are_asked_and_kept(desk: Client, application: Case) -> None:
    page = text(desk, address("declarations", application))
    assert "职工取得技能等级后，薪酬待遇是否随之调整？" in page
    desk.post(
        address("declarations", application),
        {"not_for_profit": "yes", "training_mechanism": "", "pay_linked": "no"},
    )
    declared = applied_for(application).declarations
    assert (declared["not_for_profit"], declared["training_mechanism"], declared["pay_linked"]) == (
        True,
        None,
        False,
    )
    assert "认定结果没有与薪酬待遇挂钩" in text(desk, address("declarations", application))


@pytest.mark.row("XZ24-12")
def test_a_material_that_was_verified_is_shown_as_not_needed(desk: Client, application: Case) -> None:
    page = text(desk, address("documents", application))
    assert "登记证书" in page
    assert "已联网核验，不用提交" in page
    assert address("upload", application, material="registration") not in page


def test_a_file_is_uploaded_opened_and_taken_off(desk: Client, application: Case) -> None:
    application.attachments.all().delete()
    file = SimpleUploadedFile("../../etc/报告<1>.pdf", papers.PDF)
    page = address("upload", application, material="application_report")
    answer = desk.post(page, {"file": file}, follow=True).content.decode()
    assert "已上传到“申请报告”" in answer
    there = Attachment.objects.get(case=application)
    assert "/" not in there.file.name
    asked = text(desk, address("take_off", application, pk=there.pk))
    assert "移除“" in asked
    desk.post(address("take_off", application, pk=there.pk))
    there.refresh_from_db()
    assert there.removed_at is not None


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.pdf", b"", "没有内容"),
        ("表.pdf", papers.package(), "文件名以“.pdf”结尾，内容却是Word 文档"),
        ("宏.docx", papers.package(papers.DOCM), "宏"),
        ("程序.pdf", b"MZ" + b"\0" * 64, "程序文件"),
        ("旧.doc", papers.OLE, "旧版 Office 文件"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(
    desk: Client, application: Case, name: str, content: bytes, says: str
) -> None:
    page = address("upload", application, material="application_report")
    before = Attachment.objects.count()
    answer = desk.post(page, {"file": SimpleUploadedFile(name, content)})
    assert says in answer.content.decode()
    assert Attachment.objects.count() == before


def test_a_file_that_is_too_large_is_refused(desk: Client, application: Case, settings: object) -> None:
    settings.DENGJI_UPLOAD_LIMIT = 1024 * 1024  # type: ignore[attr-defined]
    file = SimpleUploadedFile("大.pdf", papers.PDF + b"\0" * 1024 * 1024)
    page = address("upload", application, material="application_report")
    assert "文件超过1兆字节" in desk.post(page, {"file": file}).content.decode()


def test_pressing_upload_without_a_file_asks_for_one(desk: Client, application: Case) -> None:
    page = desk.post(address("upload", application, material="application_report"), {}).content.decode()
    assert "请选择“文件”。" in page
    assert desk.get(address("upload", application, material="recipe")).status_code == 404


def test_staff_cannot_sign_and_are_told_who_can(application: Case, cast: Cast) -> None:
    staff = signed_in(given_post(cast.employer.organisation, Role.STAFF, "小李"))
    page = text(staff, address("commitment", application))
    assert "承诺由机构负责人签署" in page
    answer = staff.post(address("commitment", application), SIGNED)
    assert "经办人不能代签" in answer.content.decode()
    assert applied_for(application).signed_at is None


def test_signing_needs_the_word_of_agreement(desk: Client, application: Case) -> None:
    page = desk.post(address("commitment", application), {"name": "周启明"}).content.decode()
    assert "我已阅读并同意以上承诺" in page
    assert applied_for(application).signed_at is None


def test_before_the_signature_the_button_is_grey_and_says_why(desk: Client, application: Case) -> None:
    page = text(desk, address("last_look", application))
    assert "disabled" in page
    assert "还没有签署材料真实性承诺（第七条首段）" in page
    assert "电工" in page
    refused = desk.post(address("last_look", application))
    assert refused.status_code == 409
    assert "阅读并签署承诺" in refused.content.decode()


def test_handing_in_gives_a_number_and_says_what_happens_next(desk: Client, application: Case) -> None:
    desk.post(address("commitment", application), SIGNED)
    version = {"version": application.version}
    done = desk.post(address("last_look", application), version, follow=True).content.decode()
    assert f'受理编号 <strong class="num">{application.number}</strong>' in done
    application.refresh_from_db()
    assert application.holder.name in done
    assert "受理" in done


def test_the_button_pressed_twice_hands_in_once(desk: Client, application: Case) -> None:
    desk.post(address("commitment", application), SIGNED)
    version = {"version": application.version}
    first, second = (desk.post(address("last_look", application), version) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == address("handed_in", application)
    assert application.submissions.count() == 1


def test_a_stale_page_does_not_hand_in(desk: Client, application: Case) -> None:
    desk.post(address("commitment", application), SIGNED)
    stale = {"version": application.version - 1}
    refused = desk.post(address("last_look", application), stale)
    assert refused.status_code == 409
    assert "本页内容不是最新的" in refused.content.decode()
    assert not application.submissions.exists()


def test_after_handing_in_the_parts_are_closed(desk: Client, application: Case) -> None:
    handed_in(application)
    refused = desk.get(address("section", application, part="people"))
    assert refused.status_code == 403
    assert "现在不能修改" in refused.content.decode()


def test_a_correction_leads_to_its_part_and_is_handed_in_again(desk: Client, application: Case) -> None:
    handed_in(application)
    by = whoever_holds(application)
    return_for_correction(application, [Correction("venues", "补实训车间照片")], by=by, at=AT)
    page = text(desk, address("fill", application))
    assert "需修改" in page
    assert "补实训车间照片" in page
    part = text(desk, address("section", application, part="venues"))
    assert "需要补正：补实训车间照片" in part
    desk.post(address("commitment", application), SIGNED)
    answer = desk.post(address("last_look", application), {"version": application.version})
    assert answer.headers["Location"] == address("handed_in", application)
    application.refresh_from_db()
    assert application.submissions.count() == 2


@pytest.mark.parametrize("part", ["fill", *PARTS, "last_look", "take_back"])
def test_the_application_of_another_body_is_not_found(cast: Cast, application: Case, part: str) -> None:
    stranger = signed_in(given_post(cast.school.organisation, Role.MANAGER, "刘老师"))
    page = address("section", application, part=part) if part in PARTS else address(part, application)
    assert stranger.get(page).status_code == 404
    assert stranger.post(page, {"finish": "1"}).status_code == 404
    assert applied_for(application).sections_done == []


@pytest.mark.parametrize("part", ["fill", *PARTS, "last_look", "home", "check", "registers"])
def test_the_bones_of_every_page_are_sound(desk: Client, application: Case, part: str) -> None:
    if part in PARTS:
        page = address("section", application, part=part)
    elif part == "check":
        page = address("check", matter="initial", regime="access_qualification")
    else:
        page = address(part) if part in ("home", "registers") else address(part, application)
    assert faults(text(desk, page)) == []


@pytest.mark.parametrize("form", ["row_add", "choose", "upload", "sheet", "take_back"])
def test_the_bones_of_every_form_are_sound(desk: Client, application: Case, form: str) -> None:
    given: dict[str, dict[str, object]] = {
        "row_add": {"register": "members"}, "choose": {"code": TURNER}, "upload": {"material": "application_report"},
        "sheet": {"register": "equipment"},
    }  # fmt: skip
    page = address(form, application, **given.get(form, {}))
    assert faults(text(desk, page)) == []
    if form != "take_back":
        assert faults(desk.post(page, {}).content.decode()) == []


def test_pages_carry_no_script_of_their_own(desk: Client, application: Case) -> None:
    templates = Path(__file__).resolve().parents[3] / "dengji/web/templates/body"
    written = "".join(path.read_text(encoding="utf-8") for path in templates.glob("*.html"))
    assert "<script>" not in written
    assert "onclick" not in written
    assert "style=" not in written

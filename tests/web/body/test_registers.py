"""The registers of a body, by themselves and in an application (机构资料): rows by form and by sheet."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dengji.filings.models import Draft
from dengji.institutions.models import (
    Equipment,
    FeeItem,
    Institution,
    Member,
    Qualification,
    RuleDocument,
    Venue,
)
from dengji.institutions.sheets import MEMBERS
from dengji.procedure.models import Case
from tests.cast import ELECTRICIAN, Cast, identity_number, uscc
from tests.records.papers import PDF
from tests.road import manager_of
from tests.web.body.pages import MEMBER, address, signed_in, text


def added(desk: Client, register: str, **typed: object) -> str:
    """A row added among the registers; what the page then says."""
    answer = desk.post(address("row_add", register=register), typed, follow=True)
    return str(answer.content.decode())


def sheet(**said: str) -> SimpleUploadedFile:
    """A csv of members with one row."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(MEMBERS.columns))
    writer.writeheader()
    writer.writerow({**MEMBERS.columns, "人员类别": "专家", **said})
    return SimpleUploadedFile("人员.csv", stream.getvalue().encode("utf-8-sig"), "text/csv")


def test_the_registers_say_how_much_stands_in_them(desk: Client) -> None:
    page = text(desk, address("registers"))
    assert "14人" in page
    assert "场所2处，设备3项，题库3项" in page


def test_a_person_is_added_changed_and_removed(desk: Client, cast: Cast) -> None:
    assert "已保存人员“赵新”" in added(desk, "members", **MEMBER)
    member = Member.objects.get(name="赵新")
    desk.post(
        address("row", register="members", pk=member.pk), {**MEMBER, "name": "赵新民", "roles": ["expert"]}
    )
    member.refresh_from_db()
    assert (member.name, member.roles) == ("赵新民", ["expert"])
    asked = text(desk, address("remove", register="members", pk=member.pk))
    assert "移除人员“赵新民”？" in asked
    desk.post(address("remove", register="members", pk=member.pk))
    assert not Member.objects.filter(pk=member.pk).exists()


def test_an_identity_number_is_shown_whole_only_for_a_reason(desk: Client, cast: Cast) -> None:
    """The form to change somebody shows it masked; left empty it stays; another body's person is not found."""
    number = identity_number(88)
    added(desk, "members", **{**MEMBER, "identity_number": number})
    member = Member.objects.get(name="赵新")
    form = text(desk, address("row", register="members", pk=member.pk))
    assert number not in form
    assert f"已登记{member.masked}；不改的不填。" in form
    whole = address("number", pk=member.pk)
    assert number not in text(desk, whole)
    assert "请填写“查看的原因”" in desk.post(whole, {"reason": ""}).content.decode()
    shown = desk.post(whole, {"reason": "核对证卡"})
    assert number in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    desk.post(address("row", register="members", pk=member.pk), {**MEMBER, "name": "赵新民"})
    assert number in desk.post(whole, {"reason": "再看"}).content.decode()
    assert signed_in(manager_of(cast.school)).get(whole).status_code == 404


def test_a_draft_keeps_no_identity_number(desk: Client) -> None:
    page = address("row_add", register="members")
    desk.post(page, {**MEMBER, "identity_number": identity_number(88), "autosave": "1"})
    kept = text(desk, page)
    assert 'value="赵新"' in kept
    assert identity_number(88) not in str(list(Draft.objects.values()))


def test_a_wrong_identity_number_is_said_and_nothing_typed_is_lost(desk: Client) -> None:
    wrong = identity_number(1)[:-1] + ("0" if identity_number(1)[-1] != "0" else "1")
    page = added(desk, "members", **{**MEMBER, "identity_number": wrong})
    assert "身份证号最后一位校验不符" in page
    assert f'value="{wrong}"' in page
    assert 'value="赵新"' in page
    assert not Member.objects.filter(name="赵新").exists()


def test_a_wrong_code_of_a_subsidiary_is_said(desk: Client) -> None:
    code = uscc(5)[:-1] + ("A" if uscc(5)[-1] != "A" else "B")
    page = added(desk, "subsidiaries", name="子公司", uscc=code, relation="wholly_owned")
    assert "统一社会信用代码最后一位校验不符" in page
    page = added(desk, "subsidiaries", name="子公司", uscc=uscc(5), relation="wholly_owned")
    assert "已保存子公司“子公司”" in page


def test_what_is_left_blank_is_asked_for_by_name(desk: Client) -> None:
    page = added(desk, "venues", name="")
    for label in ("名称", "地址", "工位（座位）数"):
        assert f"请填写“{label}”。" in page


def test_a_very_long_text_is_refused_in_a_sentence(desk: Client) -> None:
    page = added(desk, "members", **{**MEMBER, "name": "长" * 5000})
    assert "“姓名”最多60个字，现有5000个字" in page


def test_markup_is_shown_as_it_was_typed(desk: Client) -> None:
    page = added(desk, "members", **{**MEMBER, "name": "<script>alert(1)</script>"})
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_occupation_may_be_typed_by_code_or_by_name(desk: Client) -> None:
    typed = {"name": "示教板", "quantity": "2", "tenure": "own", "model": ""}
    for said in ("电工", "6310103", ELECTRICIAN):
        added(desk, "equipment", **typed, occupation=said)
    assert [each.occupation for each in Equipment.objects.filter(name="示教板")] == [ELECTRICIAN]
    assert "不在职业目录内" in added(desk, "equipment", **typed, occupation="炼丹师")


def test_a_venue_takes_several_occupations(desk: Client) -> None:
    typed = {"name": "三号场", "kind": "practical", "address": "某街", "tenure": "own", "seats": "8"}
    added(desk, "venues", **typed, occupations=f"电工、{ELECTRICIAN}\n车工")
    assert Venue.objects.get(name="三号场").occupations == [ELECTRICIAN, "6-18-01-01"]


def test_money_is_typed_in_yuan_and_kept_in_fen(desk: Client) -> None:
    added(desk, "fees", name="考务费", amount="120.50", basis="", published_on="2026-01-05")
    assert FeeItem.objects.get(name="考务费").amount_fen == 12050


def test_a_rule_keeps_its_file_and_a_new_one_takes_its_place(desk: Client) -> None:
    typed = {"kind": "quality", "title": "质量办法", "published_on": ""}
    added(desk, "rules", **typed, file=SimpleUploadedFile("质量办法.pdf", PDF))
    rule = RuleDocument.objects.get(title="质量办法")
    assert rule.file is not None
    assert rule.file.name == "质量办法.pdf"
    desk.post(address("row", register="rules", pk=rule.pk), {**typed, "title": "质量办法（二版）"})
    rule.refresh_from_db()
    assert (rule.title, rule.file is not None) == ("质量办法（二版）", True)


def test_a_qualification_belongs_to_a_member_of_the_body(desk: Client, cast: Cast) -> None:
    member = Member.objects.filter(institution=cast.employer, roles=["staff"])[0]
    typed = {"kind": "certificate", "occupation": "电工", "level": "3", "number": "ZS1"}
    desk.post(address("row_add_of", register="qualifications", of=member.pk), typed)
    assert Qualification.objects.get(number="ZS1").member == member
    other = Member.objects.filter(institution=cast.school)[0]
    assert desk.post(address("row_add_of", register="qualifications", of=other.pk), typed).status_code == 404


@pytest.mark.parametrize("name", ["row", "remove"])
def test_a_guessed_row_of_another_body_is_not_found(desk: Client, cast: Cast, name: str) -> None:
    others = Member.objects.filter(institution=cast.school)[0]
    assert desk.get(address(name, register="members", pk=others.pk)).status_code == 404
    assert desk.post(address(name, register="members", pk=others.pk), MEMBER).status_code == 404
    assert Member.objects.filter(pk=others.pk, name=others.name).exists()


@pytest.mark.parametrize(
    "wrong", ["registers/kitchen/", "registers/documents/", "registers/rows/spoons/add/"]
)
def test_a_part_that_there_is_not_is_not_found(desk: Client, wrong: str) -> None:
    assert desk.get(f"/body/{wrong}").status_code == 404


def test_a_sheet_takes_the_good_rows_and_names_the_faulty(desk: Client, cast: Cast) -> None:
    page = address("sheet", register="members")
    answer = desk.post(page, {"sheet": sheet(姓名="钱好")}, follow=True)
    assert "已导入1行" in answer.content.decode()
    assert Member.objects.filter(institution=cast.employer, name="钱好").exists()
    said = desk.post(page, {"sheet": sheet(姓名="孙错", 身份证号="123")}).content.decode()
    assert "第2行" in said
    assert "身份证号应为18位，现为3位" in said


def test_a_sheet_that_is_none_is_refused_in_a_sentence(desk: Client) -> None:
    page = address("sheet", register="equipment")
    assert (
        "不是有效的表格" in desk.post(page, {"sheet": SimpleUploadedFile("x.xlsx", b"junk")}).content.decode()
    )
    assert "请选择" in desk.post(page, {}).content.decode()
    assert "没有内容" in desk.post(page, {"sheet": SimpleUploadedFile("x.csv", b"")}).content.decode()


def test_the_template_is_a_workbook_with_a_chinese_name(desk: Client) -> None:
    answer = desk.get(address("blank", register="members"))
    assert answer.content.startswith(b"PK")
    assert "filename*=utf-8''%E4%BA%BA%E5%91%98" in answer.headers["Content-Disposition"]
    assert desk.get(address("blank", register="rules")).status_code == 404


def test_the_body_tells_of_itself_but_not_its_place(desk: Client, cast: Cast) -> None:
    page = text(desk, address("body"))
    assert "县（区）属及以下" in page
    said = {
        "name": cast.employer.organisation.name, "legal_representative": "周启明", "registered_address": "新街1号",
        "contact_name": "李红梅", "contact_phone": "13900000000", "independent_legal_person": "no",
    }  # fmt: skip
    desk.post(address("body"), {**said, "affiliation": "provincial"})
    there = Institution.objects.get(pk=cast.employer.pk)
    assert (there.registered_address, there.independent_legal_person) == ("新街1号", False)
    assert there.affiliation == "county"


def test_a_look_up_is_asked_for(desk: Client, cast: Cast) -> None:
    answer = desk.post(address("look_up"), follow=True)
    assert "已向登记机关和信用系统发出核验请求" in answer.content.decode()


def test_a_school_has_no_subsidiaries_to_tell_of(cast: Cast) -> None:
    assert "下属子公司" not in text(signed_in(manager_of(cast.school)), address("body"))


def test_in_an_application_the_same_pages_lead_back_to_it(desk: Client, application: Case) -> None:
    page = text(desk, address("section", application, part="people"))
    assert "条件自查" in page
    assert address("fill", application) in page
    answer = desk.post(address("row_add", application, register="members"), MEMBER)
    assert answer.headers["Location"] == address("section", application, part="people")


@pytest.mark.parametrize("part", ["people", "venues", "rules"])
def test_lists_ask_the_database_no_more_for_more_rows(
    desk: Client, part: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        desk.get(address("section", part=part))

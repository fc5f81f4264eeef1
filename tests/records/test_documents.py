"""What is printed of letters and applications is what was decided and what was handed in."""

from datetime import date
from typing import Any

import pytest
import segno
from pytest_django import Settings

from dengji.records.application_form import Form, application_content, print_application
from dengji.records.documents import day_in_words, letter_address, letter_content, letter_pdf
from tests.records import sheets
from tests.records.cast import given_authority, given_body, given_case, given_letter

FORM = Form(
    title="职业技能考核鉴定机构备案申请表",
    number="99000001",
    opinions=("申报单位意见", "实施主管部门意见", "人力资源社会保障部门意见"),
    printed_on=date(2026, 11, 21),
    words={
        "5": "五级/初级工",
        "3": "三级/高级工",
        "own": "自有",
        "practical": "技能操作考场",
        "senior": "高级职称",
    },
)
BODY = {
    "name": "某市机械制造有限公司",
    "registered_address": "某市创业大街88号",
    "legal_representative": "赵铁军",
    "uscc": "91999900MA0Y12345X",
    "contact_name": "李红梅",
    "contact_phone": "13800001234",
    "contact_email": "px@example.test",
}
LATHE = {
    "name": "数控车床",
    "model": "CK6140",
    "quantity": 12,
    "tenure": "own",
    "occupation": "6-18-01-01",
}
VENUE = {
    "name": "实训车间",
    "kind": "practical",
    "address": "某市北路1号",
    "tenure": "own",
    "area": 1200,
    "seats": 24,
    "video": True,
}
EXAMINER = {
    "name": "王大伟",
    "identity_masked": "9999**********5678",
    "roles": ["staff", "examiner"],
    "employer": "某市机械制造有限公司",
    "post": "主任",
    "education": "本科",
    "qualifications": [{"kind": "title", "title_level": "senior", "occupation": "6-18-01-01"}],
}
DOSSIER: dict[str, Any] = {
    "body": BODY,
    "rules": [{"kind": "fees", "title": "收费管理办法"}, {"kind": "finance", "title": "财务制度"}],
    "occupations": [
        {"code": "6-18-01-01", "name": "车工", "work_type": "数控车工", "levels": ["5", "3"]},
        {"code": "S-01", "name": "面塑制作", "levels": [], "special_item": True},
    ],
    "venues": [VENUE],
    "equipment": [LATHE],
    "members": [EXAMINER, {"name": "陈博", "roles": ["expert"], "qualifications": []}],
    "commitment": {
        "signed_by": "赵铁军",
        "signed_at": "2026-11-20T10:00:00+08:00",
        "legal_representative": True,
    },
}


ORDER = [
    "职业技能考核鉴定机构备案申请表",
    "一、基本信息",
    "某市机械制造有限公司",
    "91999900MA0Y12345X",
    "13800001234",
    "二、规章制度",
    "收费管理办法",
    "三、评价（鉴定）范围",
    "车工（数控车工）",
    "五级/初级工、三级/高级工",
    "专项职业能力",
    "面塑制作",
    "四、场地及设施设备",
    "实训车间",
    "数控车床",
    "视频监控",
    "五、人员情况",
    "9999**********5678",
    "考评人员",
    "承诺人：赵铁军（法定代表人）承诺日期：2026年11月20日",
    "申报",
    "实施",
    "人力",
]


def pieces(part: int, dossier: dict[str, Any] = DOSSIER) -> list[dict[str, Any]]:
    """The tables of a part of the form."""
    found: list[dict[str, Any]] = application_content(dossier, FORM)["parts"][part]["pieces"]
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "form"), [("notice", "document"), ("refusal", "letter"), ("receipt", "letter")]
)
def test_a_notice_is_set_as_a_document_and_every_other_letter_plainly(kind: str, form: str) -> None:
    centre = given_authority()
    assert letter_content(given_letter(given_case(given_body(), centre), centre, kind=kind))["form"] == form


@pytest.mark.django_db
@pytest.mark.row("CR-9")
def test_a_refusal_on_paper_names_its_article_its_facts_and_what_would_have_to_change() -> None:
    centre = given_authority()
    said = ["依据第六条第（三）项，专职工作人员1人，少于3人，不予受理。", "请配足专职工作人员后重新申请。"]
    letter = given_letter(given_case(given_body(), centre), centre, kind="refusal", paragraphs=said)
    assert "".join(said) in sheets.words(letter_pdf(letter))


@pytest.mark.django_db
def test_the_qr_code_leads_to_the_public_page_of_the_letter(settings: Settings) -> None:
    settings.DENGJI_ADDRESS = "https://example.test/"
    centre = given_authority()
    letter = given_letter(given_case(given_body(), centre), centre)
    address = f"https://example.test/letter/{letter.token}/"
    made = letter_content(letter)
    assert letter_address(letter) == made["address"] == address
    path = segno.make(address, error="m", micro=False).svg_inline(border=0).split(' d="')[1].split('"')[0]
    assert f' d="{path}"' in made["qr"]


@pytest.mark.django_db
def test_a_paragraph_of_several_lines_becomes_several_paragraphs() -> None:
    centre = given_authority()
    letter = given_letter(given_case(given_body(), centre), centre, paragraphs=["一、甲\n二、乙\n\n三、丙"])
    assert letter_content(letter)["paragraphs"] == ["一、甲", "二、乙", "三、丙"]


def test_a_day_is_written_as_official_documents_write_it() -> None:
    assert day_in_words(date(2026, 1, 5)) == "2026年1月5日"


@pytest.mark.row("JLJD-A")
def test_an_application_is_printed_in_the_order_of_the_annex() -> None:
    said = sheets.words(print_application(DOSSIER, FORM))
    places = [said.find(words) for words in ORDER]
    assert -1 not in places
    assert places == sorted(places)


def test_each_opinion_has_a_box_to_seal_and_date() -> None:
    said = sheets.words(print_application(DOSSIER, FORM))
    assert said.count("（盖章）") == 3
    assert said.count("年月日") == 3


def test_codes_of_the_dossier_are_printed_in_words() -> None:
    venues, equipment, watched = pieces(3)
    assert venues["rows"] == [["1", "实训车间", "技能操作考场", "某市北路1号", "自有", "1200", "24"]]
    assert equipment["rows"] == [["1", "数控车床", "CK6140", "车工", "12", "自有"]]
    assert watched["rows"] == [["1", "实训车间", "已配备"]]


def test_people_are_listed_by_what_they_do() -> None:
    staff, examiners = pieces(4)
    assert staff["rows"] == [["1", "王大伟", "9999**********5678", "主任、高级职称", "本科", ""]]
    assert examiners["rows"][0][3:] == ["某市机械制造有限公司", "主任、高级职称", "本科", "车工"]
    assert len(examiners["rows"]) == 1


def test_an_application_just_begun_is_printed_with_empty_lists() -> None:
    bare = {"body": {"name": "某市机械制造有限公司"}}
    assert [piece["rows"] for part in (1, 2, 3, 4) for piece in pieces(part, bare)] == [[]] * 8
    said = sheets.words(print_application(bare, FORM))
    assert said.count("（无）") == 8
    assert "承诺人" not in said


def test_a_long_list_repeats_its_head_on_every_sheet() -> None:
    many = [{"name": f"工具{n}", "quantity": n, "tenure": "own", "occupation": ""} for n in range(120)]
    pdf = print_application({**DOSSIER, "equipment": many}, FORM)
    sheets_with_tools = [page for page in sheets.reader(pdf).pages if "工具" in page.extract_text()]
    assert len(sheets_with_tools) > 2
    assert all("品牌及规格型号" in page.extract_text() for page in sheets_with_tools)

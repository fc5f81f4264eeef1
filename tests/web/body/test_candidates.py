"""The list of candidates at the body's desk: who sees what, what is refused, what is never shown."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dengji.evaluations.acts import listing
from dengji.evaluations.models.candidates import Candidate, CandidateSheet
from dengji.evaluations.models.plans import Plan
from dengji.people.terms import Role
from tests.batch import SKILLED, given_filed_venues, given_plan
from tests.candidates import HEADS, entry, line, noted, number_of, xlsx
from tests.cast import AT, Cast, given_cast, given_post
from tests.life import given_filing
from tests.road import given_law, manager_of
from tests.web.body.pages import faults, signed_in, text

BARRED = {"years_of_work": 4, "level": "none", "schooling": "none"}
TYPED = {
    "name": "王五",
    "document": "identity",
    "number": number_of(33),
    "category": "employee",
    "progress": "initial",
    "attempt": "first",
    "years_of_work": "12",
}


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities and bodies of Tianjin."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A draft of the employer's with three people: admissible, barred, and one of whom too little is known."""
    filing = given_filing(cast.employer, given_post(cast.province_centre, Role.CLERK), number="Y000012000900")
    given_filed_venues(filing)
    made, by = given_plan(filing), manager_of(filing.institution)
    listing.enlist(made, entry(1, name="赵一一"), by=by, at=AT)
    listing.enlist(made, entry(2, name="钱二二", stated=BARRED), by=by, at=AT)
    listing.enlist(made, entry(3, name="孙三三", stated={}), by=by, at=AT)
    return made


def page(name: str, plan: Plan, **given: Any) -> str:
    """The address of a page of the plan's list."""
    return reverse(f"body:{name}", kwargs={"token": plan.token, **given})


def test_the_list_shows_names_masks_numbers_and_tells_who_is_barred(desk: Client, plan: Plan) -> None:
    shown = text(desk, page("candidates", plan))
    assert "赵一一" in shown
    assert number_of(1) not in shown
    assert plan.candidates.get(ordinal=1).masked in shown
    assert "有1人不符合申报条件" in shown
    assert "共3人，按登记先后" in shown
    assert faults(shown) == []


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("?show=barred", "钱二二", "赵一一"),
        ("?show=waiting", "孙三三", "钱二二"),
        ("?show=admissible", "赵一一", "孙三三"),
        ("?show=nonsense", "赵一一", "没有这样"),
        ("?words=孙 三三", "孙三三", "赵一一"),
        (f"?words={number_of(2)}", "钱二二", "赵一一"),
        (f"?words={number_of(2)[-4:]}", "钱二二", "赵一一"),
        ("?words=孙", "没有找到“孙”", "孙三三"),
        ("?show=withdrawn", "没有这样的考生", "赵一一"),
        ("?page=99999", "赵一一", "没有这样"),
    ],
)
def test_filters_and_search_live_in_the_address(
    desk: Client, plan: Plan, query: str, there: str, gone: str
) -> None:
    shown = text(desk, page("candidates", plan) + query)
    assert there in shown
    assert gone not in shown


def test_an_empty_list_says_what_to_do(desk: Client, plan: Plan) -> None:
    plan.candidates.all().delete()
    assert "下载模板，填好以后用表格导入" in text(desk, page("candidates", plan))


@pytest.mark.parametrize("many", [3, 70])
def test_a_page_of_the_list_takes_a_handful_of_statements(
    desk: Client, plan: Plan, django_assert_max_num_queries: Any, many: int
) -> None:
    by = manager_of(plan.filing.institution)
    for serial in range(100, 97 + many):
        listing.enlist(plan, entry(serial), by=by, at=AT)
    with django_assert_max_num_queries(14):
        shown = text(desk, page("candidates", plan))
    assert ("后50人" in shown) is (many > 50)
    if many > 50:
        assert "前50人" in text(desk, page("candidates", plan) + "?page=2")


def test_one_person_is_listed_by_form_and_what_is_wrong_is_said_at_its_field(
    desk: Client, plan: Plan
) -> None:
    add = page("candidate_add", plan)
    assert faults(text(desk, add)) == []
    wrong = desk.post(add, TYPED | {"name": "王5", "sex": "female"}).content.decode()
    assert "“姓名”含有数字" in wrong
    assert 'href="#id_sex"' in wrong
    assert "王5" in wrong, "what was typed is not lost"
    answer = desk.post(add, TYPED)
    who = Candidate.objects.get(ordinal=4)
    assert answer.headers["Location"] == page("candidate", plan, who=who.token)
    again = desk.post(add, TYPED | {"and_another": ""}).content.decode()
    assert "已经在这批考生名单中，是第4号" in again
    assert Candidate.objects.count() == 4, "a double press makes nobody twice"


def test_a_persons_page_explains_each_condition_and_hides_the_number(desk: Client, plan: Plan) -> None:
    who = plan.candidates.get(ordinal=2)
    shown = text(desk, page("candidate", plan, who=who.token))
    assert "从事本职业年限现为4年，差1年" in shown
    assert "第3项" in shown
    assert number_of(2) not in shown
    assert faults(shown) == []


def test_the_whole_number_is_shown_once_a_reason_is_given_and_that_is_on_the_trail(
    desk: Client, plan: Plan
) -> None:
    who = plan.candidates.get(ordinal=2)
    address = page("candidate", plan, who=who.token)
    refused = desk.post(address, {"reason": " "}).content.decode()
    assert number_of(2) not in refused
    opened = desk.post(address, {"reason": "核对证件"})
    assert number_of(2) in opened.content.decode()
    assert "no-store" in opened.headers["Cache-Control"]
    assert noted("plan.open_personal")["because"] == "核对证件"
    assert number_of(2) not in text(desk, address)


def test_mending_keeps_what_is_left_empty_and_never_shows_it(desk: Client, plan: Plan) -> None:
    who = plan.candidates.get(ordinal=2)
    address = page("candidate_mend", plan, who=who.token)
    form = text(desk, address)
    assert number_of(2) not in form
    assert faults(form) == []
    desk.post(address, TYPED | {"name": "钱二二", "number": "", "years_of_work": "5"})
    mended = Candidate.objects.get(pk=who.pk)
    assert mended.admissible is True
    assert listing.open_personal(mended, "测试", by=manager_of(plan.filing.institution), at=AT)[
        "number"
    ] == number_of(2)


def test_withdrawing_is_asked_once_more_with_the_reason(desk: Client, plan: Plan) -> None:
    who = plan.candidates.get(ordinal=1)
    address = page("candidate_withdraw", plan, who=who.token)
    assert faults(text(desk, address)) == []
    assert "请填写“退出的原因”" in desk.post(address, {"reason": ""}).content.decode()
    assert desk.post(address, {"reason": "调离"}).status_code == 302
    assert "已退出" in text(desk, page("candidate", plan, who=who.token))
    desk.post(page("candidate_restore", plan, who=who.token))
    assert Candidate.objects.get(pk=who.pk).withdrawn_at is None


def test_a_photo_is_put_and_shown(desk: Client, plan: Plan, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    who = plan.candidates.get(ordinal=1)
    address = page("candidate_photo", plan, who=who.token)
    assert faults(text(desk, address)) == []
    wrong = desk.post(address, {"photo": SimpleUploadedFile("照片.png", b"GIF89a no")}).content.decode()
    assert "不能收" in wrong
    desk.post(address, {"photo": SimpleUploadedFile("照片.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 9)})
    assert "赵一一的照片" in text(desk, page("candidate", plan, who=who.token))


def given_sheet(desk: Client, plan: Plan) -> CandidateSheet:
    """A sheet with a good row and a faulty one, sent by the page."""
    content = xlsx(HEADS, line(51), line(52, {"姓名": "<b>李</b>"}))
    answer = desk.post(page("candidate_sheet", plan), {"sheet": SimpleUploadedFile("名单.xlsx", content)})
    sheet = CandidateSheet.objects.latest("pk")
    assert answer.headers["Location"] == page("candidate_taken", plan, sheet=sheet.token)
    return sheet


def test_a_sheet_has_a_page_that_says_what_became_of_it(desk: Client, plan: Plan) -> None:
    assert faults(text(desk, page("candidate_sheet", plan))) == []
    sheet = given_sheet(desk, plan)
    shown = text(desk, page("candidate_taken", plan, sheet=sheet.token))
    assert "已导入1人，1行有误，没有导入" in shown
    assert "第3行" in shown
    assert faults(shown) == []
    assert "名单.xlsx" in text(desk, page("candidates", plan))
    back = desk.get(page("candidate_faulty", plan, sheet=sheet.token))
    assert io.BytesIO(back.content).read(2) == b"PK"
    assert "attachment" in back.headers["Content-Disposition"]
    assert desk.get(page("candidate_template", plan)).content[:2] == b"PK"


def test_what_is_no_sheet_is_refused_on_the_page(desk: Client, plan: Plan) -> None:
    answer = desk.post(page("candidate_sheet", plan), {"sheet": SimpleUploadedFile("名单.xlsx", b"nothing")})
    assert "不是有效的表格" in answer.content.decode()


def test_markup_in_a_name_is_text(desk: Client, plan: Plan) -> None:
    sheet = given_sheet(desk, plan)
    assert "<b>李" not in text(desk, page("candidate_taken", plan, sheet=sheet.token))


def test_nobody_else_opens_these_pages(desk: Client, plan: Plan, cast: Cast) -> None:
    who, sheet = plan.candidates.get(ordinal=1), given_sheet(desk, plan)
    others = {"who": {"who": who.token}, "sheet": {"sheet": sheet.token}}
    named = {"candidates": "", "candidate_add": "", "candidate_sheet": "", "candidate_template": ""}
    named |= dict.fromkeys(("candidate", "candidate_mend", "candidate_withdraw", "candidate_photo"), "who")
    named |= dict.fromkeys(("candidate_taken", "candidate_faulty"), "sheet")
    school = signed_in(manager_of(cast.school))
    officer = signed_in(given_post(cast.province_centre, Role.CLERK))
    for name, of in named.items():
        address = page(name, plan, **others.get(of, {}))
        assert school.get(address).status_code == 404, name
        assert officer.get(address).status_code == 403, name
        assert Client().get(address).status_code == 302, name


def test_a_list_looked_at_again_says_for_how_many(desk: Client, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(level="3")
    assert "有3人的核对结果还是按原来的" in text(desk, page("candidates", plan))
    desk.post(page("candidates_again", plan))
    assert "核对结果还是按原来的" not in text(desk, page("candidates", plan))
    assert plan.candidates.filter(admissible=True, stated=SKILLED).exists()

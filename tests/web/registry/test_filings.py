"""Filings entered by form and by sheet, listed, filtered and taken away."""

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from dengji.filings.acts.entering import enter
from dengji.filings.models import Filing
from dengji.filings.sheets import OLD_FILINGS
from tests.cast import AT, ELECTRICIAN, TURNER, Cast, uscc
from tests.filings.test_entering import old_filing, row_of
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import ROOT, pressed, rows, text_of

ELECTRIC = {"occupation": "电工", "work_type": "", "levels": ["5", "4"], "audience": "own_staff"}
TURNING = {"occupation": TURNER, "work_type": "", "levels": ["3"], "audience": "own_staff"}
EMPTY = {"occupation": "", "work_type": "", "audience": "own_staff"}


def typed(cast: Cast, *scope: dict[str, Any], **said: Any) -> dict[str, Any]:
    """A filing as the clerk types it."""
    filing = {
        "number": "Y000022000900", "regime": "skill_level", "granted_on": "2024-05-10",
        "valid_from": "2024-05-10", "valid_until": "2027-05-09", "name": "旧厂", "uscc": uscc(77),
        "division": cast.county.code, "body_kind": "employer", "affiliation": "county",
    }  # fmt: skip
    return filing | rows("scope", *(scope or (ELECTRIC, TURNING, EMPTY))) | said


def sheet_of(*lines: dict[str, str]) -> SimpleUploadedFile:
    """A sheet as it is sent."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(OLD_FILINGS.columns))
    writer.writeheader()
    writer.writerows([OLD_FILINGS.columns | line for line in lines])
    return SimpleUploadedFile("补录.csv", stream.getvalue().encode("utf-8-sig"))


def test_a_filing_with_several_rows_of_scope_is_entered_by_form(cast: Cast, clerk: Client) -> None:
    pressed(clerk, "filings/enter/", 302, **typed(cast))
    filing = Filing.objects.get()
    assert {row.code: row.levels for row in filing.scope.all()} == {ELECTRICIAN: ["5", "4"], TURNER: ["3"]}
    assert (filing.authority, filing.entered_by, filing.valid_until) == (
        cast.centre,
        cast.clerk,
        date(2027, 5, 9),
    )
    page = text_of(clerk, "filings/Y000022000900/")
    assert "补录" in page
    assert "电工" in page


def test_a_filing_without_end_is_ticked_as_such(cast: Cast, clerk: Client) -> None:
    pressed(clerk, "filings/enter/", 302, **typed(cast, valid_until="", open_ended="on"))
    assert Filing.objects.get().valid_until is None


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"uscc": "123"}, "应为18位"),
        ({"division": "999999"}, "不在行政区划表内"),
        ({"valid_until": ""}, "长期有效的请勾选"),
        ({"open_ended": "on"}, "请取消勾选"),
        ({"scope-0-occupation": "变戏法"}, "“变戏法”不在职业目录内"),
        ({"valid_until": "2024-05-09"}, "最后一日早于第一日"),
        ({"scope-0-occupation": "", "scope-1-occupation": ""}, "请填写“职业”"),
    ],
)
def test_a_fault_is_said_and_what_was_typed_stays(
    cast: Cast, clerk: Client, said: dict[str, str], says: str
) -> None:
    page = pressed(clerk, "filings/enter/", 200, **typed(cast, **said))
    assert says in page
    assert 'value="旧厂"' in page
    assert not Filing.objects.exists()


def test_more_rows_keep_what_was_typed(cast: Cast, clerk: Client) -> None:
    page = pressed(clerk, "filings/enter/", 200, **typed(cast, more="1"))
    assert 'name="scope-5-occupation"' in page
    assert 'value="电工"' in page
    assert "还不能办理" not in page


def test_a_button_pressed_twice_enters_one_filing(cast: Cast, clerk: Client) -> None:
    pressed(clerk, "filings/enter/", 302, **typed(cast))
    pressed(clerk, "filings/enter/", 302, **typed(cast))
    assert Filing.objects.count() == 1


def test_a_number_that_somebody_else_entered_is_refused(cast: Cast, clerk: Client) -> None:
    enter(old_filing(cast), by=cast.approver, at=AT)
    assert "已经登记，不能重复补录" in pressed(clerk, "filings/enter/", 200, **typed(cast))


def test_a_body_that_told_more_of_itself_since_still_gets_its_old_filing(cast: Cast, clerk: Client) -> None:
    known = cast.employer.organisation
    pressed(clerk, "filings/enter/", 302, **typed(cast, name=known.name, uscc=known.uscc))
    assert Filing.objects.get().institution == cast.employer


def test_a_code_of_another_body_is_refused_by_name(cast: Cast, clerk: Client) -> None:
    page = pressed(clerk, "filings/enter/", 200, **typed(cast, uscc=cast.employer.organisation.uscc))
    assert f"已登记为“{cast.employer}”" in page


def test_a_sheet_names_every_faulty_row_and_gives_the_rows_back(cast: Cast, clerk: Client) -> None:
    sheet = sheet_of(
        row_of(cast, "Y1"),
        row_of(cast, "Y1", 职业编码=TURNER, 等级="九级"),
        row_of(cast, "Y2"),
    )
    answer = clerk.post(f"{ROOT}filings/sheet/", {"sheet": sheet})
    page = answer.content.decode()
    assert "第3行" in page
    assert [filing.number for filing in Filing.objects.all()] == ["Y2"]
    mended = clerk.post(f"{ROOT}filings/sheet/mend/", {"kept": answer.context["kept"]})
    lines = CalamineWorkbook.from_filelike(io.BytesIO(mended.content)).get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines] == ["备案号", "Y1", "Y1"]
    assert "九级" in str(lines[2][-1])


def test_the_rows_that_came_back_can_be_mended_and_sent_again(cast: Cast, clerk: Client) -> None:
    sheet = sheet_of(row_of(cast, "Y1"), row_of(cast, "Y1", 职业编码=TURNER, 等级="九级"))
    kept = clerk.post(f"{ROOT}filings/sheet/", {"sheet": sheet}).context["kept"]
    back = clerk.post(f"{ROOT}filings/sheet/mend/", {"kept": kept}).content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_index(0).to_python()
    heads = [str(head) for head in lines[0]]
    rows_again = [dict(zip(heads, map(str, line), strict=True)) for line in lines[1:]]
    rows_again[1]["等级"] = "三级/高级工"
    wanted = [{name: row[name] for name in OLD_FILINGS.columns} for row in rows_again]
    clerk.post(f"{ROOT}filings/sheet/", {"sheet": sheet_of(*wanted)})
    assert Filing.objects.get().scope.count() == 2


def test_rows_to_mend_that_nobody_signed_are_not_given_out(clerk: Client) -> None:
    pressed(clerk, "filings/sheet/mend/", 404, kept="forged")


def test_what_is_no_sheet_is_refused_in_words(clerk: Client) -> None:
    answer = clerk.post(f"{ROOT}filings/sheet/", {"sheet": SimpleUploadedFile("a.xlsx", b"nothing")})
    assert "文件不是有效的表格" in answer.content.decode()


def test_the_template_is_a_sheet(clerk: Client) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(clerk.get(f"{ROOT}filings/sheet/template/").content))
    assert book.get_sheet_by_index(0).to_python()[0] == list(OLD_FILINGS.columns)


def test_the_list_says_how_many_and_filters_stay_in_the_address(cast: Cast, clerk: Client) -> None:
    old = old_filing(cast)
    enter(old, by=cast.clerk, at=AT)
    other = replace(old.body, name="新厂<b>", uscc=uscc(78))
    enter(replace(old, number="Y2", valid_until=date(2026, 11, 15), body=other), by=cast.clerk, at=AT)
    assert "共2件" in text_of(clerk, "filings/")
    expired = text_of(clerk, "filings/?state=expired")
    assert "共1件" in expired
    assert "新厂&lt;b&gt;" in expired
    assert "清除筛选" in expired
    assert "没有符合条件的备案" in text_of(clerk, "filings/?words=没有这家")


def test_another_authority_sees_its_own_and_what_lies_in_its_place(cast: Cast, clerk: Client) -> None:
    enter(old_filing(cast), by=cast.clerk, at=AT)
    province, elsewhere = browser_of(cast.province_clerk), browser_of(cast.wrong_clerk)
    assert "还没有备案" in text_of(province, "filings/")
    assert "共1件" in text_of(province, "filings/?whose=place")
    assert "没有符合条件" in text_of(elsewhere, "filings/?whose=place")
    text_of(province, "filings/Y000022000900/")
    text_of(elsewhere, "filings/Y000022000900/", status=404)


def test_the_list_is_sorted_as_the_address_asks(cast: Cast, clerk: Client) -> None:
    for serial, until in ((1, date(2028, 1, 1)), (2, date(2027, 1, 1))):
        entry = old_filing(cast, f"Y00002200090{serial}", 80 + serial)
        enter(replace(entry, valid_until=until), by=cast.clerk, at=AT)
    first = text_of(clerk, "filings/?sort=until")
    assert "有效期先到的在前" in first
    assert first.index("Y000022000902") < first.index("Y000022000901")
    second = text_of(clerk, "filings/?sort=number")
    assert second.index("Y000022000901") < second.index("Y000022000902")
    assert "按机构名称排序" in text_of(clerk, "filings/?sort=nonsense")


def test_a_filing_leads_to_what_the_public_sees(cast: Cast, clerk: Client) -> None:
    filing = enter(old_filing(cast), by=cast.clerk, at=AT)
    page = text_of(clerk, f"filings/{filing.number}/")
    assert "公众看到的页面" in page
    assert "查看办理案件" not in page


def test_the_list_can_be_taken_away_as_it_is_filtered(cast: Cast, clerk: Client) -> None:
    enter(old_filing(cast), by=cast.clerk, at=AT)
    content = clerk.get(f"{ROOT}filings/export/?origin=entered").content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert lines[1][0] == "Y000022000900"
    assert len(clerk.get(f"{ROOT}filings/export/?origin=case").content) < len(content)


def test_a_long_list_asks_no_more_questions_than_a_short_one(
    cast: Cast, clerk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for serial in range(20):
        enter(old_filing(cast, f"Y{serial}", 100 + serial), by=cast.clerk, at=AT)
    with django_assert_max_num_queries(12):
        text_of(clerk, "filings/")

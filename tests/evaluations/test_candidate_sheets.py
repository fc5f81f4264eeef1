"""Candidates by sheet: what offices send, each faulty row named, nobody stored twice."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from dengji.evaluations.acts import listing
from dengji.evaluations.acts.enlisting import enlist_by_sheet
from dengji.evaluations.candidates import sheets
from dengji.evaluations.candidates.listed import left_out, left_out_sheet
from dengji.evaluations.models.candidates import CandidateSheet
from dengji.evaluations.models.plans import Plan
from dengji.filings.models import Filing
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.lines import MOST_ROWS
from dengji.people.models import Post
from dengji.procedure.refusals import NotAllowed
from dengji.sealing.seals import opened
from tests.batch import given_plan
from tests.candidates import HEADS, csv, entry, line, noted, number_of, xlsx
from tests.cast import AT
from tests.road import manager_of


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A draft of the employer's."""
    return given_plan(filing)


@pytest.fixture
def by(filing: Filing) -> Post:
    """The employer's head."""
    return manager_of(filing.institution)


def taken(plan: Plan, by: Post, content: bytes, name: str = "名单.xlsx") -> CandidateSheet:
    """What became of a sheet."""
    return enlist_by_sheet(plan, Upload(name, content), by=by, at=AT)


def came(sheet: CandidateSheet) -> tuple[int, int, int]:
    """Taken, known, faulty."""
    return sheet.taken, sheet.known, sheet.faulty


def test_the_template_is_read_back_and_offers_the_words_to_choose_from(plan: Plan, by: Post) -> None:
    content = sheets.template()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["考生名单", "代码和说明"]
    assert book.get_sheet_by_index(0).to_python()[0] == HEADS
    lists = book.get_sheet_by_index(1).to_python()
    assert [row[HEADS.index("证件类型")] for row in lists][2:4] == ["居民身份证", "军官证"]
    assert came(taken(plan, by, content)) == (1, 0, 0)


def test_a_sheet_is_taken_with_what_people_write(plan: Plan, by: Post) -> None:
    sheet = taken(
        plan,
        by,
        xlsx(
            HEADS,
            line(
                1,
                {"姓名": "张　三", "证件号码": f" {number_of(1)} ", "手机号码": 13800000000.0, "性别": "男"},
            ),
            line(2, {"出生日期": "1980年1月1日", "已有证书等级": "五级", "证书取得日期": "2020.5"}),
            line(
                3, {"出生日期": date(1980, 1, 1), "证件号码": "１" + number_of(3)[1:], "从事本职业年限": 12.0}
            ),
            line(4, {"出生日期": "19800101", "从事本职业年限": "１２年", "考试类型": "补考"}),
            [""] * len(HEADS),
        ),
    )
    assert came(sheet) == (4, 0, 0), left_out(sheet)
    people = list(plan.candidates.order_by("ordinal"))
    assert [who.ordinal for who in people] == [1, 2, 3, 4]
    assert opened(people[0].sealed)["name"] == "张三"
    assert people[1].stated["level_on"] == "2020-05-31", "of a month alone, its last day"
    assert people[3].attempt == "again"
    assert all(who.admissible for who in people)
    said = noted("plan.enlist_by_sheet")
    assert (said["taken"], said["sha256"]) == (4, sheet.sha256)


@pytest.mark.parametrize(
    ("told", "column", "says"),
    [
        ({"证件号码": float(number_of()[:17] + "0")}, "证件号码", "长数字按数值保存"),
        ({"证件号码": number_of()[:-1] + "Y"}, "证件号码", "最后一位"),
        ({"证件号码": ""}, "证件号码", "没有填写"),
        ({"姓名": ""}, "姓名", "没有填写"),
        ({"姓名": "=A1"}, "姓名", "公式"),
        ({"证件类型": "学生证"}, "证件类型", "可选：居民身份证"),
        ({"性别": "女"}, "性别", "与身份证号不一致"),
        ({"出生日期": "1980-01-02"}, "出生日期", "不一致"),
        ({"出生日期": "1980-02-30"}, "出生日期", "不是日期"),
        ({"出生日期": "1980-01"}, "出生日期", "不是日期"),
        ({"手机号码": "12345"}, "手机号码", "11位"),
        ({"考生来源": "社会人员"}, "考生来源", "第二条"),
        ({"考生来源": "亲友"}, "考生来源", "不是可选的项目"),
        ({"从事本职业年限": "十年"}, "从事本职业年限", "不是整数"),
        ({"从事本职业年限": -1.0}, "从事本职业年限", "不是整数"),
        ({"已有证书等级": "六级"}, "已有证书等级", "可选：无"),
        ({"证书取得日期": "去年"}, "证书取得日期", "不是日期"),
    ],
)
def test_each_faulty_row_is_named_with_its_column_and_the_good_one_is_kept(
    plan: Plan, by: Post, told: dict[str, Any], column: str, says: str
) -> None:
    sheet = taken(plan, by, xlsx(HEADS, line(7, told), line(9)))
    assert came(sheet) == (1, 0, 1)
    (row,) = left_out(sheet)
    assert row.number == 2
    assert [fault.column for fault in row.faults] == [column]
    assert says in row.faults[0].reason
    assert number_of().encode() not in bytes(sheet.left_out), "sealed"


def test_everything_wrong_in_a_row_is_said_at_once(plan: Plan, by: Post) -> None:
    sheet = taken(plan, by, xlsx(HEADS, line(7, {"手机号码": "1", "考生来源": "社会人员", "姓名": "张3"})))
    assert [fault.column for fault in left_out(sheet)[0].faults] == ["姓名", "手机号码", "考生来源"]


def test_the_faulty_rows_are_mended_and_sent_again(plan: Plan, by: Post) -> None:
    first = taken(plan, by, xlsx(HEADS, line(1), line(2, {"手机号码": "12345"}), line(3, {"姓名": ""})))
    assert came(first) == (1, 0, 2)
    back = left_out_sheet(first)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_index(0).to_python()
    assert rows[0] == [*HEADS, "原因"]
    assert rows[1][-1] == "手机号码：手机号码应为11位数字，以1开头。"
    rows[1][HEADS.index("手机号码")], rows[2][HEADS.index("姓名")] = "13800000000", "李四"
    again = taken(plan, by, xlsx(*rows))
    assert came(again) == (2, 0, 0)
    assert again.read["strange"] == []
    assert plan.candidates.count() == 3


def test_nobody_is_stored_twice(plan: Plan, by: Post) -> None:
    listing.enlist(plan, entry(1), by=by, at=AT)
    content = xlsx(HEADS, line(1), line(2), line(2), line(3, {"序号": "3"}), line(3, {"序号": "4"}))
    assert came(taken(plan, by, content)) == (2, 3, 0)
    assert came(taken(plan, by, content)) == (0, 5, 0), "the same sheet sent again"
    differing = taken(plan, by, xlsx(HEADS, line(5), line(5, {"姓名": "李四"})))
    assert came(differing) == (1, 0, 1)
    assert left_out(differing)[0].faults[0].reason.startswith("与第2行是同一个人")
    gone = plan.candidates.get(ordinal=1)
    listing.withdraw(gone, "调离", by=by, at=AT)
    assert "已经退出" in left_out(taken(plan, by, xlsx(HEADS, line(1))))[0].faults[0].reason
    assert plan.candidates.count() == 4


@pytest.mark.row("TJ21-15")
def test_who_fails_the_conditions_is_taken_and_told_apart(plan: Plan, by: Post) -> None:
    short = {"从事本职业年限": "4", "已有证书等级": "无", "相关专业学历": "无"}
    assert came(taken(plan, by, xlsx(HEADS, line(1, short), line(2, {"从事本职业年限": ""}), line(3)))) == (
        3,
        0,
        0,
    )
    assert list(plan.candidates.order_by("ordinal").values_list("admissible", flat=True)) == [
        False,
        None,
        True,
    ]


def merged(*, titled: bool) -> bytes:
    """A sheet with a title over all its columns, heads over two lines, and one category merged over two people."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        page, down = book.add_worksheet("名单"), 0
        if titled:
            page.merge_range(0, 0, 0, len(HEADS) - 1, "某单位考生名单")
            down = 1
        for place, head in enumerate(HEADS):
            page.merge_range(down, place, down + 1, place, head)
        for row, serial in enumerate((1, 2), down + 2):
            page.write_row(row, 0, line(serial))
        at = HEADS.index("考生来源")
        page.merge_range(down + 2, at, down + 3, at, "本单位职工")
    return stream.getvalue()


@pytest.mark.parametrize("titled", [True, False])
def test_merged_cells_count_in_every_cell_that_they_cover(plan: Plan, by: Post, *, titled: bool) -> None:
    assert came(taken(plan, by, merged(titled=titled))) == (2, 0, 0)


def test_of_several_sheets_the_first_with_our_heads_is_read_and_named(plan: Plan, by: Post) -> None:
    sheet = taken(plan, by, xlsx(HEADS, line(1), title="职工", before=["填写说明"]))
    assert came(sheet) == (1, 0, 0)
    assert sheet.read == {"page": "职工", "passed": ["填写说明"], "strange": []}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_is_read_in_the_encodings_that_offices_write(plan: Plan, by: Post, encoding: str) -> None:
    assert came(taken(plan, by, csv(HEADS, line(1), encoding=encoding), "名单.CSV")) == (1, 0, 0)


def test_other_heads_for_the_same_are_known_and_strange_ones_are_named(plan: Plan, by: Post) -> None:
    heads = [{"证件号码": "身份证号"}.get(head, head) for head in HEADS]
    sheet = taken(plan, by, xlsx([*heads, "班组"], [*line(1), "一班"]))
    assert came(sheet) == (1, 0, 0)
    assert sheet.read["strange"] == ["班组"]


def rows_of(many: int) -> bytes:
    """A csv of so many rows."""
    return csv(HEADS, *[line(1)] * many)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("名单.xlsx", xlsx(["姓名", "工号"], ["张三", "1"]), "表格缺少列：证件类型、证件号码、考生来源"),
        ("名单.xlsx", b"not a sheet at all", "不是有效的表格"),
        ("名单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "不是有效的表格"),
        ("名单.csv", b"\xff\xfe\x00\x01\x02", "无法识别文件的文字编码"),
        ("名单.xlsx", b"", "文件是空的"),
        ("名单.csv", rows_of(100_001), "超过10000行"),
        ("名单.csv", rows_of(MOST_ROWS + 1), "超过10000行"),
    ],
    ids=["wrong template", "no sheet", "old Excel", "no text", "empty", "100,001 rows", "10,001 rows"],
)
def test_what_is_no_such_sheet_is_refused_whole(
    plan: Plan, by: Post, name: str, content: bytes, says: str
) -> None:
    with pytest.raises(NotAllowed, match=says):
        taken(plan, by, content, name)
    assert not plan.candidates.exists()
    assert not plan.sheets.exists()


def test_ten_thousand_rows_take_a_handful_of_statements(
    plan: Plan, by: Post, django_assert_max_num_queries: Any
) -> None:
    content = csv(HEADS, *(line(serial) for serial in range(1000)))
    with django_assert_max_num_queries(24):
        sheet = taken(plan, by, content, "名单.csv")
    assert came(sheet) == (1000, 0, 0)


def test_a_formula_counts_as_what_it_came_to(plan: Plan, by: Post) -> None:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADS)
        page.write_row(1, 0, line(1))
        page.write_formula(1, HEADS.index("姓名"), '="王"&"五"', None, "王五")
        page.write_row(2, 0, line(2))
        page.write_formula(2, HEADS.index("姓名"), "=1/0", None, "#DIV/0!")
    sheet = taken(plan, by, stream.getvalue())
    assert came(sheet) == (1, 0, 1)
    assert opened(plan.candidates.get().sealed)["name"] == "王五"
    assert left_out(sheet)[0].number == 3


def test_a_spreadsheet_never_gets_a_formula_back(plan: Plan, by: Post) -> None:
    calls = "=cmd|' /C calc'!A0"
    sheet = taken(plan, by, xlsx(HEADS, line(1, {"姓名": calls})))
    with zipfile.ZipFile(io.BytesIO(left_out_sheet(sheet))) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "=cmd|" in page, "as it was typed, as text"


def test_a_row_by_sheet_is_the_row_that_the_form_makes(plan: Plan, by: Post) -> None:
    taken(plan, by, xlsx(HEADS, line(1)))
    by_sheet = plan.candidates.get()
    told = {field.attname: getattr(by_sheet, field.attname) for field in by_sheet._meta.concrete_fields}
    plan.candidates.all().delete()
    by_form = listing.enlist(plan, entry(1), by=by, at=AT)
    by_form.refresh_from_db()
    own = {"id", "token", "sealed"}
    assert {name: value for name, value in told.items() if name not in own} == {
        name: getattr(by_form, name) for name in told if name not in own
    }
    assert opened(told["sealed"]) == opened(by_form.sealed)

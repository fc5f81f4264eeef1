"""A sheet of examiners: whoever is sound goes in, every faulty row is named, nothing stands there twice."""

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from dengji.evaluations.acts.registering import remove
from dengji.evaluations.acts.rostering import register_by_sheet
from dengji.evaluations.examiners.roster_sheets import ROSTER
from dengji.evaluations.examiners.roster_taken import left_out, left_out_sheet, sheet_kept, sheets_kept
from dengji.evaluations.models.examiners import RegisteredPerson, RosterSheet
from dengji.institutions.acts.sheets import Taken, Upload
from dengji.institutions.sheets import FaultyRow, template
from dengji.procedure.refusals import NotAllowed, NotYours
from tests.cast import AT, ELECTRICIAN, TURNER, Cast, identity_number
from tests.evaluations.people import keeper

GOOD = {
    "登记类别": "考评员",
    "证卡编号": "KP1",
    "姓名": "张三",
    "身份证号": identity_number(700),
    "工作单位": "第一研究所",
    "单位统一社会信用代码": "",
    "专兼职": "兼职",
    "有效期自": "2026-01-01",
    "有效期至": "2028/12/31",
    "职业编码": ELECTRICIAN,
    "证书等级": "3",
    "职称级别": "",
    "证书编号": "Z1",
}


def sheet(*rows: dict[str, Any]) -> Upload:
    """A sheet with these rows, each what is said beside a good one."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for column, head in enumerate(GOOD):
            page.write_string(0, column, head)
            for number, said in enumerate(rows, 1):
                page.write_string(number, column, {**GOOD, **said}[head])
    return Upload("登记.xlsx", stream.getvalue())


def taken(cast: Cast, *rows: dict[str, Any]) -> Taken:
    """What became of a sheet with these rows."""
    return told(register_by_sheet(cast.province_centre, sheet(*rows), by=keeper(cast), at=AT))


def told(kept: RosterSheet) -> Taken:
    """How many were taken and known, and every reason of every row that was left out."""
    rows = [FaultyRow(row.number, *fault) for row in left_out(kept) for fault in row.faults]
    assert kept.faulty == len({row.number for row in rows})
    return Taken(kept.taken, kept.known, tuple(rows))


SECOND = {"证卡编号": "KP2", "姓名": "李四", "身份证号": identity_number(701)}


@pytest.mark.row("JLJD-14.3")
def test_several_rows_of_somebody_are_one_entry_and_a_second_sheet_adds_nothing(cast: Cast) -> None:
    rows: tuple[dict[str, Any], ...] = ({}, {"职业编码": TURNER, "证书等级": "", "职称级别": "高级"}, SECOND)
    found = taken(cast, *rows)
    assert (found.added, found.known, found.faulty) == (2, 0, ())
    person = RegisteredPerson.objects.get(number="KP1")
    assert [(each.occupation, each.level, each.title_level) for each in person.qualifications.all()] == [
        (ELECTRICIAN, "3", ""),
        (TURNER, "", "senior"),
    ]
    again = taken(cast, *rows)
    assert (again.added, again.known) == (0, 2)


@pytest.mark.parametrize(
    ("said", "column", "reason"),
    [
        ({"登记类别": "裁判"}, "登记类别", "可选：考评员、质量督导员"),
        ({"证卡编号": ""}, "证卡编号", "没有填写"),
        ({"姓名": ""}, "姓名", "没有填写"),
        ({"身份证号": "220202198001010011"}, "身份证号", "校验不符"),
        ({"单位统一社会信用代码": "123"}, "工作单位统一社会信用代码", "应为18位"),
        ({"专兼职": "临时"}, "专兼职", "可选：专职、兼职"),
        ({"有效期自": "去年"}, "有效期自", "不是日期"),
        ({"有效期至": "2026-02-30"}, "有效期至", "不是日期"),
        ({"有效期至": "2025-12-31"}, "有效期至", "早于有效期自"),
        ({"职业编码": ""}, "考评资格", "至少登记一个考评职业"),
        ({"职业编码": "1-11-11-11"}, "职业编码", "不在职业目录内"),
        ({"证书等级": "特级"}, "证书等级", "不是可选的项目"),
        ({"证书等级": ""}, "考评资格", "没有填写证书等级"),
        ({"职称级别": "正高"}, "职称级别", "可选：初级、中级、高级"),
    ],
)
def test_every_faulty_row_is_named_with_column_and_reason(
    cast: Cast, said: dict[str, str], column: str, reason: str
) -> None:
    found = taken(cast, SECOND, said)
    assert found.added == 1
    (row,) = found.faulty
    assert (row.number, row.column) == (3, column)
    assert reason in row.reason


@pytest.mark.parametrize("day", ["20281231", "2028年12月31日", "2028.12.31", "2028-12-31"])
def test_a_day_is_read_however_it_is_written(cast: Cast, day: str) -> None:
    assert taken(cast, {"有效期至": day}).added == 1
    assert RegisteredPerson.objects.get().valid_until.isoformat() == "2028-12-31"


def test_rows_of_somebody_that_differ_are_left_out_whole(cast: Cast) -> None:
    found = taken(cast, {}, {"姓名": "张三丰", "职业编码": TURNER})
    assert found.added == 0
    assert [(row.number, row.column) for row in found.faulty] == [(2, "身份证号"), (3, "姓名")]
    assert "第3行" in found.faulty[0].reason
    assert "第2行" in found.faulty[1].reason


@pytest.mark.parametrize("spoilt", [{"证书等级": "特级"}, {"证书等级": ""}])
def test_all_rows_of_somebody_go_in_or_none_also_where_one_cannot_be_read(
    cast: Cast, spoilt: dict[str, str]
) -> None:
    found = taken(cast, {}, {"职业编码": TURNER, **spoilt}, SECOND)
    assert (found.added, {row.number for row in found.faulty}) == (1, {2, 3})
    assert RegisteredPerson.objects.get().name == "李四"


def test_the_faulty_rows_come_back_to_be_mended_and_are_sent_again(cast: Cast) -> None:
    """As they were typed, sealed until then, each with its reasons; mended, everybody stands there once."""
    by, wrong = keeper(cast), identity_number(702)[:-1] + "甲"
    rows: tuple[dict[str, Any], ...] = (
        {},
        {**SECOND, "证书等级": "特级"},
        {"证卡编号": "KP3", "身份证号": wrong},
    )
    kept = register_by_sheet(cast.province_centre, sheet(*rows), by=by, at=AT)
    assert (kept.taken, kept.faulty) == (1, 2)
    assert identity_number(701).encode() not in bytes(kept.left_out)
    lines = CalamineWorkbook.from_filelike(io.BytesIO(left_out_sheet(kept))).get_sheet_by_index(0).to_python()
    assert lines[0] == [*GOOD, "原因"]
    assert [line[1] for line in lines[1:]] == ["KP2", "KP3"]
    assert "证书等级：“特级”不是可选的项目" in str(lines[1][-1])
    mended = [dict(zip(GOOD, map(str, line), strict=False)) for line in lines[1:]]
    again = sheet(mended[0] | {"证书等级": "3"}, mended[1] | {"身份证号": identity_number(702)})
    second = register_by_sheet(cast.province_centre, again, by=by, at=AT)
    assert (second.taken, second.known, second.faulty, left_out(second)) == (2, 0, 0, [])
    assert list(sheets_kept(by)) == [second, kept]
    assert sheet_kept(cast.issuer, kept.token) is None


def test_one_card_number_for_two_people_is_named(cast: Cast) -> None:
    found = taken(cast, {}, SECOND | {"证卡编号": "KP1"})
    assert found.added == 1
    assert [(row.number, row.column) for row in found.faulty] == [(3, "证卡编号")]


def test_somebody_who_stands_there_otherwise_is_named_and_left_as_he_is(cast: Cast) -> None:
    taken(cast, {})
    found = taken(cast, {"有效期至": "2030-12-31"})
    assert (found.added, found.known) == (0, 0)
    assert "已经登记" in found.faulty[0].reason
    assert RegisteredPerson.objects.get().valid_until.year == 2028


def test_somebody_who_was_taken_out_is_not_brought_back_by_a_sheet(cast: Cast) -> None:
    taken(cast, {})
    remove(RegisteredPerson.objects.get(), "违规", by=keeper(cast), at=AT)
    found = taken(cast, {})
    assert (found.added, found.known, len(found.faulty)) == (0, 0, 1)


def test_a_wrong_sheet_and_a_wrong_person_are_refused(cast: Cast) -> None:
    by = keeper(cast)
    with pytest.raises(NotAllowed, match="缺少列"):
        register_by_sheet(cast.province_centre, Upload("a.csv", b"a,b\n1,2\n"), by=by, at=AT)
    with pytest.raises(NotAllowed, match="不是有效的表格"):
        register_by_sheet(cast.province_centre, Upload("a.xlsx", b"nothing"), by=by, at=AT)
    with pytest.raises(NotYours):
        register_by_sheet(cast.province_centre, sheet({}), by=cast.issuer, at=AT)


def test_the_template_is_read_back_with_its_example_named(cast: Cast) -> None:
    """The example has no identity number: nobody is entered who does not exist."""
    found = told(
        register_by_sheet(cast.province_centre, Upload("a.xlsx", template(ROSTER)), by=keeper(cast), at=AT)
    )
    assert found.added == 0
    assert [row.column for row in found.faulty] == ["身份证号"]


def test_a_sheet_costs_no_more_statements_for_more_people(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    rows = [{"证卡编号": f"K{number}", "身份证号": identity_number(number)} for number in range(100, 160)]
    with django_assert_max_num_queries(80):
        assert taken(cast, *rows).added == 60

"""Members and equipment by sheet."""

import io
import zipfile
from collections.abc import Sequence

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from dengji.audit.models import Entry
from dengji.institutions import sheets
from dengji.institutions.acts.sheets import Upload, add_equipment_by_sheet, add_members_by_sheet
from dengji.institutions.lines import MOST_ROWS
from dengji.institutions.models import Member
from dengji.procedure.refusals import NotAllowed, NotYours
from tests.cast import AT, TURNER, Cast, given_cast, identity_number

HEADS = list(sheets.MEMBERS.columns)
GOOD = ["张三", identity_number(70), "专职工作人员、考评人员", "本单位", "主任", "本科", "考务"]


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


def xlsx(*lines: Sequence[object]) -> bytes:
    """A workbook with those lines, text as text and numbers as numbers."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for row, line in enumerate(lines):
            page.write_row(row, 0, line)
    return stream.getvalue()


def csv(*lines: list[str], encoding: str = "utf-8-sig") -> bytes:
    """The same as a csv file."""
    return "\r\n".join(",".join(line) for line in lines).encode(encoding)


@pytest.mark.django_db
def test_the_template_is_read_back_as_it_was_given(cast: Cast) -> None:
    content = sheets.template(sheets.MEMBERS)
    page = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert page[0] == HEADS
    taken = add_members_by_sheet(cast.employer, Upload("人员.xlsx", content), by=cast.manager, at=AT)
    assert (taken.added, taken.faulty) == (1, ())
    taken = add_equipment_by_sheet(
        cast.employer, Upload("e.xlsx", sheets.template(sheets.EQUIPMENT)), by=cast.manager, at=AT
    )
    assert (taken.added, taken.faulty) == (1, ())


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_is_read_in_the_encodings_that_offices_write(cast: Cast, encoding: str) -> None:
    upload = Upload("人员.CSV", csv(HEADS, GOOD, encoding=encoding))
    taken = add_members_by_sheet(cast.employer, upload, by=cast.manager, at=AT)
    assert (taken.added, taken.known, taken.faulty) == (1, 0, ())
    member = Member.objects.get(name="张三")
    assert (member.roles, member.education) == (["staff", "examiner"], "本科")


@pytest.mark.django_db
def test_good_rows_are_kept_and_every_faulty_one_is_named_with_its_column(cast: Cast) -> None:
    lines: list[Sequence[object]] = [
        ["", *GOOD[1:]],
        ["李四", "110105194912310021", *GOOD[2:]],
        ["王五", float(110105194912310021), *GOOD[2:]],
        ["赵六", "", "厨师", *GOOD[3:]],
        ["长" * 61, "", *GOOD[2:]],
        [""] * 7,
        GOOD,
    ]
    taken = add_members_by_sheet(cast.employer, Upload("a.xlsx", xlsx(HEADS, *lines)), by=None, at=AT)
    assert taken.added == 1
    assert [(row.number, row.column) for row in taken.faulty] == [
        (2, "姓名"),
        (3, "身份证号"),
        (4, "身份证号"),
        (5, "人员类别"),
        (6, "姓名"),
    ]
    assert "末几位已经丢失" in str(taken.faulty[2])
    assert str(taken.faulty[0]) == "第2行“姓名”：没有填写。"
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_the_same_sheet_again_adds_nothing(cast: Cast) -> None:
    upload = Upload("a.csv", csv(HEADS, GOOD, GOOD))
    first = add_members_by_sheet(cast.employer, upload, by=cast.manager, at=AT)
    again = add_members_by_sheet(cast.employer, upload, by=cast.manager, at=AT)
    assert (first.added, first.known) == (1, 1)
    assert (again.added, again.known) == (0, 2)
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_a_known_identity_number_with_other_content_is_left_to_the_page(cast: Cast) -> None:
    other = ["李四", *GOOD[1:]]
    taken = add_members_by_sheet(
        cast.employer, Upload("a.csv", csv(HEADS, GOOD, other)), by=cast.manager, at=AT
    )
    assert taken.added == 1
    assert "已登记为“张三”" in str(taken.faulty[0])


@pytest.mark.django_db
def test_equipment_is_checked_against_the_catalogue(cast: Cast) -> None:
    heads = list(sheets.EQUIPMENT.columns)
    lines: list[Sequence[object]] = [
        ["车床", "C6140", TURNER, 6.0, "自有"],
        ["车床", "", "6-99-99-99", 1, "自有"],
        ["车床", "", TURNER, -1, "自有"],
        ["车床", "", TURNER, 1.5, "自有"],
        ["车床", "", TURNER, 1, "偷来的"],
        ["车床", "", TURNER, "", "租借"],
    ]
    taken = add_equipment_by_sheet(
        cast.employer, Upload("a.xlsx", xlsx(heads, *lines)), by=cast.manager, at=AT
    )
    assert taken.added == 1
    assert [row.column for row in taken.faulty] == ["用于职业", "数量", "数量", "权属", "数量"]
    assert cast.employer.equipment.get(model="C6140").quantity == 6


@pytest.mark.django_db
def test_others_add_nothing_by_sheet(cast: Cast) -> None:
    with pytest.raises(NotYours):
        add_members_by_sheet(cast.employer, Upload("a.csv", csv(HEADS, GOOD)), by=cast.wrong_clerk, at=AT)


def bomb() -> bytes:
    """A small file that unpacks to more than any sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in range(11):
            packed.writestr(f"{part}.xml", b"0" * (10 * 1024 * 1024))
    return stream.getvalue()


def packed(name: str) -> bytes:
    """A zip that is no workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"", "文件是空的"),
        ("a.xlsx", b"%PDF-1.7", "不是有效的表格"),
        ("a.xlsx", packed("hello.txt"), "不是有效的表格"),
        ("a.csv", b"\xff\xfe\x00\x00", "无法识别文件的文字编码"),
        ("a.csv", csv(["姓名", "电话"]), "表格缺少列：身份证号"),
        ("a.csv", b"x" * (sheets.MOST_BYTES + 1), "超过5MB"),
        ("a.csv", csv(HEADS, *[["甲", "", "专家", "", "", "", ""]] * (MOST_ROWS + 1)), "超过10000行"),
        ("a.csv", csv(HEADS, ["x" * 200_000]), "不是有效的CSV"),
    ],
)
def test_what_is_no_such_sheet_is_refused_whole(name: str, content: bytes, says: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        sheets.read(sheets.MEMBERS, name, content)
    assert says in refused.value.sentence
    assert refused.value.remedy


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    with pytest.raises(NotAllowed, match="展开后过大"):
        sheets.read(sheets.MEMBERS, "a.xlsx", bomb())


def test_as_many_rows_as_are_allowed_are_read() -> None:
    lines = [["甲", "", "专家", "", "", "", ""]] * MOST_ROWS
    assert len(sheets.read(sheets.MEMBERS, "a.xlsx", xlsx(HEADS, *lines)).entries) == MOST_ROWS


def test_columns_may_stand_in_any_order_and_others_beside_them() -> None:
    heads = ["备注", *reversed(HEADS)]
    sheet = sheets.read(sheets.MEMBERS, "a.csv", csv(heads, ["x", *reversed(GOOD)]))
    assert sheet.entries[0][1].name == "张三"

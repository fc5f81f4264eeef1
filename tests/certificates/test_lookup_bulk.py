"""A sheet of numbers and names checked at once: each row answered, nothing told to a wrong name, no formula alive."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from dengji.audit.models import Entry
from dengji.certificates.acts.checking import check_sheet
from dengji.certificates.bulk import HEADS, LEFT_OUT, MATCHED, NAME, NOTHING, NUMBER, checked
from dengji.certificates.models import Certificate
from dengji.certificates.terms import CertificateState
from dengji.institutions.sheets import filled
from dengji.people.terms import Role
from dengji.procedure.refusals import NotAllowed
from tests.cast import AT, given_cast, given_post
from tests.certified import NAME as WANG
from tests.certified import NUMBER as FIRST
from tests.certified import given_certificate

pytestmark = pytest.mark.django_db


def sheet_of(*lines: tuple[str, str]) -> bytes:
    """A sheet as somebody sends it."""
    return filled("核对", [NUMBER, NAME], lines)


def read_back(content: bytes) -> list[list[str]]:
    """The rows of an xlsx."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


@pytest.mark.row("TJ21-8c")
def test_every_row_is_answered_in_its_order() -> None:
    given_certificate()
    given_certificate("Y000012000900263000001", level="3", state=CertificateState.WITHDRAWN)
    sheet = sheet_of(
        (FIRST, WANG),
        (FIRST, "李四"),
        ("y0000-12000900 263000001", f" {WANG} "),
        ("Y000012000900264000009", WANG),
        ("", WANG),
    )
    result = checked("核对.xlsx", sheet)
    assert [row[2] for row in result.rows] == [MATCHED, NOTHING, MATCHED, NOTHING, LEFT_OUT]
    assert result.matched == 2
    assert result.rows[0][3:9] == (
        "有效",
        "职业技能等级证书",
        "电工",
        "四级/中级工",
        "海河机械厂",
        "2026-11-20",
    )
    assert result.rows[2][3] == "已撤销"
    assert result.rows[1][3:] == result.rows[3][3:] == ("",) * 8
    assert "没有填写" in result.rows[4][-1]


def test_many_rows_take_few_statements(django_assert_max_num_queries: object) -> None:
    given_certificate()
    sheet = sheet_of(*[(FIRST, WANG)] * 700)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert checked("核对.xlsx", sheet).matched == 700


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://evil.example","看")', "+1+1", "@SUM(A1)", "-2+3"])
def test_a_formula_comes_back_as_text(evil: str) -> None:
    quoted = evil.replace('"', '""')
    content = checked("核对.csv", f'{NUMBER},{NAME}\n{FIRST},"{quoted}"\n'.encode()).sheet()
    rows = read_back(content)
    assert rows[0] == list(HEADS)
    assert rows[1][1] == evil
    assert b"<f>" not in b"".join(_parts(content))


def _parts(content: bytes) -> list[bytes]:
    with ZipFile(BytesIO(content)) as packed:
        return [packed.read(each) for each in packed.namelist()]


def test_a_long_number_kept_as_a_figure_is_not_guessed() -> None:
    made = BytesIO()
    with Workbook(made) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, (NUMBER, NAME))
        page.write_row(1, 0, (2612001100300004, WANG))
    (row,) = checked("核对.xlsx", made.getvalue()).rows
    assert row[2] == LEFT_OUT
    assert "末几位已经丢失" in row[-1]


@pytest.mark.parametrize("content", [b"", b"no sheet", sheet_of()[:100]])
def test_what_is_no_sheet_is_refused(content: bytes) -> None:
    with pytest.raises(NotAllowed):
        checked("核对.xlsx", content)


@pytest.mark.row("TJ21-8c")
def test_who_checked_how_many_is_on_record_and_nobody_s_name() -> None:
    given_certificate()
    by = given_post(given_cast().centre, Role.CLERK)
    check_sheet("核对.xlsx", sheet_of((FIRST, WANG), (FIRST, "李四")), by=by, at=AT)
    entry = Entry.objects.latest("position")
    assert entry.act == "certificate.check"
    assert entry.after is not None
    assert (entry.after["rows"], entry.after["matched"]) == (2, 1)
    assert WANG not in str(entry.after)
    assert FIRST not in str(entry.after)
    assert Certificate.objects.count() == 1

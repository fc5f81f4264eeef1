"""Filings made before the system are entered by their authority, by form or by sheet (补录备案)."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from dengji.audit.queries import entries_about
from dengji.filings.acts.entering import enter, enter_by_sheet
from dengji.filings.models import Filing
from dengji.filings.queries import Sought, directory
from dengji.filings.sheets import OLD_FILINGS, OldFiling, Scope
from dengji.filings.terms import Origin
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.entries import BodyEntry
from dengji.institutions.sheets import template
from dengji.institutions.terms import Affiliation, BodyKind
from dengji.people.refusals import Refused
from tests.cast import AT, ELECTRICIAN, TURNER, Cast, given_cast, uscc

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 10)


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


def old_filing(cast: Cast, number: str = "Y000022000900", serial: int = 77) -> OldFiling:
    """A filing on paper, of a body that the registers do not know yet."""
    body = BodyEntry("旧厂", uscc(serial), cast.county.code, BodyKind.EMPLOYER, Affiliation.COUNTY)
    scope = (Scope(ELECTRICIAN, "", ("5", "4"), "own_staff"),)
    return OldFiling(number, "skill_level", body, DAY, DAY, date(2027, 5, 9), scope)


def sheet_of(*rows: dict[str, str]) -> Upload:
    """A csv with the template's columns; what a row does not say is the example's."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(OLD_FILINGS.columns))
    writer.writeheader()
    writer.writerows([OLD_FILINGS.columns | row for row in rows])
    return Upload("补录.csv", stream.getvalue().encode("utf-8-sig"))


def row_of(cast: Cast, number: str, **said: str) -> dict[str, str]:
    """A sound row."""
    return {"备案号": number, "统一社会信用代码": uscc(88), "区划代码": cast.county.code} | said


def test_an_old_filing_is_marked_as_entered_and_supervised_by_its_authority(cast: Cast) -> None:
    filing = enter(old_filing(cast), by=cast.clerk, at=AT)
    assert (filing.origin, filing.authority, filing.valid_until) == (
        Origin.ENTERED,
        cast.centre,
        date(2027, 5, 9),
    )
    assert [row.code for row in filing.scope.all()] == [ELECTRICIAN]
    assert [entry.act for entry in entries_about("filings.Filing", filing.pk)] == ["filing.enter"]


def test_an_old_filing_stands_in_the_directory_like_the_others(cast: Cast) -> None:
    filing = enter(old_filing(cast), by=cast.clerk, at=AT)
    assert list(directory(Sought(occupation=ELECTRICIAN, state="in_force"), DAY)) == [filing]


def test_a_number_that_is_taken_is_refused_and_nothing_is_written(cast: Cast) -> None:
    enter(old_filing(cast), by=cast.clerk, at=AT)
    with pytest.raises(Refused, match="已经登记"):
        enter(old_filing(cast, serial=78), by=cast.clerk, at=AT)
    assert Filing.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"scope": ()}, "没有填写备案范围"),
        ({"scope": (Scope("9-99-99-99", "", ("5",), "public"),)}, "职业目录里没有“9-99-99-99”"),
        ({"scope": (Scope(ELECTRICIAN, "", ("7",), "public"),)}, "没有“7”这样的等级"),
        ({"valid_until": date(2024, 5, 9)}, "有效期的最后一日早于第一日"),
        ({"scope": (Scope(ELECTRICIAN, "", ("5",), "public"),) * 2}, "写了两行"),
    ],
)
def test_a_fault_is_said_and_nothing_is_written(cast: Cast, changed: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        enter(replace(old_filing(cast), **changed), by=cast.clerk, at=AT)  # type: ignore[arg-type]
    assert not Filing.objects.exists()


def test_only_the_authority_enters_filings(cast: Cast) -> None:
    with pytest.raises(Refused, match="备案机关"):
        enter(old_filing(cast), by=cast.manager, at=AT)


def test_a_place_of_another_authority_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="本辖区"):
        enter(old_filing(cast), by=cast.wrong_clerk, at=AT)


def test_rows_of_one_number_make_one_filing(cast: Cast) -> None:
    upload = sheet_of(row_of(cast, "Y1"), row_of(cast, "Y1", 职业编码=TURNER, 等级="五级/初级工"))
    assert enter_by_sheet(upload, by=cast.clerk, at=AT).added == 1
    assert Filing.objects.get().scope.count() == 2


def test_a_filing_with_a_faulty_row_is_left_out_whole_and_the_row_is_named(cast: Cast) -> None:
    upload = sheet_of(
        row_of(cast, "Y1"),
        row_of(cast, "Y1", 职业编码=TURNER, 等级="九级"),
        row_of(cast, "Y2"),
        row_of(cast, "Y3", 有效期至="2027-13-45"),
    )
    entered = enter_by_sheet(upload, by=cast.clerk, at=AT)
    assert [filing.number for filing in Filing.objects.all()] == ["Y2"]
    assert [(row.number, row.column) for row in entered.faulty] == [(3, "等级"), (5, "有效期至")]


def test_rows_that_contradict_each_other_are_named(cast: Cast) -> None:
    upload = sheet_of(row_of(cast, "Y1"), row_of(cast, "Y1", 备案日期="2024-01-01", 职业编码=TURNER))
    entered = enter_by_sheet(upload, by=cast.clerk, at=AT)
    assert entered.added == 0
    assert "与第2行同一备案号" in entered.faulty[0].reason


def test_a_sheet_sent_again_enters_nothing_twice(cast: Cast) -> None:
    upload = sheet_of(row_of(cast, "Y1"))
    enter_by_sheet(upload, by=cast.clerk, at=AT)
    again = enter_by_sheet(upload, by=cast.clerk, at=AT)
    assert (again.added, Filing.objects.count()) == (0, 1)
    assert "已经登记" in again.faulty[0].reason


def test_a_filing_without_end_is_written_as_such(cast: Cast) -> None:
    enter_by_sheet(sheet_of(row_of(cast, "Y1", 有效期至="长期")), by=cast.clerk, at=AT)
    assert Filing.objects.get().valid_until is None


def test_the_template_can_be_read_back(cast: Cast) -> None:
    entered = enter_by_sheet(Upload("模板.xlsx", template(OLD_FILINGS)), by=cast.clerk, at=AT)
    assert [row.column for row in entered.faulty] == ["统一社会信用代码"]

"""Older certificates beside the catalogue, the filing's scope of the day, and numbers as people type them."""

from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from dengji.certificates.importing import listing
from dengji.certificates.importing.batches import Batch, batch_of
from dengji.certificates.importing.grounds import grounds
from dengji.certificates.importing.whole import Outcome
from dengji.certificates.models import Certificate
from dengji.filings.models import Filing, ScopeRow
from dengji.occupations.models import Occupation
from dengji.occupations.terms import ClassRank
from tests.cast import TURNER
from tests.certificates.sheets import (
    FILING,
    as_csv,
    as_xlsx,
    faults_of,
    identity,
    many,
    row,
    taken,
    warnings_of,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def batch(on: str, *, filing: str = FILING, level: str = "4", **other: str) -> Batch:
    """What is found of rows with a certificate of that day."""
    cells = row(发证日期=on, 等级="", **other)
    return batch_of(f"{filing}{on[2:4]}{level}000001", list(cells.values())[6:14], grounds(TODAY))


def said(found: Batch) -> tuple[str, str]:
    """The columns at fault, and those that a warning is about."""
    return "".join(each.column for each in found.faults), "".join(each.column for each in found.warnings)


@pytest.mark.parametrize(
    ("edition", "says"), [("2021", ("职业编码", "")), ("2022", ("", "职业编码")), ("2023", ("", "职业编码"))]
)
def test_an_occupation_that_the_catalogue_has_not_is_a_fault_unless_it_may_be_of_an_earlier_one(
    edition: str, says: tuple[str, str]
) -> None:
    Occupation.objects.create(code=TURNER, name="车工", rank=ClassRank.LEAF, edition=edition)
    unknown = "S000012000001"
    assert said(batch("2022-12-31", filing=unknown, 职业编码="6-99-99-99")) in (
        says,
        (says[0], f"{says[1]}证书编号"),
    )


def test_a_special_ability_that_no_catalogue_has_is_a_warning() -> None:
    """Every place has a catalogue of its own, and may not have brought it here."""
    Occupation.objects.create(code=TURNER, name="车工", rank=ClassRank.LEAF)
    cells = list(row(等级="", 职业编码="SL-999").values())[6:14]
    assert said(batch_of("SA2024000123", cells, grounds(TODAY))) == ("", "职业编码")


def test_without_a_catalogue_codes_are_not_checked_and_the_list_says_so(
    filing: Filing, tmp_path: Path
) -> None:
    Occupation.objects.update(rank=ClassRank.MINOR)
    sheet = as_csv(tmp_path / "a.csv", many(3))
    assert taken(sheet) == Outcome(3, 3, 0, 0, 0, 1)
    assert warnings_of(sheet) == [
        ["2", "职业编码", "本平台还没有载入职业目录，职业编码没有核对。（这样的一共3行）"]
    ]


def test_what_a_filing_allowed_before_it_came_onto_the_register_is_not_known(filing: Filing) -> None:
    assert filing.valid_from == date(2024, 5, 10)
    found = [said(batch(on)) for on in ("2024-05-09", "2024-05-10", "2024-05-11")]
    assert found == [("", "发证日期"), ("", ""), ("", "")]
    assert said(batch("2024-05-09", 职业编码=TURNER)) == ("", "发证日期")


def test_an_occupation_is_not_certified_before_it_is_in_the_scope(filing: Filing) -> None:
    scoped(filing, date(2025, 3, 1), None)
    found = [said(batch(on, 职业编码=TURNER)) for on in ("2025-02-28", "2025-03-01", "2025-03-02")]
    assert found == [("发证日期", ""), ("", ""), ("", "")]


def test_a_certificate_may_follow_an_evaluation_that_ended_with_the_scope(filing: Filing) -> None:
    scoped(filing, date(2025, 3, 1), date(2025, 6, 30))
    found = [said(batch(on, 职业编码=TURNER)) for on in ("2025-06-29", "2025-06-30", "2025-07-01")]
    assert found == [("", ""), ("", ""), ("", "发证日期")]


def test_a_level_counts_from_the_day_on_which_it_came_into_the_scope(filing: Filing) -> None:
    scoped(filing, date(2025, 3, 1), date(2025, 6, 30))
    scoped(filing, date(2025, 7, 1), None, "4", "3")
    assert said(batch("2025-06-30", level="3", 职业编码=TURNER)) == ("发证日期", "")
    assert said(batch("2025-07-01", level="3", 职业编码=TURNER)) == ("", "")
    assert said(batch("2025-07-01", level="2", 职业编码=TURNER)) == ("等级", "")


def scoped(filing: Filing, first: date, last: date | None, *levels: str) -> None:
    """Another occupation in the filing's scope, for a time."""
    ScopeRow.objects.create(
        filing=filing,
        code=TURNER,
        name="车工",
        levels=list(levels) or ["4"],
        audience="own",
        from_on=first,
        until=last,
    )


def test_of_a_filing_that_is_not_registered_the_rows_are_entered_unlinked_and_listed_once(
    filing: Filing, tmp_path: Path
) -> None:
    other = [
        each | {"证书编号": f"S00001200000{1 + n % 2}244{n:06d}"} for n, each in enumerate(many(4), start=1)
    ]
    sheet = as_csv(tmp_path / "a.csv", [*many(1), *other, row(证书编号="S000012000001244000009", 姓名="")])
    assert taken(sheet) == Outcome(5, 5, 1, 0, 1, 2)
    assert [(each[0], each[1], "S000012" in each[2], each[2][-6:]) for each in warnings_of(sheet)] == [
        ("3", "证书编号", True, "的一共2行）"),
        ("4", "证书编号", True, "的一共2行）"),
    ]
    assert Certificate.objects.filter(filing=None).count() == 4


def test_warnings_past_the_most_that_are_listed_are_counted_together(
    tmp_path: Path, filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_WARNINGS", 2)
    rows = [each | {"证书编号": f"S00001200000{n}244000001"} for n, each in enumerate(many(5), start=1)]
    sheet = as_csv(tmp_path / "a.csv", rows)
    assert taken(sheet) == Outcome(5, 5, 0, 0, 0, 3)
    assert [(each[0], each[2][-4:-2]) for each in warnings_of(sheet)] == [
        ("2", "共1"),
        ("3", "共1"),
        ("4", "共3"),
    ]
    assert "太多" in warnings_of(sheet)[2][2]


WELL_TYPED = f"{FILING}24400000"
FULL_WIDTH = str.maketrans("Y0123456789", "Ｙ０１２３４５６７８９")
TYPED = (
    "Y0000 12000900 24 4 000001",
    f"{WELL_TYPED}2".translate(FULL_WIDTH),
    f"{WELL_TYPED}3".lower(),
    "Y0000-12000900-244-000004",
    f"\u3000{WELL_TYPED}5\u00a0",
    f"{WELL_TYPED}６",
)


def test_a_number_typed_in_another_way_is_kept_as_it_should_be(filing: Filing, tmp_path: Path) -> None:
    """And so it is where it stands a second time, typed as it is kept."""
    kept = [f"{WELL_TYPED}{n}" for n in range(1, 7)]
    rows = many(6)
    typed = [each | {"证书编号": number} for each, number in zip(rows, TYPED, strict=True)]
    sheet = as_csv(tmp_path / "a.csv", [*typed, *rows])
    assert taken(sheet) == Outcome(6, 6, 6, 0, 6)
    assert sorted(Certificate.objects.values_list("number", flat=True)) == kept
    assert faults_of(sheet) == [[f"{n + 6}", "证书编号", f"与第{n}行的编号相同。"] for n in range(2, 8)]


FORMULAS = ('=HYPERLINK("http://example.com","电工")', "@SUM(1)", "+1", "-1", "\t=1", "＝1")
TEXTS = ("证书编号", "姓名", "证件号码", "性别", "职业编码", "职业名称", "等级", "评价机构", "理论知识成绩")


def test_no_formula_is_alive_in_the_list_or_on_the_register(filing: Filing, tmp_path: Path) -> None:
    rows = [
        each | {column: formula}
        for each, (column, formula) in zip(many(54), product(TEXTS, FORMULAS), strict=True)
    ]
    sheet = as_csv(tmp_path / "a.csv", rows)
    taken(sheet)
    cells = [cell for each in faults_of(sheet) + warnings_of(sheet) for cell in each]
    assert len(faults_of(sheet)) > 40
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "＝"))]
    kept = Certificate.objects.values_list("occupation", "body", "code")
    assert not [said for each in kept for said in each if said.startswith(("=", "+", "@", "\t"))]


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
def test_half_a_file_is_refused_or_its_last_row_is_a_fault(
    written: Callable[..., Path], filing: Filing, tmp_path: Path
) -> None:
    """What was cut off while it was sent: an xlsx is no book any more, of a csv the last line is no whole row."""
    rows = [each | {"证件号码": identity(n)} for n, each in enumerate(many(8), start=1)]
    sheet = written(tmp_path / f"a.{written.__name__[3:]}", rows)
    whole = sheet.read_bytes()
    sheet.write_bytes(whole[: len(whole) - 40])
    if written is as_xlsx:
        with pytest.raises(Exception, match="不是有效的表格"):
            taken(sheet)
        return
    assert taken(sheet) == Outcome(7, 7, 1, 0, 2)
    assert {each[0] for each in faults_of(sheet)} == {"9"}

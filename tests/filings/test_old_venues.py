"""The venues of filings from before the system (补录备案场所): as entered, by sheet, and what is wrong with them."""

from dataclasses import replace
from datetime import date

import pytest

from dengji.filings.acts.entering import enter
from dengji.filings.sheets import OLD_FILINGS, VENUES, OldFiling, OldVenue, Scope, gathered
from dengji.institutions.entries import BodyEntry
from dengji.institutions.sheets import read
from dengji.institutions.terms import Affiliation, BodyKind
from dengji.people.refusals import Refused
from tests.cast import AT, ELECTRICIAN, Cast

pytestmark = pytest.mark.django_db
ROOM = OldVenue("第一考场", "theory", "某路1号")
SHOP = OldVenue("焊接车间", "practical", "某路1号")


def old_filing(cast: Cast, *venues: OldVenue) -> OldFiling:
    """A filing of the employer as it stands on paper, with these venues."""
    body = cast.employer.organisation
    entry = BodyEntry(
        body.name,
        body.uscc or "",
        body.division_id,
        BodyKind.EMPLOYER,
        Affiliation(cast.employer.affiliation),
    )
    began, until = date(2025, 3, 1), date(2028, 2, 29)
    scope = (Scope(ELECTRICIAN, "", ("5", "4"), "own_staff"),)
    return OldFiling("Y000035000901", "skill_level", entry, began, began, until, scope, venues)


def row_of(said: str, code: str = ELECTRICIAN) -> list[str]:
    """A row of the sheet with these venues."""
    given = {"职业编码": code, "统一社会信用代码": "91350100M000100Y43", VENUES: said}
    example = OLD_FILINGS.columns | given
    return list(example.values())


def sheet_of(*rows: list[str]) -> bytes:
    """A sheet as a file."""
    lines = [",".join(OLD_FILINGS.columns), *(",".join(row) for row in rows)]
    return "\n".join(lines).encode()


def test_the_venues_of_an_old_filing_are_filed_from_its_first_day(fujian: Cast) -> None:
    filing = enter(old_filing(fujian, ROOM, SHOP), by=fujian.clerk, at=AT)
    rows = list(filing.venues.values_list("name", "kind", "address", "from_on", "until"))
    assert rows == [(*ROOM, date(2025, 3, 1), None), (*SHOP, date(2025, 3, 1), None)]


def test_an_old_filing_without_venues_is_entered_all_the_same(fujian: Cast) -> None:
    assert not enter(old_filing(fujian), by=fujian.clerk, at=AT).venues.exists()


def test_one_venue_written_twice_is_refused(fujian: Cast) -> None:
    with pytest.raises(Refused, match="同一场所写了两次"):
        enter(old_filing(fujian, ROOM, ROOM), by=fujian.clerk, at=AT)


@pytest.mark.parametrize("mark", ["；", ";"])
def test_a_cell_holds_several_venues_and_rows_of_one_filing_add_theirs(mark: str) -> None:
    first = row_of(f"第一考场|理论知识考场|某路1号{mark}焊接车间｜技能操作考场｜某路1号")
    second = row_of("第一考场|理论知识考场|某路1号", "6-18-01-01")
    found, faulty = gathered(read(OLD_FILINGS, "old.csv", sheet_of(first, second)).entries)
    assert not faulty
    assert found[0][1].venues == (ROOM, SHOP)
    assert replace(found[0][1], venues=()).scope[1].code == "6-18-01-01"


@pytest.mark.parametrize("said", ["第一考场", "第一考场|礼堂|某路1号", "第一考场||某路1号", "a|b|c|d"])
def test_a_venue_that_cannot_be_read_is_named_with_its_column(said: str) -> None:
    found, faulty = gathered(read(OLD_FILINGS, "old.csv", sheet_of(row_of(said))).entries)
    assert not found
    assert [(row.number, row.column) for row in faulty] == [(2, VENUES)]

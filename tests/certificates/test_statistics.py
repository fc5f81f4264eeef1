"""Certificates counted: each band of ages to the year, what is not known apart, by years and places, for each post."""

from datetime import date
from typing import Any

import pytest

from dengji.certificates.statistics import Counted, Row, Table, tables
from dengji.certificates.terms import CertificateState
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import given_cast, given_post, identity_number
from tests.certified import given_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Post:
    """Somebody of the province's centre, who sees every certificate of the province."""
    return given_post(given_cast("120116", "120104").province_centre, Role.CLERK)


def given(serial: int, **changes: Any) -> None:
    """One more certificate."""
    given_certificate(f"Y00001200090026400{serial:04d}", document=identity_number(serial), **changes)


def table(post: Post, key: str, counted: Counted | None = None) -> Table:
    """One of the tables."""
    return next(each for each in tables(post, counted or Counted()) if each.key == key)


@pytest.mark.parametrize(("age", "band"), [(19, "20岁以下"), (20, "20至29岁"), (21, "20至29岁")])
def test_an_age_is_told_by_the_years_of_issue_and_of_birth(clerk: Post, age: int, band: str) -> None:
    given(1, born=2026 - age)
    assert table(clerk, "age").rows == [Row(band, 1, 1)]


@pytest.mark.parametrize(("age", "band"), [(58, "50至59岁"), (59, "50至59岁"), (60, "60岁以上")])
def test_the_last_band_begins_at_sixty(clerk: Post, age: int, band: str) -> None:
    given(1, born=2026 - age)
    assert table(clerk, "age").rows == [Row(band, 1, 1)]


def test_what_is_not_known_stands_last_under_its_own_name(clerk: Post) -> None:
    given(1, sex="male", born=1990)
    given(2)
    assert [row.label for row in table(clerk, "sex").rows] == ["男", "没有登记"]
    assert [row.label for row in table(clerk, "age").rows] == ["30至39岁", "没有登记"]
    assert table(clerk, "kind").rows == [Row("没有登记", 2, 2)]


def test_those_that_are_worth_nothing_are_issued_but_not_valid(clerk: Post) -> None:
    given(1)
    given(2, state=CertificateState.WITHDRAWN)
    assert table(clerk, "level").whole == Row("合计", 2, 1)
    assert table(clerk, "level").rows == [Row("四级/中级工", 2, 1)]


def test_years_and_places_narrow_what_is_counted(clerk: Post) -> None:
    given(1, issued_on=date(2024, 12, 31))
    given(2, issued_on=date(2025, 1, 1), place="120104")
    given(3, issued_on=date(2026, 1, 1), place="220102")
    assert [row.label for row in table(clerk, "year").rows] == ["2024年", "2025年"]
    assert table(clerk, "year", Counted(first=2025)).whole.issued == 1
    assert table(clerk, "year", Counted(last=2024)).whole.issued == 1
    assert table(clerk, "place", Counted(place="120104")).rows == [Row("南开区", 1, 1)]


def test_occupations_stand_by_how_many_there_are(clerk: Post) -> None:
    for serial, occupation in enumerate(("车工", "电工", "电工"), 1):
        given(serial, occupation=occupation)
    assert [(row.label, row.issued) for row in table(clerk, "occupation").rows] == [("电工", 2), ("车工", 1)]

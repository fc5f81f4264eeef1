"""What is drawn by lot, and when things are done."""

from datetime import date, datetime
from random import Random

import pytest
from django.core.management import CommandError
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dengji.demo import chance
from dengji.demo.diary import Diary, TooLate, day_back
from dengji.demo.reading import Playbook, Story
from dengji.institutions.codes import identity_fault, uscc_fault
from dengji.workdays.calendar import WorkCalendar
from tests.demo import stage

CALENDAR = WorkCalendar([])
SUNDAY = date(2026, 11, 22)


def diary(back: int) -> Diary:
    """A diary that begins so many working days before a Sunday."""
    return Diary(CALENDAR, SUNDAY, Random(1), back)  # noqa: S311 -- a test, and no secret


@given(st.integers(0, 9999), st.sampled_from(["91", "12", "51", "52"]))
def test_every_code_drawn_is_sound(serial: int, kind: str) -> None:
    assert uscc_fault(chance.uscc(kind, "220104", serial)) is None


@given(st.integers())
def test_every_identity_number_drawn_is_sound_and_nobodys_now(seed: int) -> None:
    number = chance.identity_number(chance.lot(seed), "220104")
    assert identity_fault(number) is None
    assert number[6:10] < "1910"


def test_a_lot_is_the_same_for_the_same_thing_only() -> None:
    assert chance.lot(1, "a").random() == chance.lot(1, "a").random()
    assert chance.lot(1, "a").random() != chance.lot(1, "b").random()


@pytest.mark.parametrize(
    ("back", "day"), [(1, date(2026, 11, 20)), (2, date(2026, 11, 19)), (-1, date(2026, 11, 23))]
)
def test_days_are_counted_back_in_working_days_and_on_below_nought(back: int, day: date) -> None:
    assert day_back(CALENDAR, SUNDAY, back) == day


def test_each_moment_is_later_than_the_one_before_and_in_office_hours() -> None:
    mine = diary(9)
    moments = [mine.at(9), mine.at(9), *(mine.soon() for _ in range(60)), mine.later(2)]
    assert moments == sorted(set(moments))
    assert all(9 <= moment.hour < 18 for moment in moments)


def test_a_day_that_is_past_is_not_gone_back_to() -> None:
    mine = diary(5)
    later = mine.at(3)
    assert mine.at(4) > later


@pytest.mark.parametrize(("days", "late"), [(3, False), (4, False), (5, True)])
def test_nothing_is_done_on_the_day_itself_or_after(days: int, late: bool) -> None:
    mine = diary(5)
    mine.at(5)
    if late:
        with pytest.raises(TooLate):
            mine.later(days)
    else:
        assert isinstance(mine.later(days), datetime)


def test_a_story_knows_its_first_day() -> None:
    assert Story(handed_in=10).first_day == 12
    assert Story(begun=4).first_day == 4


def test_a_key_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Story.model_validate({"handed_out": 3})


def test_what_is_shipped_has_eighty_bodies_of_all_kinds_with_venues_for_all_they_do() -> None:
    book: Playbook = stage.shipped()
    assert len(book.bodies) >= 80
    assert len({body.kind for body in book.bodies}) == 4
    assert len({body.name for body in book.bodies}) == len(book.bodies)
    named = {code for trade in book.trades.values() for code in trade.occupations}
    assert named == set(book.occupations)


@pytest.mark.django_db
def test_a_database_without_texts_and_catalogues_is_told_what_to_load_first() -> None:
    with pytest.raises(CommandError, match="dengji law load、dengji divisions load、dengji occupations load"):
        stage.loaded()

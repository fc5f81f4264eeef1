"""Seating: everybody once, nobody too many, rooms alike; clashes found, and only clashes."""

from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.evaluations.sittings.seating import (
    Engaged,
    TooFewSeats,
    clashes,
    invigilators_needed,
    seated,
    shuffled,
)
from tests.cast import CHINA

NINE = datetime(2026, 12, 7, 9, 0, tzinfo=CHINA)
ROOMS = st.lists(st.integers(1, 40), min_size=1, max_size=8)


@pytest.mark.parametrize(("people", "needed"), [(0, 0), (1, 2), (15, 2), (30, 2), (31, 3), (45, 3), (46, 4)])
def test_invigilators_are_two_or_one_to_fifteen(people: int, needed: int) -> None:
    """Two at least; the third comes with the thirty-first."""
    assert invigilators_needed(people, least=2, people_to_one=15) == needed


@given(ROOMS, st.data())
def test_everybody_has_one_seat_and_no_room_is_too_full(rooms: list[int], data: st.DataObject) -> None:
    """Whatever the rooms: every person once, numbers without gaps from 1, never above a room's capacity."""
    count = data.draw(st.integers(0, sum(rooms)))
    places = seated(range(count), rooms)
    assert sorted(place.who for place in places) == list(range(count))
    for room, capacity in enumerate(rooms):
        numbers = [place.number for place in places if place.room == room]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) <= capacity


@given(ROOMS, st.data())
def test_no_more_rooms_are_used_than_are_needed(rooms: list[int], data: st.DataObject) -> None:
    """The largest first; and rooms of one size differ by one person at most."""
    count = data.draw(st.integers(1, sum(rooms)))
    used = {place.room for place in seated(range(count), rooms)}
    largest = sorted(rooms, reverse=True)
    assert sum(largest[: len(used) - 1]) < count
    alike = [sum(place.room == room for place in seated(range(count), [40] * 8)) for room in range(8)]
    filled = [number for number in alike if number]
    assert max(filled) - min(filled) <= 1


def test_too_few_seats_say_how_many_are_lacking() -> None:
    """By number, so that another room can be found."""
    with pytest.raises(TooFewSeats, match="缺5个座位"):
        seated(range(25), [10, 10])


@given(st.lists(st.integers(), unique=True, max_size=60))
def test_an_order_by_lot_is_the_same_for_the_same_seed(people: list[int]) -> None:
    """Nobody is lost, and it can be done again."""
    assert shuffled(people, "a") == shuffled(list(reversed(people)), "a")
    assert sorted(shuffled(people, "a")) == sorted(people)


def test_another_seed_gives_another_order() -> None:
    """Else it would be no lot."""
    assert shuffled(range(50), "a") != shuffled(range(50), "b")


@pytest.mark.parametrize(("later", "clash"), [(59, True), (60, False), (61, False)])
def test_what_begins_as_the_other_ends_is_no_clash(later: int, clash: bool) -> None:
    """A minute before the end it is."""
    one = Engaged("张三", NINE, NINE + timedelta(minutes=60), where="一考场")
    other = Engaged("张三", NINE + timedelta(minutes=later), NINE + timedelta(minutes=later + 60), "二考场")
    assert bool(clashes([other, one])) is clash
    assert clashes([one, Engaged("李四", one.starts_at, one.ends_at)]) == []


SITTINGS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 60), st.integers(1, 30)), max_size=12)


@given(SITTINGS)
def test_an_arrangement_is_free_of_clashes_if_and_only_if_no_minute_is_taken_twice(
    said: list[tuple[int, int, int]],
) -> None:
    """Whoever, from a minute, for some minutes: each overlap is told once, and nothing else is."""
    minute = timedelta(minutes=1)
    engaged = [
        Engaged(who, NINE + start * minute, NINE + (start + for_) * minute) for who, start, for_ in said
    ]
    taken = [{(who, at) for at in range(start, start + for_)} for who, start, for_ in said]
    overlaps = sum(bool(one & other) for one, other in combinations(taken, 2))
    assert len(clashes(engaged)) == overlaps
    assert (clashes(engaged) == []) is (sum(map(len, taken)) == len(set().union(*taken)))

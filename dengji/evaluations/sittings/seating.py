"""Who sits where (座位编排): pure rules of rooms, seats and invigilators, whatever the people and places are."""

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Generic, TypeVar

Who = TypeVar("Who", bound=Hashable)


class TooFewSeats(Exception):
    """The rooms do not hold everybody (座位不足); `short` says how many seats are lacking."""

    def __init__(self, short: int) -> None:
        super().__init__(f"缺{short}个座位")
        self.short = short


@dataclass(frozen=True, slots=True)
class Place(Generic[Who]):
    """A seat given to somebody (座位): the room by its place in the list, the number from 1."""

    who: Who
    room: int
    number: int


@dataclass(frozen=True, slots=True)
class Engaged:
    """Somebody or something that is somewhere from a time to a time (占用): what is equal is the same.

    `label` is what people call it, `where` where it is; `ours` whether it stands in the arrangement looked at.
    """

    what: Hashable
    starts_at: datetime
    ends_at: datetime
    label: str = ""
    where: str = ""
    ours: bool = True


def invigilators_needed(people: int, *, least: int, people_to_one: int) -> int:
    """监考人数: none for an empty room, else so many to so many people, and never fewer than the least."""
    return max(least, -(-people // people_to_one)) if people else 0


def seated(people: Sequence[Who], capacities: Sequence[int]) -> list[Place[Who]]:
    """Everybody in a seat, one to a seat; rooms share as evenly as they can. Raises TooFewSeats.

    No more rooms are used than are needed, the largest first; seats are numbered from 1 in every room.
    """
    if len(people) > sum(capacities):
        raise TooFewSeats(len(people) - sum(capacities))
    numbers = _spread(len(people), capacities)
    places: list[Place[Who]] = []
    begin = 0
    for room, count in enumerate(numbers):
        places += [Place(who, room, n) for n, who in enumerate(people[begin : begin + count], 1)]
        begin += count
    return places


def _spread(people: int, capacities: Sequence[int]) -> list[int]:
    """How many sit in each room: as many rooms as are needed, filled alike."""
    order = sorted(range(len(capacities)), key=lambda room: (-capacities[room], room))
    used: list[int] = []
    while sum(capacities[room] for room in used) < people:
        used.append(order[len(used)])
    numbers, left = [0] * len(capacities), people
    for rest, room in enumerate(reversed(used)):
        share = min(capacities[room], -(-left // (len(used) - rest)))
        numbers[room], left = share, left - share
    return _topped_up(numbers, left, capacities, used)


def _topped_up(numbers: list[int], left: int, capacities: Sequence[int], used: Sequence[int]) -> list[int]:
    """What smaller rooms could not take goes to those that have seats left."""
    for room in used:
        more = min(capacities[room] - numbers[room], left)
        numbers[room], left = numbers[room] + more, left - more
    return numbers


def shuffled(people: Iterable[Who], seed: str) -> list[Who]:
    """People in an order that nobody chose, the same for the same seed: by SHA-256 of the seed and each."""
    return sorted(people, key=lambda who: hashlib.sha256(f"{seed}:{who}".encode()).digest())


def clashes(engaged: Iterable[Engaged]) -> list[tuple[Engaged, Engaged]]:
    """Whatever is in two places at once (时间冲突): pairs that overlap; one that ends as another begins does not."""
    by_what: dict[Hashable, list[Engaged]] = {}
    for each in engaged:
        by_what.setdefault(each.what, []).append(each)
    return [
        (one, other)
        for group in by_what.values()
        for one, other in combinations(sorted(group, key=lambda each: each.starts_at), 2)
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]

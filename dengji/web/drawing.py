"""A draw of examiners, done again (抽取核对): the list, the seed, each digest, and whether it comes out the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from dengji.evaluations.examiners.draws import digest, ranked
from dengji.evaluations.models.examiners import ExaminerDraw


@dataclass(frozen=True, slots=True)
class Ranked:
    """One of the list (候选人): where he came out, and by what; whether he was drawn."""

    place: int
    number: str
    name: str
    employer: str
    digest: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A draw and what comes out of its list and seed now."""

    draw: ExaminerDraw
    rows: Sequence[Ranked]
    same: bool


def checked(draw: ExaminerDraw) -> Checked:
    """重新计算: the order by the documented rule, beside what was kept."""
    people = {row["number"]: row for row in draw.eligible}
    order = ranked(draw.seed, people)
    rows = [
        Ranked(
            place,
            number,
            people[number]["name"],
            people[number]["employer"],
            digest(draw.seed, number),
            number in draw.drawn,
        )
        for place, number in enumerate(order, 1)
    ]
    return Checked(draw, rows, order[: len(draw.drawn)] == draw.drawn)

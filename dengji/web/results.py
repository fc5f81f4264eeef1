"""The scores of a batch by candidate, masked (成绩表): a page of a hundred, for the body and for the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dengji.evaluations.queries import masked_of
from dengji.policy.engine.practice import Method
from dengji.web.plan_dossier import score_said, verdict

A_PAGE = 100
NOTHING = "不予认定"


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A page of the scores (成绩表): its columns, its rows, how many there are, and the pages beside it."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    count: int
    number: int
    last: int

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Each row's cells with the names of their columns, for narrow screens."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def score_table(
    came_to: Mapping[str, Any], methods: Sequence[str], page: str, *, void: bool = False
) -> ScoreTable:
    """A page of the scores in the order of the list; the first where none is asked for or there is no such page.

    Of a batch that does not count nobody has passed, whatever his scores are.
    """
    people = came_to["people"]
    last = max(-(-len(people) // A_PAGE), 1)
    asked = int(page) if page.isdecimal() and len(page) < 6 else 1
    number = min(max(asked, 1), last)
    shown = people[(number - 1) * A_PAGE : number * A_PAGE]
    known = masked_of(row["candidate"] for row in shown)
    rows = [
        (
            str(known[row["candidate"]][0]),
            known[row["candidate"]][1],
            *(score_said(row["scores"], method) for method in methods),
            _verdict(row, methods, void=void),
        )
        for row in shown
    ]
    columns = ("序号", "证件号码", *(Method(each).label for each in methods), "结果")
    return ScoreTable(columns, rows, len(people), number, last)


def _verdict(row: Mapping[str, Any], methods: Sequence[str], *, void: bool) -> str:
    if void:
        return NOTHING
    return verdict(row) if all(method in row["scores"] for method in methods) else "成绩不齐"

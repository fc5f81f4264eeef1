"""Pages of long lists (分页): fifty rows, a count that stops at a thousand, and whether more follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from dengji.procedure.worklist import MOST_COUNTED, capped

ROWS = 50
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Paged(Generic[M]):
    """A page of a list: its rows, how many there are (1000+), which page it is, whether more follow."""

    rows: Sequence[M]
    count: str
    number: int
    more: bool


def paged(found: QuerySet[M], number: int) -> Paged[M]:
    """The page of that number, the nearest where there is none; two statements."""
    count = found.order_by().values("pk")[: MOST_COUNTED + 1].count()
    last = MOST_COUNTED // ROWS
    number = min(max(number, 1), last)
    first = (number - 1) * ROWS
    rows = list(found[first : first + ROWS + 1])
    return Paged(rows[:ROWS], capped(count), number, len(rows) > ROWS and number < last)

"""Many rows, a page at a time (分页处理), so that memory does not grow with their number."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows in lists of at most so many."""
    ahead = iter(rows)
    while page := list(islice(ahead, size)):
        yield page

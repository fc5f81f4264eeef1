"""有误的行: rows of a sheet that cannot be taken, kept aside sealed as they were typed, to mend and send again."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dengji.institutions.sheets import filled
from dengji.sealing.seals import opened, sealed

REASON = "原因"
Row = tuple[int, list[str], list[list[str]]]


class Reason(NamedTuple):
    """One thing that is wrong with a row (原因): the column, and why."""

    column: str
    reason: str


class LeftOut(NamedTuple):
    """A row that was left out (未导入的行): its number and what is wrong with it."""

    number: int
    faults: Sequence[Reason]


def kept_aside(
    heads: Sequence[str], rows: Iterable[tuple[int, Sequence[Any], Sequence[tuple[str, str]]]]
) -> bytes:
    """封存有误的行: number, cells and reasons of each row, under the heads; no bytes where there is no row."""
    told = [
        (number, [str(cell) for cell in cells], [list(each) for each in why]) for number, cells, why in rows
    ]
    if not told:
        return b""
    return sealed({"heads": json.dumps(list(heads)), "rows": json.dumps(told, ensure_ascii=False)})


def left_out(seal: bytes | memoryview) -> list[LeftOut]:
    """The rows that were kept aside, each with everything that is wrong with it."""
    return [LeftOut(number, [Reason(*each) for each in why]) for number, _, why in _opened(seal)[1]]


def rows_to_mend(seal: bytes | memoryview) -> tuple[list[str], list[tuple[list[str], str]]]:
    """The heads, and the cells of each row with its reasons as one text."""
    heads, rows = _opened(seal)
    return heads, [
        (cells, "；".join(f"{column}：{reason}" for column, reason in why)) for _, cells, why in rows
    ]


def sheet_to_mend(title: str, seal: bytes | memoryview) -> bytes:
    """下载有误的行: as xlsx, each row as it was typed with its reasons in the last column; it is read in again."""
    heads, rows = rows_to_mend(seal)
    at = [place for place, head in enumerate(heads) if head != REASON]
    lines = [[*(cells[place] if place < len(cells) else "" for place in at), why] for cells, why in rows]
    return filled(title, [*(heads[place] for place in at), REASON], lines)


def _opened(seal: bytes | memoryview) -> tuple[list[str], list[Row]]:
    if not seal:
        return [], []
    kept = opened(seal)
    return json.loads(kept["heads"]), json.loads(kept["rows"])

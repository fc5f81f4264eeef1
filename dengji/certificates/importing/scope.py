"""Occupation and level of an older certificate (职业与等级): in the catalogue, and in the filing's scope that day."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dengji.certificates.importing.columns import CODE, ISSUED, LEVEL
from dengji.certificates.importing.grounds import Grounds, Registered, Scoped


class Odd(NamedTuple):
    """What does not fit (不相符之处): the column, why, and whether the row is kept all the same."""

    column: str
    reason: str
    kept: bool


def against_occupation(
    code: str, level: str, on: date, filing: Registered | None, grounds: Grounds
) -> Iterator[Odd]:
    """What does not fit of an occupation and a level on the day of issue.

    What a filing allowed before it came onto this register nobody knows here.
    """
    if code not in grounds.codes:
        yield _unknown(code, level, on, grounds)
    if filing is None or not filing.scope:
        return
    rows = filing.scope.get(code, ())
    if on < filing.since:
        yield Odd(ISSUED, f"早于本平台登记的备案起始日{filing.since}，无法核对当时的备案范围。", kept=True)
    elif not rows:
        yield Odd(CODE, f"这个备案的范围里没有职业“{code}”。", kept=False)
    elif not any(level in row.levels for row in rows):
        yield Odd(LEVEL, f"这个备案里，该职业没有{grounds.labels[level]}。", kept=False)
    else:
        yield from _that_day([row for row in rows if level in row.levels], on, filing.until)


def _unknown(code: str, level: str, on: date, grounds: Grounds) -> Odd:
    """A code that the catalogue has not: one from before its edition may have been right in its day, and items of
    special ability, which have no levels, stand in the catalogue of their place.
    """
    if not grounds.codes:
        return Odd(CODE, "本平台还没有载入职业目录，职业编码没有核对。", kept=True)
    if not level:
        return Odd(CODE, f"专项职业能力目录里没有“{code}”，请对照当地目录核对。", kept=True)
    if on.year <= grounds.edition:
        said = f"现行职业目录没有“{code}”；发证时可能用的是以前的目录，请核对。"
        return Odd(CODE, said, kept=True)
    return Odd(CODE, f"职业目录里没有“{code}”，请对照证书核对。", kept=False)


def _that_day(rows: list[Scoped], on: date, until: date | None) -> Iterator[Odd]:
    """What the filing allowed at another time; who was evaluated before its end may have been certified after it."""
    since = min(row.from_on for row in rows)
    if on < since:
        yield Odd(ISSUED, f"该职业和等级{since}才列入这个备案的范围，发证日期在此之前。", kept=False)
    elif not any(row.from_on <= on <= (row.until or until or on) for row in rows):
        said = "发证时该职业和等级已经不在这个备案的范围内；确属此前评价合格的，不用处理。"
        yield Odd(ISSUED, said, kept=True)

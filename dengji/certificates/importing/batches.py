"""What many rows say alike (同批相同内容): occupation, level, date, body and filing; checked once for all of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dengji.certificates import numbers
from dengji.certificates.importing.columns import (
    CODE,
    COLUMNS,
    ISSUED,
    LEVEL,
    LONGEST,
    NEEDED,
    NUMBER,
    OWN,
    PLACE,
    SCORES,
)
from dengji.certificates.importing.grounds import Grounds
from dengji.certificates.importing.scope import against_occupation
from dengji.certificates.importing.series import split
from dengji.certificates.terms import CertificateState
from dengji.evaluations.candidates.persons import Fault
from dengji.evaluations.candidates.sheets import day
from dengji.institutions.sheets import Faulty
from dengji.policy.engine.terms import Regime

ALIVE = ("=", "#", "@", "+", "\t")
UNKNOWN = (
    "本平台没有登记备案“{}”，证书照常导入，但不与备案关联；请核对编号，要关联的，请先登记这个备案再导入。"
)
SIX_DIGITS = re.compile(r"[1-9][0-9]{5}")
ALIKE = COLUMNS[OWN:SCORES]


@dataclass(slots=True, eq=False)
class Batch:
    """同批: everything that is wrong with what rows say alike; where nothing is, the columns and the day of issue,
    what is odd about it (提醒), and the series of the numbers. `written` is for whoever writes the columns down.
    """

    faults: list[Fault]
    columns: Mapping[str, Any] = field(default_factory=dict)
    issued_on: str = ""
    warnings: tuple[Fault, ...] = ()
    series: str = ""
    written: str = ""


def batch_of(number: str, cells: Sequence[str], grounds: Grounds) -> Batch:
    """What the cells from the occupation's code to the place say, with a number of the series as it is kept."""
    told = {column: cell.strip() for column, cell in zip(ALIKE, cells, strict=True)}
    found = [*_texts(told), *(Fault(NUMBER, each) for each in _number(number, grounds))]
    try:
        issued_on = day(told[ISSUED], ISSUED)
    except Faulty as wrong:
        found.append(Fault(wrong.column, wrong.reason))
        issued_on = None
    if issued_on is not None and issued_on > grounds.on:
        found.append(Fault(ISSUED, "晚于今天。"))
    level = grounds.levels.get(told[LEVEL].replace(" ", ""))
    if level is None and told[LEVEL]:
        found.append(
            Fault(LEVEL, f"“{told[LEVEL][:20]}”不是等级，可选：{'、'.join(grounds.labels.values())}。")
        )
    if found or issued_on is None:
        return Batch(found)
    return _agreeing(number, told, issued_on, level or "", grounds)


def regime_of(number: str) -> Regime:
    """What kind of certificate a number is of, by its form (证书类别)."""
    forms = {
        numbers.SKILL_LENGTH: Regime.SKILL_LEVEL,
        numbers.ACCESS_LENGTH: Regime.ACCESS_QUALIFICATION,
    }
    return forms.get(len(number), Regime.SPECIAL_ABILITY)


def _texts(told: Mapping[str, str]) -> Iterator[Fault]:
    """Cells that are empty, too long, or would be worked out by a spreadsheet."""
    for column, said in told.items():
        if not said and column in NEEDED:
            yield Fault(column, "没有填写。")
        elif said.startswith(ALIVE):
            yield Fault(column, f"以“{said[0]}”开头，像是公式，请改成文字。")
        elif len(said) > LONGEST.get(column, 60):
            yield Fault(column, f"最多{LONGEST.get(column, 60)}个字。")
        elif not said.isprintable():
            yield Fault(column, "含有换行或者不能保存的字符。")
    if told[PLACE] and not SIX_DIGITS.fullmatch(told[PLACE]):
        yield Fault(PLACE, "应为6位数字。")


def _number(number: str, grounds: Grounds) -> Iterator[str]:
    yield from numbers.faults(number, grounds.tables, grounds.on.year)
    if len(number) > LONGEST[NUMBER]:
        yield f"编号最多{LONGEST[NUMBER]}位。"


def _agreeing(number: str, told: Mapping[str, str], issued_on: date, level: str, grounds: Grounds) -> Batch:
    """The columns, if the parts of the number agree with them, with the filing and with the catalogue."""
    regime, parts = regime_of(number), numbers.parts(number)
    filing = grounds.filings.get(parts.filing) if parts else None
    if parts:
        sign, year = _code_of(parts.level, grounds), parts.year
    elif regime == Regime.ACCESS_QUALIFICATION:
        sign, year = number[10], number[:2]
    else:
        sign, year = "", f"{issued_on:%y}"
    found = [*_against_number(sign, level, year, issued_on, grounds)]
    odd: list[Fault] = []
    for each in () if found else against_occupation(told[CODE], sign, issued_on, filing, grounds):
        (odd if each.kept else found).append(Fault(each.column, each.reason))
    if parts and told[PLACE] and told[PLACE][:2] != parts.province:
        found.append(Fault(PLACE, f"编号第6、7位是“{parts.province}”，与行政区划代码不一致。"))
    if found:
        return Batch(found)
    if parts and filing is None:
        odd.append(Fault(NUMBER, UNKNOWN.format(parts.filing)))
    place = filing.place if filing else told[PLACE] or (f"{parts.province}0000" if parts else "")
    said = {"regime": regime.value, "level": sign, "place": place, "issued_on": issued_on}
    about = {
        "filing_id": filing.filing if filing else None,
        "institution_id": filing.institution if filing else None,
        "filing_number": parts.filing if parts else "",
    }
    return Batch([], said | about | _told(told), issued_on.isoformat(), tuple(odd), split(number)[0])


def _told(told: Mapping[str, str]) -> dict[str, Any]:
    """The columns that are written as they stand in the sheet, and those that an older certificate has not."""
    code, occupation, work_type, _, _, body, issuer, _ = told.values()
    none = {
        "state": CertificateState.VALID.value,
        "commitment": b"",
        "signature": b"",
        "key": "",
        "version": 1,
    }
    said = {"code": code, "occupation": occupation, "work_type": work_type, "body": body}
    return said | {"issuer": issuer or body} | none


def _code_of(sign: str, grounds: Grounds) -> str:
    """The code of the level that a sign of a number stands for."""
    return grounds.levels[grounds.tables.levels[sign]]


def _against_number(sign: str, level: str, year: str, issued_on: date, grounds: Grounds) -> Iterator[Fault]:
    """What a number says otherwise than the row: level and year."""
    if level and sign != level:
        said = f"编号表示{grounds.labels[sign]}" if sign else "这种证书没有等级"
        yield Fault(LEVEL, f"{said}，与填写的“{grounds.labels[level]}”不一致。")
    if year != f"{issued_on:%y}":
        yield Fault(ISSUED, f"编号表示20{year}年发证，与发证日期{issued_on}不一致。")

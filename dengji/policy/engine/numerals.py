"""Numbers as official texts write them (数字写法): arabic or Chinese, with their unit, and shares."""

import re
import unicodedata
from typing import NamedTuple

DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
TENS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = rf"\d+|[{''.join(DIGITS)}{''.join(TENS)}]+"
PERIOD = re.compile(rf"({NUMERAL})个?(工作日|日|天|月|年)")
SHARE = re.compile(rf"({NUMERAL})分之({NUMERAL})|(\d+)/(\d+)|(\d+)%")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
UNITS = {"工作日": "working_day", "日": "day", "天": "day", "月": "month", "年": "year"}
QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "…": "…"})


class Numbers(NamedTuple):
    """What a passage says in numbers: plain, periods (n, unit), shares (above, below), days (ISO)."""

    plain: frozenset[int]
    periods: frozenset[tuple[int, str]]
    shares: frozenset[tuple[int, int]]
    days: frozenset[str]


def normal(text: str) -> str:
    """The text in one width of punctuation and without white space, so that two printings compare equal."""
    return (
        re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.replace("…", "\uffff")))
        .translate(QUOTES)
        .replace("\uffff", "…")
    )


def number(numeral: str) -> int:
    """The value of a numeral: arabic, or Chinese below ten thousand (十五, 二百〇三, 两千)."""
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, None
    for sign in numeral:
        if sign in TENS:
            total += (1 if digit is None else digit) * TENS[sign]
            digit = None
        else:
            digit = DIGITS[sign] if digit is None else digit * 10 + DIGITS[sign]
    return total + (digit or 0)


def numbers_in(passage: str) -> Numbers:
    """Every number that a passage carries."""
    text = normal(passage)
    shares = set()
    for below, above, top, bottom, percent in SHARE.findall(text):
        if below:
            shares.add((number(above), number(below)))
        else:
            shares.add((int(percent), 100) if percent else (int(top), int(bottom)))
    return Numbers(
        frozenset(number(numeral) for numeral in re.findall(NUMERAL, text)) | _enumerated(text),
        frozenset((number(numeral), UNITS[unit]) for numeral, unit in PERIOD.findall(text)),
        frozenset(shares),
        frozenset(f"{year}-{month:0>2}-{day:0>2}" for year, month, day in DAY.findall(text)),
    )


def _enumerated(text: str) -> frozenset[int]:
    """The numbers between two ends (三至六)."""
    spans = re.findall(rf"({NUMERAL})[至到-](?:第)?({NUMERAL})", text)
    return frozenset(
        n for low, high in spans if number(high) < 10_000 for n in range(number(low), number(high) + 1)
    )

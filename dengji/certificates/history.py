"""What a certificate is worth today (证书状态), and what happened to it since (证书变动), as people read it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dengji.certificates.terms import CertificateState, EventKind


class Tone(str):
    """How a state is marked: good, warn or bad."""

    __slots__ = ()


GOOD, WARN, BAD = Tone("good"), Tone("warn"), Tone("bad")


class Happening(NamedTuple):
    """Something that happened to a certificate (一次变动): what, what was said of it, and on which day."""

    kind: str
    says: str
    on: date

    @property
    def label(self) -> str:
        """What it is called."""
        return str(EventKind(self.kind).label)


class Standing(NamedTuple):
    """What a certificate is worth (证书状态): the word, the sentence, and how it is marked."""

    label: str
    says: str
    tone: Tone


def standing(state: str, corrected_on: date | None, history: Sequence[Happening]) -> Standing:
    """状态: as it is on the register now; since when, where the history tells."""
    if state == CertificateState.VALID:
        if corrected_on is None:
            return Standing("有效", "登记在册，内容以下表为准。", GOOD)
        says = f"{_day(corrected_on)}更正过，以下表为准；更正前的纸质证书上不一致的地方不再算数。"
        return Standing("有效，已更正", says, WARN)
    if state == CertificateState.WITHDRAWN:
        return Standing("已撤销", f"{_since(EventKind.WITHDRAW, history)}这本证书不再有效。", BAD)
    why = "这本证书所属批次的成绩不予认定，证书不能作为技能等级的凭证。"
    return Standing("不予认定", _since(EventKind.UNRECOGNISE, history) + why, BAD)


def _since(kind: EventKind, history: Sequence[Happening]) -> str:
    """Since when, by the last event of that kind; empty where there is none."""
    days = [each.on for each in history if each.kind == kind]
    return f"{_day(days[-1])}起，" if days else ""


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"

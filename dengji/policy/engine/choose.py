"""Chooses the text that governs (适用文本) by place, regime, matter and day, with a reason for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Regime, Stage

BEGUN_UNDER = "现在没有其他可以适用的文本，按开始时适用的文本办完，理由：已有的备案、批次和证书照常服务"
"""Why a text is gone by that governs nothing new (按原文本办完)."""


class AdoptionKind(StrEnum):
    """Why a text governs that would not by itself (适用方式): a draft on trial, an expired text continued."""

    TRIAL = "trial"
    CONTINUED = "continued"


class Adopted(NamedTuple):
    """A decision that a text governs in a place (试运行、继续适用); `until_on` is its last day."""

    pack_id: str
    jurisdiction: str
    kind: AdoptionKind
    from_on: date
    until_on: date | None
    reason: str


class Candidate(NamedTuple):
    """A text that may govern; `key` is whatever the caller knows it by."""

    pack: Pack
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the place with those above it (nearest first), regime, matter if any, day."""

    place_chain: Sequence[str]
    regime: Regime
    matter: str | None
    on: date


def chain_of(division: str) -> tuple[str, ...]:
    """A six-digit division code with the codes above it, nearest first: county, prefecture, province."""
    return tuple(dict.fromkeys((division, f"{division[:4]}00", f"{division[:2]}0000")))


class Standing(IntEnum):
    """How strongly a text of a place stands; the highest governs."""

    NONE = 0
    CONTINUED = 1
    IN_FORCE = 2
    TRIAL = 3


class Considered(NamedTuple):
    """A text that was looked at, and why it governs or does not."""

    candidate: Candidate
    governs: bool
    sentence: str
    basis: str = ""
    adoption: Adopted | None = None


class Governing(NamedTuple):
    """The text that governs; `basis` names the decision where it would not govern by itself."""

    pack: Pack
    key: int | None
    basis: str
    adoption: Adopted | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The text that governs, if any, and every text of the place with its reason."""

    question: Question
    considered: tuple[Considered, ...]

    @property
    def governing(self) -> Governing | None:
        """The text that governs."""
        for each in self.considered:
            if each.governs:
                return Governing(*each.candidate, each.basis, each.adoption)
        return None

    @property
    def adoption(self) -> Adopted | None:
        """The decision that the governing text rests on, where it would not govern by itself."""
        return self.governing.adoption if self.governing else None

    def sentence(self) -> str:
        """Which text governs and why; or that none does, with what was found."""
        for each in self.considered:
            if each.governs:
                return each.sentence
        found = "".join(each.sentence for each in self.considered)
        return f"{spoken(self.question.on)}没有可以适用的文本，不能受理新的申请。{found}"


def choose(candidates: Iterable[Candidate], question: Question, adoptions: Iterable[Adopted] = ()) -> Choice:
    """The text that governs: the nearest place first, and every text of those places with its reason.

    A draft governs only in trial operation, an expired text only in continued application. What does not
    govern is reported: a draft, a text expired, not yet in force, for another regime, silent on the matter.
    """
    chain = list(question.place_chain)
    texts = list(candidates)
    decisions = [
        adopted for adopted in adoptions if adopted.jurisdiction in chain and _covers(adopted, question.on)
    ]
    local = [each for each in texts if each.pack.jurisdiction in chain]
    looked = [(_standing(each, texts, decisions, question), each) for each in local]
    looked.sort(
        key=lambda found: (chain.index(found[1].pack.jurisdiction), -found[0].standing, _newest(found[1]))
    )
    first = next((each for found, each in looked if found.standing), None)
    return Choice(question, tuple(_considered(found, each, first) for found, each in looked))


def ended_by(choice: Choice, own: Iterable[Candidate]) -> Choice:
    """按原文本办完: where no text governs any more, that under which something was begun governs its end too.

    `own` are editions of that text, the nearest first; where none of them rules the matter, the choice is unchanged.
    """
    matter = choice.question.matter
    rules = (each for each in own if matter is None or matter in each.pack.matters)
    found = next(rules, None) if choice.governing is None else None
    if found is None:
        return choice
    first = Considered(found, True, f"适用{_name(found.pack)}：{BEGUN_UNDER}。", BEGUN_UNDER)
    return replace(choice, considered=(first, *choice.considered))


class _Found(NamedTuple):
    """How a text stands, in words, and by which decision."""

    standing: Standing
    words: str
    adoption: Adopted | None = None


def _considered(found: _Found, each: Candidate, first: Candidate | None) -> Considered:
    """A text's reason, once it is known which one governs."""
    if each is first:
        basis = found.words if found.adoption else ""
        return Considered(each, True, f"适用{_name(each.pack)}：{found.words}。", basis, found.adoption)
    if found.standing and first:
        return Considered(each, False, f"不适用{_name(each.pack)}：已优先适用{_name(first.pack)}。")
    return Considered(each, False, f"不适用{_name(each.pack)}：{found.words}。")


def _name(pack: Pack) -> str:
    """A text as people name it."""
    return f"《{pack.title}》"


def _newest(candidate: Candidate) -> int:
    """Sorts the text that began last before the others."""
    return -(candidate.pack.effective.from_ or date.min).toordinal()


def _covers(adopted: Adopted, on: date) -> bool:
    """Whether the decision holds on the day, its last day included."""
    return adopted.from_on <= on and (adopted.until_on is None or on <= adopted.until_on)


def _standing(
    each: Candidate, texts: list[Candidate], decisions: list[Adopted], question: Question
) -> _Found:
    """How one text stands on the day, whatever the others."""
    pack = each.pack
    if question.regime not in pack.regimes:
        return _Found(Standing.NONE, "评价类别不符")
    if question.matter is not None and question.matter not in pack.matters:
        ruled = "、".join(matter.title for matter in pack.matters.values())
        return _Found(
            Standing.NONE, f"该文本只规定{ruled}，不规定这一事项" if ruled else "该文本不规定这一事项"
        )
    adopted = {decision.kind: decision for decision in decisions if decision.pack_id == pack.id}
    if pack.stage is Stage.CONSULTATION:
        return _draft(adopted.get(AdoptionKind.TRIAL))
    return _issued(pack, texts, adopted.get(AdoptionKind.CONTINUED), question.on)


def _draft(trial: Adopted | None) -> _Found:
    """How a draft stands."""
    if trial:
        return _Found(Standing.TRIAL, f"征求意见稿，{_span(trial)}试运行，理由：{trial.reason}", trial)
    return _Found(Standing.NONE, "尚为征求意见稿，未正式施行，也未试运行")


def _issued(pack: Pack, texts: list[Candidate], continued: Adopted | None, on: date) -> _Found:
    """How an issued text stands: not yet, in force, or superseded or expired and perhaps continued."""
    start, end = pack.effective.from_, pack.effective.to
    if start is None or on < start:
        return _Found(Standing.NONE, f"自{spoken(start)}起施行，尚未施行" if start else "尚未写明施行日期")
    heir = heir_of(pack, texts, on)
    over = f"已由{_name(heir)}取代" if heir else f"已于{spoken(end)}期满" if end and on > end else ""
    if not over:
        return _Found(Standing.IN_FORCE, f"自{spoken(start)}起施行" + (f"，至{spoken(end)}止" if end else ""))
    if continued:
        return _Found(
            Standing.CONTINUED, f"{over}，{_span(continued)}继续适用，理由：{continued.reason}", continued
        )
    return _Found(Standing.NONE, f"{over}，也未决定继续适用")


def heir_of(pack: Pack, texts: Iterable[Candidate], on: date) -> Pack | None:
    """取代文本: the issued text, in force that day or earlier, that supersedes this one; None where there is none."""
    for other in (each.pack for each in texts):
        names = pack.id in other.supersedes or pack.number in other.supersedes
        begun = other.stage is Stage.ISSUED and other.effective.from_ and other.effective.from_ <= on
        if names and begun:
            return other
    return None


def _span(adopted: Adopted) -> str:
    """The days of a decision."""
    until = f"至{spoken(adopted.until_on)}" if adopted.until_on else "起"
    return f"经管理员决定自{spoken(adopted.from_on)}{until}"

"""Facts (事实): what is known of a case, from where and since when; and how values are read and spoken."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from dengji.policy.engine.form import Length
from dengji.policy.engine.pack import Ratio
from dengji.policy.engine.terms import FactKind
from dengji.policy.engine.vocabulary import NO_CHOICES, Term, Vocabulary
from dengji.workdays.periods import Period
from dengji.workdays.words import period_in_words

UNKNOWN = "（未知）"
NUMERALS = "零一二三四五六七八九十"


class FactValue(NamedTuple):
    """A known fact: its value, who or what says so, and when it was said."""

    value: Any
    source: str = ""
    at: datetime | None = None


Facts: TypeAlias = Mapping[str, FactValue | None]
"""The facts of a case by name; a name that lacks, or has None, is not known."""


class WrongFact(ValueError):
    """A fact that no pack speaks of, or a value of another type than the fact's (事实有误)."""


def read_facts(
    given: Mapping[str, Any], vocabulary: Vocabulary, *, source: str
) -> dict[str, FactValue | None]:
    """Facts from plain values, all of one source; None is 'not known'. Raises WrongFact."""
    return {name: read_fact(_term(name, vocabulary), value, source=source) for name, value in given.items()}


def read_fact(term: Term, value: Any, *, source: str, at: datetime | None = None) -> FactValue | None:
    """One fact from a plain value; days may be written YYYY-MM-DD. Raises WrongFact."""
    if value is None:
        return None
    if term.kind is FactKind.DATE and isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError as error:
            raise WrongFact(f"事实“{term.label}”应为日期（YYYY-MM-DD），给出的是：{value}") from error
    if not _is_of(term.kind, value):
        raise WrongFact(f"事实“{term.label}”（{term.name}）的类型应为 {term.kind}，给出的是：{value}")
    return FactValue(tuple(value) if term.kind is FactKind.TEXTS else value, source, at)


def _term(name: str, vocabulary: Vocabulary) -> Term:
    """The fact of that name; raises WrongFact."""
    if name not in vocabulary:
        raise WrongFact(f"没有名为“{name}”的事实")
    return vocabulary[name]


def _is_of(kind: FactKind, value: Any) -> bool:
    """Whether the value is of the kind; true and false are no numbers."""
    if kind is FactKind.TEXTS:
        return (
            isinstance(value, Collection)
            and not isinstance(value, str)
            and all(isinstance(v, str) for v in value)
        )
    if kind is FactKind.DATE:
        return isinstance(value, date) and not isinstance(value, datetime)
    wanted = {FactKind.BOOLEAN: bool, FactKind.INTEGER: int, FactKind.TEXT: str}[kind]
    return isinstance(value, wanted) and (kind is FactKind.BOOLEAN or not isinstance(value, bool))


def spoken(value: Any, choices: Mapping[str, str] = NO_CHOICES) -> str:
    """A value of a fact or a parameter as people say it."""
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "是" if value else "否"
        case str():
            return choices.get(value, value)
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Length():
            return period_in_words(Period(value.n, value.unit)) if value.n else "当日"
        case Ratio():
            return _share(value)
        case list() | tuple() | set() | frozenset():
            return "、".join(spoken(each, choices) for each in _in_order(value)) or "无"
        case _:
            return str(value)


def _in_order(values: Collection[Any]) -> list[Any]:
    """Lists as they are, sets sorted, so that one set always reads the same."""
    return sorted(values, key=str) if isinstance(values, set | frozenset) else list(values)


def _share(ratio: Ratio) -> str:
    """三分之二, or 7/12 where a number is above ten."""
    if max(ratio.numerator, ratio.denominator) > 10:
        return f"{ratio.numerator}/{ratio.denominator}"
    return f"{NUMERALS[ratio.denominator]}分之{NUMERALS[ratio.numerator]}"

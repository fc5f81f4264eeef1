"""The closed set of predicates (判断): typed pure functions whose meaning never changes.

A predicate takes the fact's value, then that of a second fact where it compares two (`of`), then operands.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, NamedTuple, TypeVar

from dengji.policy.engine.form import Scalar
from dengji.policy.engine.pack import Test
from dengji.policy.engine.terms import FactKind

BOOLEAN, INTEGER, TEXT, TEXTS, DATE = FactKind
F = TypeVar("F", bound=Callable[..., bool])


class Predicate(NamedTuple):
    """A predicate: the fact types it judges, the operands it takes, how it decides and reads."""

    name: str
    kinds: tuple[FactKind, ...]
    takes: tuple[str, ...]
    holds: Callable[..., bool]
    says: str


PREDICATES: dict[str, Predicate] = {}


def predicate(*kinds: FactKind, takes: str = "", says: str) -> Callable[[F], F]:
    """Register a function as the predicate of its own name."""

    def register(function: F) -> F:
        PREDICATES[function.__name__] = Predicate(
            function.__name__, kinds, tuple(takes.split()), function, says
        )
        return function

    return register


@predicate(BOOLEAN, says="为“是”")
def is_true(value: bool) -> bool:
    """是."""
    return value


@predicate(BOOLEAN, says="为“否”")
def is_false(value: bool) -> bool:
    """否."""
    return not value


@predicate(BOOLEAN, INTEGER, TEXT, takes="value", says="为{value}")
def equals(value: Scalar, wanted: Scalar) -> bool:
    """等于."""
    return value == wanted


@predicate(INTEGER, TEXT, takes="values", says="为{values}之一")
def one_of(value: Scalar, wanted: Collection[Scalar]) -> bool:
    """属于所列之一."""
    return value in wanted


@predicate(INTEGER, takes="min", says="不少于{min}")
def at_least(value: int, least: int) -> bool:
    """不少于."""
    return value >= least


@predicate(INTEGER, takes="max", says="不多于{max}")
def at_most(value: int, most: int) -> bool:
    """不多于."""
    return value <= most


@predicate(INTEGER, DATE, takes="min max", says="在{min}至{max}之间")
def between(value: Any, low: Any, high: Any) -> bool:
    """在两者之间, both ends included."""
    return bool(low <= value <= high)


@predicate(INTEGER, takes="of ratio", says="达到{of}的{ratio}")
def ratio_at_least(value: int, of: int, numerator: int, denominator: int) -> bool:
    """达到比例: in integers, so exactly the share is enough."""
    return value * denominator >= of * numerator


@predicate(TEXTS, says="为空")
def is_empty(value: Collection[str]) -> bool:
    """没有."""
    return not value


@predicate(TEXTS, says="不为空")
def is_not_empty(value: Collection[str]) -> bool:
    """有."""
    return bool(value)


@predicate(TEXTS, takes="value", says="包括{value}")
def includes(value: Collection[str], wanted: str) -> bool:
    """包括."""
    return wanted in value


@predicate(TEXTS, takes="values", says="都在{values}之内")
def all_in(value: Collection[str], allowed: frozenset[str]) -> bool:
    """都在所列之内; of nothing it is true."""
    return allowed.issuperset(value)


@predicate(TEXTS, takes="values", says="不含{values}")
def none_in(value: Collection[str], barred: frozenset[str]) -> bool:
    """不含所列."""
    return barred.isdisjoint(value)


@predicate(DATE, takes="min", says="不早于{min}")
def on_or_after(value: date, first: date) -> bool:
    """不早于, the day itself included."""
    return value >= first


@predicate(DATE, takes="max", says="不晚于{max}")
def on_or_before(value: date, last: date) -> bool:
    """不晚于, the day itself included."""
    return value <= last


def operands(test: Test) -> tuple[Any, ...]:
    """What the test's predicate takes after the facts: days as dates, lists as sets, a ratio as integers."""
    given: list[Any] = []
    for key in PREDICATES[test.is_].takes:
        if key == "ratio" and test.ratio:
            given += [test.ratio.numerator, test.ratio.denominator]
        elif key == "values":
            given.append(frozenset(test.values or ()))
        elif key in {"min", "max"}:
            given.append(as_day(getattr(test, key)))
        elif key == "value":
            given.append(test.value)
    return tuple(given)


def bound(test: Test) -> Callable[[Any], bool]:
    """The test's predicate with its operands, waiting for the one fact's value."""
    holds, given = PREDICATES[test.is_].holds, operands(test)
    if not given:
        return holds
    if len(given) > 1:
        return lambda value: holds(value, *given)
    (operand,) = given
    return lambda value: holds(value, operand)


def as_day(bound: Any) -> Any:
    """A bound written as text is a day (YYYY-MM-DD); raises ValueError for any other text."""
    return date.fromisoformat(bound) if isinstance(bound, str) else bound


def fits(operand: Any, kind: FactKind) -> bool:
    """Whether an operand has the type of the facts that it is compared with."""
    if kind is DATE and isinstance(operand, str):
        return is_day(operand)
    wanted = {BOOLEAN: bool, INTEGER: int, TEXT: str, TEXTS: str, DATE: date}[kind]
    return isinstance(operand, wanted) and (kind is BOOLEAN or not isinstance(operand, bool))


def is_day(text: str) -> bool:
    """Whether the text is a day, written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

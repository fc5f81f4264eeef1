"""Judges conditions on facts (条件判断): three-valued, explained to the leaf, compiled once for each pack."""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from dengji.policy.engine.facts import Facts, spoken
from dengji.policy.engine.judgement import Asked, Judgement, Result
from dengji.policy.engine.pack import All, Condition, Not, Pack, Test
from dengji.policy.engine.predicates import PREDICATES, bound, operands
from dengji.policy.engine.rules import Tree
from dengji.policy.engine.trace import Told, Trace, Used, missing_in
from dengji.policy.engine.truth import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNDETERMINED,
    Truth,
    all_of,
    any_of,
    opposite,
    where,
)
from dengji.policy.engine.vocabulary import Term, term_of
from dengji.policy.engine.words import names_in

Weigh: TypeAlias = Callable[[Facts], Trace]
_made = tuple.__new__
"""Makes a named tuple without its own constructor: half the cost, where a thousand conditions are judged."""


class UnknownCondition(KeyError):
    """The pack has no condition of that name (没有这一条件)."""


class NotWaivable(ValueError):
    """A condition that the text does not let anybody waive (不得豁免)."""


class _Compiled(NamedTuple):
    """A condition as closures."""

    asked: Asked
    scope: Weigh | None
    holds: Weigh
    waivable: bool


def judge(
    pack: Pack, condition_ids: Iterable[str], facts: Facts, *, waived: Collection[str] = frozenset()
) -> Judgement:
    """What the named conditions of the pack come to on these facts.

    `waived` names conditions that somebody waived, on the record. Raises UnknownCondition, NotWaivable.
    """
    conditions = _compiled(pack)
    try:
        asked = [conditions[name] for name in condition_ids]
    except KeyError as error:
        raise UnknownCondition(f"{pack.id} 没有名为“{error.args[0]}”的条件") from error
    if waived:
        _check_waived(asked, waived)
    return Judgement(tuple([_result(condition, facts, condition[0][0] in waived) for condition in asked]))


class Weighed(NamedTuple):
    """What one rule came to, and how."""

    trace: Trace

    @property
    def truth(self) -> Truth:
        """What it came to."""
        return self.trace[1]

    @property
    def missing(self) -> tuple[Used, ...]:
        """The unknown facts that could still change it."""
        return tuple({used.name: used for used in missing_in(self.trace)}.values())


def weigh(pack: Pack, rule: Tree, facts: Facts) -> Weighed:
    """What one rule of the pack (a step's, a seat's, a document's) comes to, explained."""
    return Weighed(_weigher(pack, rule)(facts))


def _check_waived(asked: Iterable[_Compiled], waived: Collection[str]) -> None:
    """Refuse to waive what the text does not allow to."""
    for condition in asked:
        if condition.asked.id in waived and not condition.waivable:
            raise NotWaivable(f"{condition.asked.article}“{condition.asked.label}”不得豁免")


def _result(condition: _Compiled, facts: Facts, waived: bool) -> Result:
    """What one condition comes to."""
    asked, scope, holds, _ = condition
    if scope is None:
        trace = holds(facts)
        truth = trace[1]
        return _made(Result, (asked, truth, waived and truth is not MET, None, trace, facts))
    within = scope(facts)
    if within[1] is NOT_MET:
        return _made(Result, (asked, NOT_APPLICABLE, False, within, None, facts))
    trace = holds(facts)
    truth = where(within[1], trace[1])
    return _made(Result, (asked, truth, waived and truth is not MET, within, trace, facts))


@lru_cache(maxsize=256)
def _compiled(pack: Pack) -> dict[str, _Compiled]:
    """The conditions of a pack as closures, by id."""
    return {condition.id: _condition(pack, condition) for condition in pack.conditions}


def _condition(pack: Pack, condition: Condition) -> _Compiled:
    """One condition as closures and words."""
    article = pack.articles[condition.cite]
    named = names_in(condition.unmet) | names_in(condition.remedy)
    parameters = {name: spoken(pack.parameters[name].value) for name in named & pack.parameters.keys()}
    terms = {name: term_of(pack, name) for name in named - parameters.keys()}
    asked = Asked(
        condition.id,
        condition.label,
        condition.cite,
        article.label,
        tuple(article.rows),
        condition.on_fail,
        condition.unmet,
        condition.remedy,
        terms,
        parameters,
    )
    scope = _weigher(pack, condition.applies) if condition.applies else None
    return _Compiled(asked, scope, _weigher(pack, condition.holds), condition.waivable)


def _weigher(pack: Pack, rule: Tree) -> Weigh:
    """A rule as a closure from facts to its trace."""
    if isinstance(rule, Test):
        return _comparison(pack, rule, rule.of) if rule.of else _test(pack, rule)
    if isinstance(rule, Not):
        return _negation(_weigher(pack, rule.not_))
    if isinstance(rule, All):
        return _junction("all", all_of, [_weigher(pack, part) for part in rule.all])
    return _junction("any", any_of, [_weigher(pack, part) for part in rule.any])


def _negation(inner: Weigh) -> Weigh:
    """不: the opposite of one rule."""

    def weighed(facts: Facts) -> Trace:
        part = inner(facts)
        return "not", opposite(part[1]), (part,)

    return weighed


def _junction(rule: str, join: Callable[[Collection[Truth]], Truth], inner: list[Weigh]) -> Weigh:
    """且、或: several rules together, each of them explained."""

    def weighed(facts: Facts) -> Trace:
        parts = [each(facts) for each in inner]
        return rule, join([part[1] for part in parts]), tuple(parts)

    return weighed


def _test(pack: Pack, test: Test) -> Weigh:
    """A test of one fact."""
    name, holds = test.fact, bound(test)
    told = Told(_phrase(pack, test), ((name, term_of(pack, name).label),))

    def weighed(facts: Facts) -> Trace:
        got = facts.get(name)
        if got is None:
            return told, UNDETERMINED, (None,)
        return told, MET if holds(got[0]) else NOT_MET, (got,)

    return weighed


def _comparison(pack: Pack, test: Test, other: str) -> Weigh:
    """A test of one fact against another."""
    name, holds, given = test.fact, PREDICATES[test.is_].holds, operands(test)
    told = Told(_phrase(pack, test), tuple((each, term_of(pack, each).label) for each in (name, other)))

    def weighed(facts: Facts) -> Trace:
        got, of = facts.get(name), facts.get(other)
        if got is None or of is None:
            return told, UNDETERMINED, (got, of)
        return told, MET if holds(got[0], of[0], *given) else NOT_MET, (got, of)

    return weighed


def _phrase(pack: Pack, test: Test) -> str:
    """The test in words: 专职工作人员数不少于3."""
    term = term_of(pack, test.fact)
    words: dict[str, Any] = {key: getattr(test, key) for key in ("value", "values", "min", "max", "ratio")}
    said = {key: spoken(value, term.choices) + _unit(term, value) for key, value in words.items()}
    said["of"] = term_of(pack, test.of).label if test.of else ""
    return term.label + PREDICATES[test.is_].says.format_map(said)


def _unit(term: Term, value: Any) -> str:
    """The fact's unit behind a number."""
    return term.unit if isinstance(value, int) and not isinstance(value, bool) else ""

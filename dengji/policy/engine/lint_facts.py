"""Facts and tests of a pack (事实与判断检查): every fact known, every predicate fit for it."""

from collections.abc import Iterator
from typing import Protocol

from dengji.policy.engine.document import Place, Problem
from dengji.policy.engine.lint_names import check_unmet
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.pack import Test
from dengji.policy.engine.predicates import PREDICATES, Predicate, fits
from dengji.policy.engine.rules import leaves_in, rules_of
from dengji.policy.engine.terms import FactKind
from dengji.policy.engine.vocabulary import Term, Vocabulary, terms_of

OPERANDS = ("value", "values", "min", "max", "of", "ratio")


class Reported(Protocol):
    """Something with places in which problems are found: a pack, or the conditions of a standard."""

    def problem(self, place: Place, sentence: str, *, warning: bool = False) -> Problem:
        """A problem at a place of it."""


def check_facts(loaded: LoadedPack, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Unknown facts, predicates on facts of another type, wrong operands, facts declared twice."""
    pack = loaded.pack
    terms = terms_of(pack, vocabulary)
    for rule, place in rules_of(pack):
        for test, at in leaves_in(rule, place):
            yield from check_test(loaded, test, at, terms)
    for place, name, kind in _named(loaded):
        yield from _fact(loaded, place, name, kind, terms)
    for name in pack.facts.keys() & vocabulary.keys():
        yield loaded.problem(("facts", name), f"事实“{name}”由系统得出，不必再声明")
    yield from check_unmet(loaded, terms)


def _named(loaded: LoadedPack) -> Iterator[tuple[Place, str, FactKind]]:
    """The facts that a pack names outside its rules, and the type they must have."""
    pack = loaded.pack
    for key, material in pack.documents.items():
        if material.satisfied_by:
            yield ("documents", key, "satisfied_by"), material.satisfied_by, FactKind.BOOLEAN
    for at, timer in enumerate(pack.timers):
        if timer.unless:
            yield ("timers", at, "unless"), timer.unless, FactKind.BOOLEAN
    for key, form in pack.numbers.items():
        for at, part in enumerate(form.parts):
            if part.fact:
                yield ("numbers", key, "parts", at, "fact"), part.fact, FactKind.TEXT


def _fact(loaded: Reported, place: Place, name: str, kind: FactKind, terms: Vocabulary) -> Iterator[Problem]:
    """A fact that is unknown or of another type than its place needs."""
    if name not in terms:
        yield loaded.problem(place, f"没有名为“{name}”的事实")
    elif terms[name].kind is not kind:
        yield loaded.problem(place, f"事实“{name}”的类型是 {terms[name].kind}，此处应为 {kind}")


def check_test(loaded: Reported, test: Test, place: Place, terms: Vocabulary) -> Iterator[Problem]:
    """One test: its fact, its predicate, and what the predicate takes."""
    predicate, term = PREDICATES.get(test.is_), terms.get(test.fact)
    if not term:
        yield loaded.problem((*place, "fact"), f"没有名为“{test.fact}”的事实")
    if not predicate:
        yield loaded.problem((*place, "is"), f"没有名为“{test.is_}”的判断，可用：{'、'.join(PREDICATES)}")
    if not (term and predicate):
        return
    if term.kind not in predicate.kinds:
        kinds = "、".join(predicate.kinds)
        yield loaded.problem(
            (*place, "is"), f"判断“{test.is_}”用于 {kinds}，事实“{test.fact}”的类型是 {term.kind}"
        )
        return
    yield from _taken(loaded, test, place, predicate)
    if test.of and "of" in predicate.takes:
        yield from _fact(loaded, (*place, "of"), test.of, term.kind, terms)
    yield from _typed(loaded, test, place, term)


def _taken(loaded: Reported, test: Test, place: Place, predicate: Predicate) -> Iterator[Problem]:
    """Operands that are lacking, and operands that the predicate does not take."""
    for key in OPERANDS:
        given = getattr(test, key) is not None
        if key in predicate.takes and not given:
            yield loaded.problem(place, f"判断“{test.is_}”缺少 {key}")
        if given and key not in predicate.takes:
            yield loaded.problem((*place, key), f"判断“{test.is_}”不用 {key}")


def _typed(loaded: Reported, test: Test, place: Place, term: Term) -> Iterator[Problem]:
    """Operands of another type than the fact, and codes that the fact cannot take."""
    for key in ("value", "min", "max"):
        operand = getattr(test, key)
        if operand is not None and not fits(operand, term.kind):
            yield loaded.problem(
                (*place, key), f"{key} 的类型与事实“{test.fact}”（{term.kind}）不符：{operand}"
            )
    for operand in test.values or ():
        if not fits(operand, term.kind):
            yield loaded.problem(
                (*place, "values"), f"values 的类型与事实“{test.fact}”（{term.kind}）不符：{operand}"
            )
    for operand in [*(test.values or ()), test.value]:
        if term.choices and isinstance(operand, str) and operand not in term.choices:
            yield loaded.problem(
                place, f"事实“{test.fact}”没有“{operand}”这个选项，可用：{'、'.join(term.choices)}"
            )

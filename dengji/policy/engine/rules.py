"""Walks the rules of a pack (规则遍历): every tree of tests, with its place in the document."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from dengji.policy.engine.document import Place
from dengji.policy.engine.pack import All, AnyOf, Not, Pack, Test
from dengji.policy.engine.words import names_in

Tree: TypeAlias = All | AnyOf | Not | Test


def leaves_in(rule: Tree, place: Place) -> Iterator[tuple[Test, Place]]:
    """Every test of a rule with its place."""
    if isinstance(rule, Test):
        yield rule, place
    elif isinstance(rule, Not):
        yield from leaves_in(rule.not_, (*place, "not"))
    else:
        key, parts = ("all", rule.all) if isinstance(rule, All) else ("any", rule.any)
        for at, part in enumerate(parts):
            yield from leaves_in(part, (*place, key, at))


def facts_in(rule: Tree | None) -> list[str]:
    """The facts that a rule asks for, in order, each once."""
    names: dict[str, None] = {}
    for test, _ in leaves_in(rule, ()) if rule else ():
        names.update({test.fact: None} | ({test.of: None} if test.of else {}))
    return list(names)


def asked_by(pack: Pack, condition_ids: Collection[str]) -> list[str]:
    """The facts that conditions ask for, and those that their sentences speak of, each once."""
    asked = (names for condition, names in _asked(pack) if condition in condition_ids)
    return list(dict.fromkeys(chain.from_iterable(asked)))


@lru_cache(maxsize=256)
def _asked(pack: Pack) -> list[tuple[str, list[str]]]:
    """Each condition with the facts that it asks for and speaks of, worked out once for a pack."""
    found = []
    for condition in pack.conditions:
        spoken = sorted((names_in(condition.unmet) | names_in(condition.remedy)) - pack.parameters.keys())
        found.append((condition.id, [*facts_in(condition.applies), *facts_in(condition.holds), *spoken]))
    return found


def rules_of(pack: Pack) -> Iterator[tuple[Tree, Place]]:
    """Every rule of a pack with its place."""
    for rule, place in _places(pack):
        if rule is not None:
            yield rule, place


def _places(pack: Pack) -> Iterator[tuple[Tree | None, Place]]:
    """Every place of a pack that may hold a rule."""
    for at, condition in enumerate(pack.conditions):
        yield condition.applies, ("conditions", at, "applies")
        yield condition.holds, ("conditions", at, "holds")
    for name, material in pack.documents.items():
        yield material.applies, ("documents", name, "applies")
    for name, actor in pack.actors.items():
        yield from ((seat.when, ("actors", name, "seats", at, "when")) for at, seat in enumerate(actor.seats))
    for name, matter in pack.matters.items():
        yield from (
            (step.applies, ("matters", name, "steps", at, "applies")) for at, step in enumerate(matter.steps)
        )

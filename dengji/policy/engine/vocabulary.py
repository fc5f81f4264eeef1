"""The facts that packs may speak of (事实词汇): rooms declare computed ones, packs asked ones."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import FactKind

NO_CHOICES: Mapping[str, str] = MappingProxyType({})


class Term(NamedTuple):
    """One fact as packs know it: name, type, Chinese label, unit, and the labels of its codes."""

    name: str
    kind: FactKind
    label: str
    unit: str = ""
    choices: Mapping[str, str] = NO_CHOICES


Vocabulary = Mapping[str, Term]

COMPUTED: dict[str, Term] = {}
"""The facts that some room computes, by name; filled by `declare`."""


class DeclaredTwice(Exception):
    """A fact's name is taken (事实重名)."""


def declare(term: Term) -> None:
    """Make a computed fact known; raises DeclaredTwice for a name already taken."""
    if term.name in COMPUTED:
        raise DeclaredTwice(f"事实“{term.name}”已经登记为“{COMPUTED[term.name].label}”")
    COMPUTED[term.name] = term


def terms_of(pack: Pack, computed: Vocabulary = COMPUTED) -> dict[str, Term]:
    """Every fact that the pack may speak of: computed ones, and those that it asks."""
    asked = {name: _asked(pack, name) for name in pack.facts}
    return {**computed, **asked}


def term_of(pack: Pack, name: str) -> Term:
    """The fact of that name as the pack sees it; a name that nobody declared speaks for itself."""
    if name in pack.facts:
        return _asked(pack, name)
    term = COMPUTED.get(name) or Term(name, FactKind.TEXT, name)
    named = _NAMED_BY_PACK.get(name)
    return term._replace(choices={**term.choices, **named(pack)}) if named else term


def _asked(pack: Pack, name: str) -> Term:
    """An asked fact of the pack as a term."""
    fact = pack.facts[name]
    return Term(name, fact.kind, fact.label, "", fact.choices or NO_CHOICES)


_NAMED_BY_PACK: Mapping[str, Callable[[Pack], Mapping[str, str]]] = {
    "kind": lambda pack: pack.kinds,
    "documents_handed_in": lambda pack: {key: material.label for key, material in pack.documents.items()},
}
"""Facts whose codes the pack itself gives names to."""

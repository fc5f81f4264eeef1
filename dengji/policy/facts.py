"""Computed facts (系统得出的事实): each is a named question that one room answers; packs ask by name."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias, TypeVar

from django.apps import apps

from dengji.policy.engine.facts import FactValue, read_fact
from dengji.policy.engine.terms import FactKind
from dengji.policy.engine.vocabulary import COMPUTED, NO_CHOICES, Term, Vocabulary, declare


class Answer(NamedTuple):
    """An answer with its own source, where the room's name does not say enough (register, document)."""

    value: Any
    source: str


Answering: TypeAlias = Callable[[Any, date], Any]
F = TypeVar("F", bound=Answering)

_ANSWERS: dict[str, Answering] = {}


def fact(
    name: str,
    *,
    kind: FactKind,
    label: str,
    unit: str = "",
    choices: Mapping[str, str] = NO_CHOICES,
) -> Callable[[F], F]:
    """Register a function of a room as the answer to a question: `f(subject, on)`.

    It gives the value, an Answer, or None for 'not known'. Raises DeclaredTwice for a name already taken.
    """

    def register(function: F) -> F:
        declare(Term(name, kind, label, unit, choices))
        _ANSWERS[name] = function
        return function

    return register


def vocabulary() -> Vocabulary:
    """Every fact that some room computes."""
    return COMPUTED


def room_of(name: str) -> str:
    """The room that answers a question (事实由谁得出), by its label; empty for one that nobody computes."""
    config = apps.get_containing_app_config(_ANSWERS[name].__module__) if name in _ANSWERS else None
    return config.label if config else ""


def answer(names: Iterable[str], subject: Any, on: date) -> dict[str, FactValue | None]:
    """The answers to the questions named, as on a day; a name that no room answers is left out.

    Raises WrongFact where a room answers with a value of another type than it declared.
    """
    return {name: _answered(name, subject, on) for name in names if name in _ANSWERS}


def _answered(name: str, subject: Any, on: date) -> FactValue | None:
    """One answer with its source: its own, or the room's name."""
    function = _ANSWERS[name]
    given = function(subject, on)
    value, source = given if isinstance(given, Answer) else (given, _room(function))
    return read_fact(COMPUTED[name], value, source=source)


@cache
def _room(function: Answering) -> str:
    """Where a function's module, or else its room, has its facts from, as people say it; else the room's name."""
    own = getattr(import_module(function.__module__), "FACTS_SOURCE", "")
    if own:
        return str(own)
    config = apps.get_containing_app_config(function.__module__)
    return str(getattr(config, "facts_source", config.verbose_name)) if config else ""

"""Effects (办理效果): what an outcome does besides moving the case; rooms above register theirs by name."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

Effect: TypeAlias = Callable[..., dict[str, Any] | None]
F = TypeVar("F", bound=Effect)

_EFFECTS: dict[str, Effect] = {}


class UnknownEffect(LookupError):
    """No room has an effect of that name (没有这一效果)."""


class EffectTwice(Exception):
    """An effect's name is taken (效果重名)."""


def effect(name: str) -> Callable[[F], F]:
    """Register a function as what an outcome does: `f(subject, *, by, at, detail)`. Raises EffectTwice.

    What it returns goes on the record of the act.
    """

    def register(function: F) -> F:
        if name in _EFFECTS:
            raise EffectTwice(f"“{name}”已经登记")
        _EFFECTS[name] = function
        return function

    return register


def known_effects() -> frozenset[str]:
    """The names of all effects."""
    return frozenset(_EFFECTS)


def run_effect(name: str, subject: Any, **said: Any) -> dict[str, Any] | None:
    """Do what the effect does, inside the caller's transaction; raises UnknownEffect."""
    if name not in _EFFECTS:
        raise UnknownEffect(f"没有名为“{name}”的 effect")
    return _EFFECTS[name](subject, **said)

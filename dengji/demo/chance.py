"""What is drawn by lot (随机): the same for the same seed, in any order of asking."""

from collections.abc import Sequence
from itertools import product
from random import Random
from typing import TypeVar

from dengji.demo.reading import Names
from dengji.institutions.codes import USCC_SIGNS, identity_fault, uscc_fault

One = TypeVar("One")
NOBODYS = "YYDE"  # no organisation has a code that begins so


def lot(seed: int, *of: object) -> Random:
    """A source of draws of its own for each thing, so that one does not move another."""
    return Random(":".join(map(str, (seed, *of))))  # noqa: S311 -- a demonstration, and no secret


def person_name(draw: Random, names: Names) -> str:
    """A name that somebody could have."""
    return draw.choice(names.surnames) + draw.choice(names.given)


def some(draw: Random, of: Sequence[One], most: int) -> list[One]:
    """So many of a sequence, or all of it, in its order."""
    chosen = set(draw.sample(range(len(of)), min(most, len(of))))
    return [each for place, each in enumerate(of) if place in chosen]


def uscc(kind: str, division: str, serial: int) -> str:
    """A sound unified social credit code: two figures of the registry, the place, a code that nobody has."""
    base = f"{kind}{division}{NOBODYS}{serial:04d}"
    signs = product("0123456789X", USCC_SIGNS)
    return next(code for pair in signs if uscc_fault(code := base + "".join(pair)) is None)


def identity_number(draw: Random, division: str) -> str:
    """A sound identity number of somebody born so long ago that it is nobody's now."""
    born = f"19{draw.randrange(10):02d}{draw.randrange(1, 13):02d}{draw.randrange(1, 29):02d}"
    base = f"{division}{born}{draw.randrange(1000):03d}"
    return next(base + last for last in "0123456789X" if identity_fault(base + last) is None)

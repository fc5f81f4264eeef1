"""What the worklist's filters offer (筛选项): matters, steps and places that an office may come across."""

import re
from collections.abc import Mapping
from typing import TypedDict

from dengji.occupations.queries import search
from dengji.people.models import Post
from dengji.people.queries import divisions_below
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Regime, StepKind
from dengji.procedure.lists import packs_at

CODE = re.compile(r"[0-9][0-9A-Za-z-]*")


class Offered(TypedDict):
    """Choices by filter, each with its words."""

    matters: list[tuple[str, str]]
    steps: list[tuple[str, str]]
    places: list[tuple[str, str]]


def choices_at(post: Post, held: Mapping[int, Pack]) -> Offered:
    """The filters' choices at a post's place, by the texts that are held; one statement."""
    place = post.organisation.division_id
    packs = packs_at(place, held)
    matters = {name: matter.title for pack in packs for name, matter in pack.matters.items()}
    steps = {
        step.id: step.title
        for pack in packs
        for matter in pack.matters.values()
        for step in matter.steps
        if step.kind is not StepKind.SUBMISSION
    }
    places = [(division.code, division.name) for division in divisions_below(place)]
    return {"matters": list(matters.items()), "steps": list(steps.items()), "places": places}


def occupation_code(words: str) -> str:
    """The code of the occupation that somebody means: typed itself, or the closest by name; else what was typed."""
    said = words.strip()
    if not said or CODE.fullmatch(said):
        return said
    found = (search(said, regime.value, 1) for regime in Regime)
    return next((each[0].code for each in found if each), said)

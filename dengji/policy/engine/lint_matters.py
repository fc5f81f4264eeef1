"""Matters of a pack (事项检查): who opens them, what they are about, and what that asks of their steps."""

from collections.abc import Iterator

from dengji.policy.engine.document import Place, Problem
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.pack import Matter
from dengji.policy.engine.terms import About, Effect, Party, StepKind

ON_A_FILING = frozenset(Effect) - {Effect.PUBLICITY_OPEN, Effect.PUBLICITY_CLOSE, Effect.FILING_GRANT}
"""What can be done only to a filing that stands."""


def check_matters(loaded: LoadedPack) -> Iterator[Problem]:
    """A start that does not fit who opens the case, effects on a filing that the matter is not about, and the like."""
    for key, matter in loaded.pack.matters.items():
        place: Place = ("matters", key)
        yield from _begins(loaded, place, matter)
        yield from _about(loaded, place, matter)
    for at, condition in enumerate(loaded.pack.conditions):
        if condition.two_persons and not condition.waivable:
            yield loaded.problem(("conditions", at), "不能例外的条件不用写明两人同意（two_persons）")


def _begins(loaded: LoadedPack, place: Place, matter: Matter) -> Iterator[Problem]:
    """An applicant begins by handing in; an authority with a task of its own."""
    first = next((step for step in matter.steps if step.id == matter.start), None)
    if first is None:
        return
    handed_in = first.kind is StepKind.SUBMISSION
    if matter.by is Party.APPLICANT and not handed_in:
        yield loaded.problem((*place, "start"), "由申请人提起的事项，应从提交（submission）开始")
    if matter.by is Party.AUTHORITY and first.kind is not StepKind.TASK:
        yield loaded.problem((*place, "start"), "由机关提起的事项，应从机关办理的步骤（task）开始")


def _about(loaded: LoadedPack, place: Place, matter: Matter) -> Iterator[Problem]:
    """Effects on a filing, elements and windows belong to matters about one."""
    effects = {name for step in matter.steps for outcome in step.outcomes.values() for name in outcome.effect}
    changes = Effect.FILING_CHANGE in effects
    if changes != bool(matter.elements):
        yield loaded.problem(place, "变更备案的事项应写明可以变更的要素（elements），其他事项不写")
    if matter.about is About.FILING:
        return
    if effects & ON_A_FILING:
        yield loaded.problem((*place, "about"), "对已有备案产生效果的事项，应写明 about: filing")
    if matter.window is not None or matter.by is Party.AUTHORITY:
        yield loaded.problem((*place, "about"), "有申请期或者由机关提起的事项，应写明 about: filing")

"""Matters of a pack (事项检查): who opens them, what they are about, and what that asks of their steps."""

from collections.abc import Iterator

from dengji.policy.engine.document import Place, Problem
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.pack import Matter
from dengji.policy.engine.terms import About, Effect, Party, StepKind

ON_A_FILING = frozenset(each for each in Effect if each.startswith("filing.")) - {Effect.FILING_GRANT}
"""What can be done only to a filing that stands."""
ON_A_PLAN = frozenset(
    each for each in Effect if each.startswith(("plan.", "results.", "batch.", "certificates."))
)
"""What can be done only to a plan and its batch."""

ENDS_A_FILING = frozenset(
    {Effect.FILING_END, Effect.FILING_REVOKE, Effect.FILING_LAPSE, Effect.FILING_STRIKE_OFF}
)
"""What a filing comes to its end by."""


def check_matters(loaded: LoadedPack) -> Iterator[Problem]:
    """A start that does not fit who opens the case, effects on a filing that the matter is not about, and the like."""
    for key, matter in loaded.pack.matters.items():
        place: Place = ("matters", key)
        yield from _begins(loaded, place, matter)
        yield from _about(loaded, place, matter)
        yield from _endings(loaded, place, matter)
    yield from _states(loaded)
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
    if matter.about is not About.FILING and effects & ON_A_FILING:
        yield loaded.problem((*place, "about"), "对已有备案产生效果的事项，应写明 about: filing")
    if matter.about is not About.FILING and matter.window is not None:
        yield loaded.problem((*place, "about"), "有申请期的事项，应写明 about: filing")
    if matter.about is About.NOTHING and matter.by is Party.AUTHORITY:
        yield loaded.problem((*place, "about"), "由机关提起的事项，应写明 about: filing 或者 plan")
    yield from _about_plan(loaded, place, matter, effects)


def _about_plan(loaded: LoadedPack, place: Place, matter: Matter, effects: set[Effect]) -> Iterator[Problem]:
    """Effects on a plan and days counted from it belong to matters about one, in a text that numbers plans."""
    if matter.about is About.PLAN:
        if loaded.pack.practice is None:
            yield loaded.problem((*place, "about"), "有评价计划的文本，应写明评价实施的规定（practice）")
        return
    if effects & ON_A_PLAN:
        yield loaded.problem((*place, "about"), "对评价计划产生效果的事项，应写明 about: plan")
    if matter.deadline is not None:
        yield loaded.problem((*place, "deadline"), "从计划日期起算的期限，用于 about: plan 的事项")


def _endings(loaded: LoadedPack, place: Place, matter: Matter) -> Iterator[Problem]:
    """A word for an ending to which no outcome of the matter leads."""
    ends = {outcome.end for step in matter.steps for outcome in step.outcomes.values()}
    for end in matter.endings.keys() - ends:
        yield loaded.problem((*place, "endings"), f"这个事项没有以“{end.label}”办结的结果，不用写它的用语")


def _states(loaded: LoadedPack) -> Iterator[Problem]:
    """A word for a state to which neither an outcome nor a day brings a filing."""
    pack = loaded.pack
    outcomes = [
        each for matter in pack.matters.values() for step in matter.steps for each in step.outcomes.values()
    ]
    used = {name for outcome in outcomes for name in outcome.effect}
    used |= {name for timer in pack.timers for name in timer.effect}
    for effect in pack.states.keys() - (used & ENDS_A_FILING):
        yield loaded.problem(("states",), f"没有哪个结果或者到期处理使备案{effect.value}，不用写它的用语")

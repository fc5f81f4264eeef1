"""Reports of a pack (数据报送检查): each step that waits for the network says what goes there; nothing goes twice."""

from collections.abc import Iterator

from dengji.policy.engine.document import Place, Problem
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.pack import Matter, Step
from dengji.policy.engine.terms import Effect, StepKind
from dengji.policy.engine.upward import BEFORE_ONLY, FOLLOWS, NETWORK, Reports


def check_reports(loaded: LoadedPack) -> Iterator[Problem]:
    """Steps that do not say what they report, or what their matter does not do; effects reported twice, or wrongly."""
    for key, matter in loaded.pack.matters.items():
        for at, step in enumerate(matter.steps):
            yield from _at_step(loaded, ("matters", key, "steps", at), matter, step)
    yield from _by_itself(loaded)


def _at_step(loaded: LoadedPack, place: Place, matter: Matter, step: Step) -> Iterator[Problem]:
    waits = step.kind is StepKind.EXTERNAL and step.awaits == NETWORK
    if step.reports is None:
        if waits:
            yield loaded.problem(place, f"步骤“{step.id}”等待部级平台，应写明报送什么（reports）")
        return
    if not waits:
        yield loaded.problem((*place, "reports"), "reports 只用于等待部级平台（ministry_network）的步骤")
        return
    fits = {_said(FOLLOWS[name]) for name in _effects(matter) if name in FOLLOWS}
    if _said(step.reports) not in fits:
        may = "或者".join(sorted(fits)) or "不报送"
        yield loaded.problem(
            (*place, "reports"), f"报送内容与这个事项的结果不符：写的是{_said(step.reports)}，应是{may}"
        )


def _by_itself(loaded: LoadedPack) -> Iterator[Problem]:
    pack = loaded.pack
    asked = [_effects(matter) for matter in pack.matters.values() if _reports(matter)]
    used = {name for matter in pack.matters.values() for name in _effects(matter)}
    used |= {name for timer in pack.timers for name in timer.effect}
    seen: set[Effect] = set()
    for at, upward in enumerate(pack.reports):
        place: Place = ("reports", at)
        if upward.on not in FOLLOWS or upward.on in BEFORE_ONLY:
            yield loaded.problem((*place, "on"), f"“{upward.on}”以后没有可以报送的内容")
        elif _said(upward) != _said(FOLLOWS[upward.on]):
            right = _said(FOLLOWS[upward.on])
            yield loaded.problem(place, f"“{upward.on}”以后应报送{right}，写的是{_said(upward)}")
        if upward.on not in used:
            yield loaded.problem((*place, "on"), f"没有哪个结果或者到期处理产生“{upward.on}”，不用报送")
        if upward.on in seen or any(upward.on in effects for effects in asked):
            yield loaded.problem((*place, "on"), f"“{upward.on}”会报送两次")
        seen.add(upward.on)
        if upward.reading is not None and upward.reading not in pack.interpretations:
            yield loaded.problem((*place, "reading"), f"没有名为“{upward.reading}”的理解口径")


def _effects(matter: Matter) -> set[Effect]:
    return {name for step in matter.steps for outcome in step.outcomes.values() for name in outcome.effect}


def _reports(matter: Matter) -> bool:
    return any(step.reports is not None for step in matter.steps)


def _said(reports: Reports) -> str:
    return f"{reports.kind}/{reports.operation}"

"""The hard rules of the step kinds (步骤硬性规则): what no text has to say and no officer can set aside."""

from collections.abc import Callable

from dengji.exchange.queries import fresh_days
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.rules import asked_by
from dengji.policy.engine.terms import StepKind, Verb
from dengji.procedure import clocks
from dengji.procedure.ground import Ground
from dengji.procedure.models import Panel
from dengji.procedure.refusals import NotAllowed
from dengji.workdays.words import in_words

FOR_UNMET = frozenset({Verb.REJECT, Verb.UNQUALIFIED, Verb.DISAPPROVE})
"""Outcomes that need a condition that does not hold; others against the applicant rest on their reason alone:
an objection found right, a register's own decision, a place in a ranking."""


def check(ground: Ground, verb: Verb) -> None:
    """Raise `NotAllowed` where a rule of the step's kind bars the outcome."""
    rule = _RULES.get((ground.step.kind, verb))
    if rule is not None:
        rule(ground)


def bar(ground: Ground, verb: Verb) -> str:
    """The sentence that `check` would raise, for a button that is greyed; empty where nothing bars."""
    try:
        check(ground, verb)
    except NotAllowed as refusal:
        return refusal.sentence
    return ""


def _panel_passed(ground: Ground) -> None:
    _panel(ground, passed=True)


def _panel_failed(ground: Ground) -> None:
    _panel(ground, passed=False)


def _panel(ground: Ground, *, passed: bool) -> None:
    """The conclusion of a panel step follows the panel's opinion."""
    panel = Panel.objects.filter(case=ground.case, step=ground.step.id).first()
    if panel is None or panel.drawn_up_at is None:
        raise NotAllowed("专家组意见尚未形成，不能作出评估结论。", article=ground.article())
    if panel.passed is not passed:
        found = "合格" if panel.passed else "不合格"
        raise NotAllowed(f"专家组意见为“{found}”，评估结论应与专家组意见一致。", article=ground.article())


def _published(ground: Ground) -> None:
    """Nothing comes of a publicity that was never opened, or that has an objection unanswered."""
    if clocks.running(ground.case) is None:
        raise NotAllowed("公示还没有发布。", article=ground.article(), remedy="请先发布公示。")
    waiting = ground.facts(("objections_open",)).get("objections_open")
    if waiting is None or waiting.value:
        count = waiting.value if waiting else "若干"
        raise NotAllowed(
            f"还有{count}件异议没有答复，不能结束公示。",
            article=ground.article(),
            remedy="请先逐件答复异议。",
        )


def _over(ground: Ground) -> None:
    """A publicity closes after its last day, with every objection answered and none upheld."""
    _published(ground)
    clock = clocks.running(ground.case)
    if clock is not None and clock.due_on is not None and ground.on <= clock.due_on:
        raise NotAllowed(
            f"公示到{in_words(clock.due_on)}二十四时止，此前不能结束。",
            article=ground.article(),
            remedy="请在公示期满后的次日起办理。",
        )
    upheld = ground.facts(("objections_upheld",)).get("objections_upheld")
    if upheld is not None and upheld.value:
        raise NotAllowed("有异议经核实成立，不能按无异议结束公示。", article=ground.article())


def _upheld(ground: Ground) -> None:
    """A publicity ends against the body only when an objection was found right."""
    _published(ground)
    upheld = ground.facts(("objections_upheld",)).get("objections_upheld")
    if upheld is None or not upheld.value:
        raise NotAllowed(
            "没有经核实成立的异议。", article=ground.article(), remedy="请先在异议答复中认定异议成立。"
        )


STALE_SINCE = {"registration_verified": "registration_stale_since", "credit_clean": "credit_stale_since"}
"""What other registers answer, and the fact that tells since when an answer is too old to accept a case on."""


def _asked_lately(ground: Ground) -> None:
    """A case is accepted on answers of other registers that are fresh on the day; they are good for it from then on."""
    asked = STALE_SINCE.keys() & set(asked_by(ground.law, ground.step.conditions))
    if not asked or ground.case.accepted_on is not None:
        return
    known = ground.facts(asked | {STALE_SINCE[name] for name in asked})
    stale = [
        (ground.label(name), since.value)
        for name in sorted(asked)
        if known.get(name) is None and (since := known.get(STALE_SINCE[name])) is not None
    ]
    if stale:
        said = "；".join(f"“{label}”是{spoken(day)}查询的" for label, day in stale)
        raise NotAllowed(
            f"{said}，到今天已经超过{fresh_days()}日，受理前要重新查询。",
            article=ground.article(),
            facts=[label for label, _ in stale],
            remedy="请先重新查询，结果回来后再受理。",
        )


_RULES: dict[tuple[StepKind, Verb], Callable[[Ground], None]] = {
    (StepKind.TASK, Verb.ACCEPT): _asked_lately,
    (StepKind.PANEL, Verb.QUALIFIED): _panel_passed,
    (StepKind.PANEL, Verb.UNQUALIFIED): _panel_failed,
    (StepKind.PUBLICITY, Verb.CLOSE): _over,
    (StepKind.PUBLICITY, Verb.UPHOLD): _upheld,
}

"""The hard rules of the step kinds (步骤硬性规则): what no text has to say and no officer can set aside."""

from collections.abc import Callable

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


_RULES: dict[tuple[StepKind, Verb], Callable[[Ground], None]] = {
    (StepKind.PANEL, Verb.QUALIFIED): _panel_passed,
    (StepKind.PANEL, Verb.UNQUALIFIED): _panel_failed,
    (StepKind.PUBLICITY, Verb.CLOSE): _over,
    (StepKind.PUBLICITY, Verb.UPHOLD): _upheld,
}

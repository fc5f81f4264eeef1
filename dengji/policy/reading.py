"""A text as people read it (文本解读): its conditions in words, its procedures step by step."""

from dataclasses import dataclass
from string import Formatter

from dengji.policy.engine.evaluate import weigh
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Clock, Condition, Outcome, Pack, Step
from dengji.policy.engine.path import steps_of
from dengji.policy.engine.rules import Tree
from dengji.policy.engine.terms import End, FactKind, OnCorrection, OnFail, Starts, StepKind, Verb
from dengji.policy.engine.timing import period_of
from dengji.policy.engine.trace import Told, Trace
from dengji.policy.engine.vocabulary import term_of
from dengji.workdays.words import period_in_words

JOINED = {"all": "，并且", "any": "，或者"}
SOME, ANY, YES = "若干", "……", "为“是”"
KINDS = {
    StepKind.SUBMISSION: "提交申请",
    StepKind.TASK: "办理",
    StepKind.PANEL: "专家评估",
    StepKind.PUBLICITY: "向社会公示",
    StepKind.EXTERNAL: "等待其他机关",
    StepKind.SELECTION: "同批遴选",
}
FAILS = {
    OnFail.NOT_ACCEPT: "不符合的，不予受理",
    OnFail.REFUSE: "不符合的，不予备案",
    OnFail.RETURN: "不符合的，退回补正",
}
STARTS = {
    Starts.RECEIVED: "收到申请",
    Starts.ACCEPTED: "受理",
    Starts.ENTERED: "转入本步骤",
    Starts.PUBLISHED: "公示发布",
}
STOPPED = {
    OnCorrection.RESUME: "；退回补正的，补正期间不计，补正后接着计算",
    OnCorrection.RESTART: "；退回补正的，收到补正后重新计算",
}


@dataclass(frozen=True, slots=True)
class ConditionRead:
    """A condition in people's words (条件): when it is asked, what not meeting it means, and what helps."""

    id: str
    label: str
    cite: str
    article: str
    applies: str
    on_fail: str
    unmet: str
    remedy: str
    waivable: bool


@dataclass(frozen=True, slots=True)
class OutcomeRead:
    """An outcome of a step in words (办理结果): where it leads, the step's number or the end."""

    label: str
    verb: Verb
    number: int | None
    leads_to: str
    article: str


@dataclass(frozen=True, slots=True)
class StepRead:
    """A step in words (步骤): who does what, by which article, within what time, and what may come of it."""

    number: int
    id: str
    title: str
    kind: str
    actor: str
    cite: str
    article: str
    says: str
    applies: str
    otherwise: str
    clock: str
    conditions: tuple[str, ...]
    documents: tuple[str, ...]
    outcomes: tuple[OutcomeRead, ...]


def conditions_read(pack: Pack) -> list[ConditionRead]:
    """Every condition of a text in words, in the text's order."""
    return [_condition(pack, each) for each in pack.conditions]


def _condition(pack: Pack, condition: Condition) -> ConditionRead:
    return ConditionRead(
        id=condition.id,
        label=condition.label,
        cite=condition.cite,
        article=pack.articles[condition.cite].label,
        applies=rule_in_words(pack, condition.applies) if condition.applies else "",
        on_fail=FAILS[condition.on_fail],
        unmet=told(pack, condition.unmet),
        remedy=told(pack, condition.remedy),
        waivable=condition.waivable,
    )


def rule_in_words(pack: Pack, rule: Tree) -> str:
    """A rule in words: 机构类型为用人单位，并且申报了子公司为“是”."""
    return _in_words(weigh(pack, rule, {}).trace)


def _in_words(trace: Trace) -> str:
    judged, _, inside = trace
    if isinstance(judged, Told):
        return judged.says.removesuffix(YES)
    parts = [_in_words(part) for part in inside]
    if judged == "not":
        return f"并非“{parts[0]}”"
    nested = [
        f"（{words}）" if not isinstance(part[0], Told) and part[0] != "not" else words
        for words, part in zip(parts, inside, strict=True)
    ]
    return JOINED[judged].join(nested)


def told(pack: Pack, sentence: str) -> str:
    """A sentence of a text with its numbers put in; what differs from case to case stays open."""
    parts = [(before, name) for before, name, _, _ in Formatter().parse(sentence)]
    return "".join(before + (_filler(pack, name) if name else "") for before, name in parts)


def _filler(pack: Pack, name: str) -> str:
    if name in pack.parameters:
        return spoken(pack.parameters[name].value)
    return SOME if term_of(pack, name).kind is FactKind.INTEGER else ANY


def steps_read(pack: Pack, matter: str) -> list[StepRead]:
    """The steps of a matter in words, numbered as the text orders them; raises NoSuchMatter."""
    steps = steps_of(pack, matter)
    numbers = {step.id: number for number, step in enumerate(steps, 1)}
    titles = {step.id: step.title for step in steps}
    endings = {end: pack.matters[matter].endings.get(end, end.label) for end in End}
    return [_step(pack, step, numbers, titles, endings) for step in steps]


def _step(
    pack: Pack, step: Step, numbers: dict[str, int], titles: dict[str, str], endings: dict[End, str]
) -> StepRead:
    labels = {condition.id: condition.label for condition in pack.conditions}
    outcomes = [
        _outcome(pack, verb, each, (numbers, titles), endings) for verb, each in step.outcomes.items()
    ]
    return StepRead(
        number=numbers[step.id],
        id=step.id,
        title=step.title,
        kind=KINDS[step.kind],
        actor=pack.actors[step.actor].label,
        cite=step.cite,
        article=pack.articles[step.cite].label,
        says=step.says,
        applies=rule_in_words(pack, step.applies) if step.applies else "",
        otherwise=f"第{numbers[step.otherwise]}步“{titles[step.otherwise]}”" if step.otherwise else "",
        clock=clock_in_words(step.clock, corrected=Verb.CORRECT in step.outcomes) if step.clock else "",
        conditions=tuple(labels[name] for name in step.conditions),
        documents=tuple(pack.documents[name].label for name in step.documents),
        outcomes=tuple(outcomes),
    )


def _outcome(
    pack: Pack,
    verb: Verb,
    outcome: Outcome,
    steps: tuple[dict[str, int], dict[str, str]],
    endings: dict[End, str],
) -> OutcomeRead:
    numbers, titles = steps
    target = outcome.goto or outcome.return_to
    article = pack.articles[outcome.cite].label if outcome.cite else ""
    ends = f"办结：{endings[outcome.end]}" if outcome.end else ""
    return OutcomeRead(
        label=outcome.label or verb.label,
        verb=verb,
        number=numbers[target] if target else None,
        leads_to=titles[target] if target else ends,
        article=article,
    )


def clock_in_words(clock: Clock, *, corrected: bool) -> str:
    """期限: 自收到申请的次日起5个工作日内, and what a correction does to it where the step has one."""
    length = period_in_words(period_of(clock.length))
    limit = f"不少于{length}" if clock.at_least else f"{length}内"
    return f"自{STARTS[clock.starts]}的次日起{limit}" + (STOPPED[clock.on_correction] if corrected else "")

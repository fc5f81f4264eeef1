"""Steps of a pack (步骤检查): what each kind of step must have, and that everything it names exists."""

from collections.abc import Collection, Iterator

from dengji.policy.engine.document import Place, Problem
from dengji.policy.engine.lint_names import Use, check_words
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.pack import NumberPart, Outcome, Step
from dengji.policy.engine.terms import AGAINST, Role, Starts, StepKind, Verb

NEEDED_OUTCOMES = {
    StepKind.SUBMISSION: {Verb.SUBMIT},
    StepKind.PANEL: {Verb.QUALIFIED, Verb.UNQUALIFIED},
    StepKind.PUBLICITY: {Verb.CLOSE, Verb.UPHOLD},
    StepKind.EXTERNAL: {Verb.CONFIRM},
    StepKind.SELECTION: {Verb.SELECT, Verb.PASS_OVER},
    StepKind.TASK: set(),
}
NEEDED_PARTS = {StepKind.PUBLICITY: "clock", StepKind.PANEL: "panel", StepKind.EXTERNAL: "awaits"}
OWN_PARTS = {"panel": StepKind.PANEL, "awaits": StepKind.EXTERNAL}
SEATED = {Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ISSUER}


def check_steps(loaded: LoadedPack) -> Iterator[Problem]:
    """Every problem of steps, outcomes, actors and the parts of numbers."""
    for key, matter in loaded.pack.matters.items():
        names = {step.id: step for step in matter.steps}
        if matter.start not in names:
            yield loaded.problem(("matters", key, "start"), f"没有名为“{matter.start}”的步骤")
        for at, step in enumerate(matter.steps):
            place: Place = ("matters", key, "steps", at)
            yield from _furniture(loaded, place, step)
            yield from _named(loaded, place, step, names)
            for verb, outcome in step.outcomes.items():
                yield from _outcome(loaded, (*place, "outcomes", verb.value), outcome, names)
    yield from _actors(loaded)
    yield from _numbers(loaded)


def _furniture(loaded: LoadedPack, place: Place, step: Step) -> Iterator[Problem]:
    """What a step of its kind must have, and what only other kinds have."""
    for verb in sorted(NEEDED_OUTCOMES[step.kind] - step.outcomes.keys()):
        yield loaded.problem(place, f"{step.kind} 步骤“{step.id}”缺少结果 {verb}")
    part = NEEDED_PARTS.get(step.kind)
    if part and getattr(step, part) is None:
        yield loaded.problem(place, f"{step.kind} 步骤“{step.id}”缺少 {part}")
    if step.kind is StepKind.PUBLICITY and step.clock and step.clock.starts is not Starts.PUBLISHED:
        yield loaded.problem((*place, "clock", "starts"), "公示期应自公示发布（published）起算")
    for key, kind in OWN_PARTS.items():
        if getattr(step, key) is not None and step.kind is not kind:
            yield loaded.problem((*place, key), f"{key} 只用于 {kind} 步骤")
    if (step.applies is None) != (step.otherwise is None):
        yield loaded.problem(place, f"步骤“{step.id}”的 applies 与 otherwise 应同时写明")


def _named(loaded: LoadedPack, place: Place, step: Step, steps: Collection[str]) -> Iterator[Problem]:
    """Actors, documents, conditions, criteria and steps that a step names and the pack does not have."""
    pack = loaded.pack
    conditions = {condition.id for condition in pack.conditions}
    uses = [
        Use(("actor",), step.actor, pack.actors, "办理主体"),
        Use(("otherwise",), step.otherwise, steps, "步骤"),
        Use(("panel", "criteria"), step.panel.criteria if step.panel else None, pack.criteria, "评分表"),
    ]
    uses += [Use(("documents", at), name, pack.documents, "材料") for at, name in enumerate(step.documents)]
    uses += [Use(("conditions", at), name, conditions, "条件") for at, name in enumerate(step.conditions)]
    for key, name, known, what in uses:
        if name is not None and name not in known:
            yield loaded.problem((*place, *key), f"没有名为“{name}”的{what}")


def _outcome(loaded: LoadedPack, place: Place, outcome: Outcome, steps: dict[str, Step]) -> Iterator[Problem]:
    """An outcome leads to exactly one place, and that place exists."""
    given = [key for key in ("goto", "return_to", "end") if getattr(outcome, key) is not None]
    if len(given) != 1:
        yield loaded.problem(place, "结果应在 goto、return_to、end 中恰好写一个")
    for key in ("goto", "return_to"):
        target = getattr(outcome, key)
        if target is not None and target not in steps:
            yield loaded.problem((*place, key), f"没有名为“{target}”的步骤")
    if outcome.letter and outcome.letter not in loaded.pack.letters:
        yield loaded.problem((*place, "letter"), f"没有名为“{outcome.letter}”的文书")
    if outcome.end in AGAINST and outcome.remedy is None:
        yield loaded.problem(place, f"结果以“{outcome.end.label}”办结，应写明申请人怎样改进（remedy）")
    if outcome.remedy is not None:
        yield from check_words(loaded, (*place, "remedy"), outcome.remedy, ())


def _actors(loaded: LoadedPack) -> Iterator[Problem]:
    """Offices without a seat."""
    for key, actor in loaded.pack.actors.items():
        if actor.role in SEATED and not actor.seats:
            yield loaded.problem(("actors", key), f"办理主体“{actor.label}”没有写明由哪一级机关办理（seats）")


def _numbers(loaded: LoadedPack) -> Iterator[Problem]:
    """Parts of numbers that are not exactly one thing."""
    for key, form in loaded.pack.numbers.items():
        for at, part in enumerate(form.parts):
            if len(_things(part)) != 1 or (part.map is not None) != (part.fact is not None):
                yield loaded.problem(
                    ("numbers", key, "parts", at),
                    "编号组成应在 text、serial、year、division、filing、level、fact（配 map）中恰好写一个",
                )


def _things(part: NumberPart) -> list[str]:
    """What a part of a number says that it is."""
    things = ("text", "serial", "year", "division", "filing", "level", "fact")
    return [key for key in things if getattr(part, key) is not None]


def check_effects(loaded: LoadedPack, effects: Collection[str]) -> Iterator[Problem]:
    """Effects that no room has yet: said, not refused, since a text is written down whole."""
    for key, matter in loaded.pack.matters.items():
        for at, step in enumerate(matter.steps):
            for verb, outcome in step.outcomes.items():
                place: Place = ("matters", key, "steps", at, "outcomes", verb.value)
                yield from _not_yet(loaded, place, outcome.effect, effects)
    for at, timer in enumerate(loaded.pack.timers):
        yield from _not_yet(loaded, ("timers", at), timer.effect, effects)


def _not_yet(
    loaded: LoadedPack, place: Place, named: Collection[str], effects: Collection[str]
) -> Iterator[Problem]:
    """The effects named that no room has."""
    for name in named:
        if name not in effects:
            yield loaded.problem(place, f"效果“{name}”还没有实现，到此不能办理", warning=True)

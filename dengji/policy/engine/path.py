"""The path of a case (办理路径): its steps, where each outcome leads, and the drawing of it all."""

from collections.abc import Iterable
from typing import NamedTuple

from dengji.policy.engine.evaluate import weigh
from dengji.policy.engine.facts import Facts
from dengji.policy.engine.lint_paths import reachable
from dengji.policy.engine.pack import Matter, Outcome, Pack, Step
from dengji.policy.engine.terms import End, StepKind, Verb
from dengji.policy.engine.trace import Used
from dengji.policy.engine.truth import NOT_MET, UNDETERMINED


class NoSuchMatter(LookupError):
    """The text does not rule this matter (文本未规定此事项)."""


class NoSuchStep(LookupError):
    """The matter has no such step (没有这一步骤)."""


class NoSuchOutcome(LookupError):
    """The step has no such outcome (没有这一结果)."""


class Undetermined(Exception):
    """Which way a case goes depends on a fact that is not known (去向待定); `missing` names what lacks."""

    def __init__(self, step: Step, missing: tuple[Used, ...]) -> None:
        """Keep what lacks; the message names it."""
        labels = "、".join(used.label for used in missing)
        super().__init__(f"是否需要“{step.title}”尚不能确定，缺：{labels}。")
        self.step = step
        self.missing = missing


def matter_of(pack: Pack, matter: str) -> Matter:
    """The matter of that name; raises NoSuchMatter."""
    if matter not in pack.matters:
        raise NoSuchMatter(f"《{pack.title}》没有规定事项“{matter}”。")
    return pack.matters[matter]


def step_of(pack: Pack, matter: str, step: str) -> Step:
    """The step of that name; raises NoSuchMatter, NoSuchStep."""
    for each in matter_of(pack, matter).steps:
        if each.id == step:
            return each
    raise NoSuchStep(f"《{pack.title}》的“{pack.matters[matter].title}”没有步骤“{step}”。")


def steps_of(pack: Pack, matter: str) -> list[Step]:
    """The steps that a case of the matter can come to, as the text orders them; raises NoSuchMatter."""
    ruled = matter_of(pack, matter)
    reached = reachable(ruled)
    return [step for step in ruled.steps if step.id in reached]


def first_step(pack: Pack, matter: str, facts: Facts) -> Step:
    """The step that a case begins with; raises NoSuchMatter, Undetermined."""
    return _onward(pack, matter, matter_of(pack, matter).start, facts)


def next_step(pack: Pack, matter: str, step: str, verb: Verb, facts: Facts) -> Step | Outcome:
    """The step that the outcome leads to, past those that do not apply; the outcome where the case ends.

    Raises NoSuchMatter, NoSuchStep, NoSuchOutcome, and Undetermined naming the missing facts.
    """
    here = step_of(pack, matter, step)
    if verb not in here.outcomes:
        raise NoSuchOutcome(f"步骤“{here.title}”没有结果“{verb}”。")
    outcome = here.outcomes[verb]
    target = outcome.goto or outcome.return_to
    return _onward(pack, matter, target, facts) if target else outcome


def _onward(pack: Pack, matter: str, target: str, facts: Facts) -> Step:
    """The step itself if it applies, else the one that follows instead."""
    step = step_of(pack, matter, target)
    while step.applies and step.otherwise:
        weighed = weigh(pack, step.applies, facts)
        if weighed.truth is UNDETERMINED:
            raise Undetermined(step, weighed.missing)
        if weighed.truth is not NOT_MET:
            break
        step = step_of(pack, matter, step.otherwise)
    return step


class Walk(NamedTuple):
    """A case walked through: the steps that it came to, and how it ended (None: it has not)."""

    steps: tuple[str, ...]
    end: End | None


def walk(pack: Pack, matter: str, verbs: Iterable[Verb], facts: Facts) -> Walk:
    """The steps that a case comes to when these outcomes follow one another; raises as `next_step` does."""
    step = first_step(pack, matter, facts)
    visited = [step.id]
    for verb in verbs:
        ahead = next_step(pack, matter, step.id, verb, facts)
        if isinstance(ahead, Outcome):
            return Walk(tuple(visited), ahead.end)
        step = ahead
        visited.append(step.id)
    return Walk(tuple(visited), None)


class Node(NamedTuple):
    """A step or an end in a drawing."""

    id: str
    label: str
    kind: StepKind | None


class Edge(NamedTuple):
    """An outcome in a drawing; `verb` is None where a step that does not apply is passed over."""

    source: str
    target: str
    verb: Verb | None
    label: str


class Diagram(NamedTuple):
    """A procedure as a drawing (流程图)."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def diagram(pack: Pack, matter: str) -> Diagram:
    """The procedure of a matter as nodes and edges; raises NoSuchMatter."""
    steps = steps_of(pack, matter)
    edges = [edge for step in steps for edge in _edges(pack, step)]
    nodes = [Node(step.id, step.title, step.kind) for step in steps]
    reached = {edge.target for edge in edges}
    nodes += [Node(f"end_{end}", end.label, None) for end in End if f"end_{end}" in reached]
    return Diagram(tuple(nodes), tuple(edges))


def _edges(pack: Pack, step: Step) -> list[Edge]:
    """Where a step leads."""
    edges = [
        Edge(
            step.id,
            outcome.goto or outcome.return_to or f"end_{outcome.end}",
            verb,
            outcome.label or verb.label,
        )
        for verb, outcome in step.outcomes.items()
    ]
    return [*edges, Edge(step.id, step.otherwise, None, "不需要时")] if step.otherwise else edges

"""Paths of a pack (路径检查): every step can be reached, every matter granted, no detour circles."""

from collections.abc import Iterator

from dengji.policy.engine.document import Place, Problem
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.pack import Matter, Step
from dengji.policy.engine.terms import End, Party


def check_paths(loaded: LoadedPack) -> Iterator[Problem]:
    """Steps that nothing leads to, matters that cannot be granted, `otherwise` that comes back to itself."""
    for key, matter in loaded.pack.matters.items():
        place: Place = ("matters", key)
        reached = reachable(matter)
        for at, step in enumerate(matter.steps):
            if step.id not in reached:
                yield loaded.problem((*place, "steps", at), f"步骤“{step.id}”无法到达")
            if _circles(matter, step):
                yield loaded.problem(
                    (*place, "steps", at, "otherwise"), f"步骤“{step.id}”的 otherwise 绕回了自身"
                )
        ends = {
            outcome.end for step in matter.steps if step.id in reached for outcome in step.outcomes.values()
        }
        wanted = End.GRANTED if matter.by is Party.APPLICANT else End.ENDED
        if wanted not in ends:
            said = f"事项“{matter.title}”没有任何路径可以办结为“{wanted.label}”（{wanted}）"
            yield loaded.problem(place, said)


def reachable(matter: Matter) -> set[str]:
    """The ids of the steps that a case can come to."""
    steps = {step.id: step for step in matter.steps}
    reached: set[str] = set()
    ahead = [matter.start]
    while ahead:
        name = ahead.pop()
        if name in steps and name not in reached:
            reached.add(name)
            ahead += leads_to(steps[name])
    return reached


def leads_to(step: Step) -> list[str]:
    """The steps that a step can lead to."""
    targets = [target for outcome in step.outcomes.values() for target in (outcome.goto, outcome.return_to)]
    return [target for target in (*targets, step.otherwise) if target]


def _circles(matter: Matter, step: Step) -> bool:
    """Whether skipping from step to step comes back to this one."""
    detours = {each.id: each.otherwise for each in matter.steps}
    name, seen = step.otherwise, set[str]()
    while name and name not in seen and name != step.id:
        seen.add(name)
        name = detours.get(name)
    return name == step.id

"""Where an application is on its way (办理进度), as its applicant follows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dengji.filings.queries import live_subject
from dengji.people.models import Post
from dengji.policy.engine.facts import Facts
from dengji.policy.engine.pack import Outcome, Step
from dengji.policy.engine.path import Undetermined, next_step, step_of
from dengji.policy.engine.rules import facts_in
from dengji.policy.engine.terms import FAVOURABLE
from dengji.policy.engine.timing import period_of
from dengji.procedure.ground import Ground, branch_facts, facts_for
from dengji.procedure.models import Case
from dengji.procedure.queries import cases_within
from dengji.procedure.terms import CaseState
from dengji.workdays.words import period_in_words

DONE, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the case's own path (办理环节): done, now or ahead; by whom, in what time."""

    title: str
    state: str
    actor: str
    article: str
    says: str
    period: str


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An application under way (在办申请): where it is, and what is asked of the applicant."""

    case: Case
    title: str
    step: str
    asked: str
    corrections: int


@dataclass(frozen=True, slots=True)
class Over:
    """An application that has ended (办结的申请)."""

    case: Case
    title: str


def stages(case: Case, on: date) -> list[Stage]:
    """The steps of the case's own path, as far as the facts tell: those done, the one at which it stands, the rest."""
    ground = Ground(case, on)
    ids = [step.id for step in _favourable(ground, ground.matter.start, _facts(ground))]
    if case.step not in ids:  # off the favourable way: what was done, and where it stands
        visited = set(case.events.values_list("step", flat=True))
        ids = [each for each in ids if each in visited] + [case.step]
    return [_stage(ground, each, _state(case, ids, each)) for each in ids]


def under_way(post: Post, on: date) -> list[UnderWay]:
    """The applications of a body that have not ended, the latest first."""
    return [_under_way(case, on) for case in cases_within(post).exclude(state=CaseState.ENDED)]


def over(post: Post, on: date) -> list[Over]:
    """办结的申请: those of a body that have ended, the latest first."""
    ended = cases_within(post).filter(state=CaseState.ENDED).order_by("-ended_at", "-pk")
    return [Over(case, Ground(case, on).matter.title) for case in ended]


def _under_way(case: Case, on: date) -> UnderWay:
    ground = Ground(case, on)
    corrections = case.corrections.filter(resolved_at=None).count()
    asked = {
        CaseState.DRAFT: "继续填写，填好后提交",
        CaseState.CORRECTING: f"按补正通知改好{corrections}处，再提交",
    }.get(CaseState(case.state), "")
    return UnderWay(case, ground.matter.title, ground.step.title, asked, corrections)


def _facts(ground: Ground) -> Facts:
    """What the way depends on: by what was handed in, or by what is filled in so far."""
    if ground.case.received_on is not None:
        return branch_facts(ground)
    names = {name for step in ground.matter.steps for name in facts_in(step.applies)}
    return facts_for(live_subject(ground.case, ground.on), names, ground.on)


def _favourable(ground: Ground, start: str, facts: Facts) -> Iterator[Step]:
    """The steps that follow one another when every outcome is favourable; one that may be needed counts."""
    step: Step | Outcome = step_of(ground.pack, ground.case.matter, start)
    while isinstance(step, Step):
        yield step
        verb = next((verb for verb in step.outcomes if verb in FAVOURABLE), None)
        if verb is None:
            return
        try:
            step = next_step(ground.pack, ground.case.matter, step.id, verb, facts)
        except Undetermined as unknown:
            step = unknown.step


def _state(case: Case, ids: list[str], step: str) -> str:
    here = ids.index(case.step)
    place = ids.index(step)
    if place < here or (place == here and case.state == CaseState.ENDED):
        return DONE
    return NOW if place == here else AHEAD


def _stage(ground: Ground, step_id: str, state: str) -> Stage:
    pack, step = ground.pack, step_of(ground.pack, ground.case.matter, step_id)
    period = period_in_words(period_of(step.clock.length)) if step.clock else ""
    at_least = "至少" if step.clock and step.clock.at_least else ""
    return Stage(
        step.title,
        state,
        pack.actors[step.actor].label,
        pack.articles[step.cite].label,
        step.says,
        f"{at_least}{period}",
    )

"""The one door (办理入口): the only place where a case moves.

`@act` locks the case, refuses whoever is late or not in place, and gives the act its ground in one transaction.
`move` judges by the pinned text, runs the effects, writes event, letter and trail, and passes the case on.
Whoever the act concerns is told in the same transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.people.models import Organisation, Post
from dengji.people.queries import reached_at
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.policy.effects import run_effect
from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.pack import Outcome, Step
from dengji.policy.engine.path import Undetermined, next_step
from dengji.policy.engine.terms import ADVERSE, FAVOURABLE, Role, StepKind, Verb
from dengji.prepared import insert, update
from dengji.procedure import clocks, external, letters, rules, telling
from dengji.procedure.endings import ending_of
from dengji.procedure.ground import Ground, branch_facts
from dengji.procedure.models import Case, CaseParty, Event
from dengji.procedure.queries import case_to_act_on
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.procedure.routing import Turn, turn_of
from dengji.procedure.terms import Act, CaseState, Ending
from dengji.procedure.told import Done

P = ParamSpec("P")


class Who(Enum):
    """Whose act it is (由谁办理): the holder's, a colleague's, the applicant's, or, as the act checks, the panel's."""

    HOLDER = "holder"
    COLLEAGUE = "colleague"
    APPLICANT = "applicant"
    PANEL = "panel"


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does to a case (办理): the act, by whom, when, with reason, article and details for the record.

    `by` is None for what comes from another system.
    """

    kind: Act
    by: Post | None
    at: datetime
    reason: str = ""
    cite: str = ""
    label: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def act(
    kind: Act, *, at_steps: frozenset[StepKind] = frozenset(StepKind), who: Who = Who.HOLDER
) -> Callable[[Callable[Concatenate[Ground, P], Event]], Callable[Concatenate[Case, P], Event]]:
    """Make a function an act (办理行为): called with the case as its caller last saw it, keyword `by` and `at`.

    Raises `Moved` when the case has moved on since, `NotYours` when it is not this post's turn, `NotAllowed` when
    the step knows no such act. The caller's case is brought up to date.
    """

    def decorate(body: Callable[Concatenate[Ground, P], Event]) -> Callable[Concatenate[Case, P], Event]:
        @wraps(body)
        def performed(case: Case, /, *args: P.args, **kwargs: P.kwargs) -> Event:
            by, at = cast(Post | None, kwargs["by"]), cast(datetime, kwargs["at"])
            with transaction.atomic():
                ground = Ground(locked(case, any_version=who is Who.PANEL), localdate(at))
                _permit(ground, kind, by, at_steps=at_steps, who=who)
                held_before = ground.case.holder_id, ground.case.holder_role
                event = body(ground, *args, **kwargs)
                telling.tell_of(Done(ground, event, held_before))
            case.__dict__.update(ground.case.__dict__)
            case.__dict__.pop(
                "handed_in", None
            )  # what was handed in may change before the case is used again
            return event

        return performed

    return decorate


def move(ground: Ground, verb: Verb, deed: Deed) -> Event:
    """Take an outcome of the step: judge, pass the case on or end it, run the effects, write record and letter."""
    outcome = ground.step.outcomes.get(verb)
    if outcome is None:
        raise NotAllowed(
            f"“{ground.step.title}”步骤不能作“{deed.kind.label}”处理。", article=ground.article()
        )
    rules.check(ground, verb)
    judgement = ground.judged(ground.step.conditions) if ground.step.conditions else None
    _weigh(ground, verb, judgement, deed)
    came_from, asked_at = ground.step, ground.case.holder
    _pass_on(ground, verb, outcome, at=deed.at)
    granted: dict[str, Any] = {}
    leaves = ("publicity.close",) if came_from.kind is StepKind.PUBLICITY else ()
    for name in (*leaves, *outcome.effect):
        granted |= run_effect(name, ground.case, by=deed.by, at=deed.at, detail=dict(deed.detail)) or {}
    if verb in ADVERSE:
        granted["remedies"] = _remedies(judgement, outcome, asked_at)
    told = replace(deed, detail=dict(deed.detail) | granted, label=outcome.label or deed.kind.label)
    event = note(ground, told, came_from=came_from, judgement=judgement)
    if outcome.letter is not None:
        letters.issue(ground, outcome.letter, event)
    return event


def note(
    ground: Ground, deed: Deed, *, came_from: Step | None = None, judgement: Judgement | None = None
) -> Event:
    """Write an act on the case's record and on the trail, the facts used frozen into it, and save the case."""
    case, step = ground.case, came_from or ground.step
    case.version += 1
    update(case)
    event = Event(
        case=case,
        ordinal=case.version,
        act=deed.kind,
        label=deed.label or deed.kind.label,
        step=step.id,
        to_step="" if case.step == step.id else case.step,
        by=deed.by,
        at=deed.at,
        cite=deed.cite or step.cite,
        reason=deed.reason,
        detail=dict(deed.detail),
        judgement=judgement.to_json() if judgement else None,
    )
    insert(event)
    after = {"step": case.step, "state": case.state, "reason": deed.reason, "detail": dict(deed.detail)}
    about = ("procedure.Case", case.pk)
    record(
        act=f"case.{deed.kind}", by=deed.by, at=deed.at, about=about, before={"step": step.id}, after=after
    )
    return event


def enter(ground: Ground, step_id: str) -> None:
    """Bring the case to a step: who holds it now, and which period runs."""
    case = ground.case
    case.step = step_id
    turn = turn_of(ground.subject, ground.step.actor, ground.on)
    case.holder, case.holder_role = turn
    case.entered_on = ground.on
    if turn.organisation.pk not in (case.applicant_id, case.office_id):
        case.office = turn.organisation
        CaseParty.objects.get_or_create(case=case, organisation=turn.organisation)


def _onward(ground: Ground, verb: Verb) -> Step:
    """The step that follows, past those that do not apply; a fact it depends on must be known."""
    try:
        step = next_step(ground.pack, ground.case.matter, ground.case.step, verb, branch_facts(ground))
    except Undetermined as unknown:
        missing = [used.label for used in unknown.missing]
        raise NotAllowed(str(unknown), facts=missing, remedy="请先核对或补充这些事实。") from unknown
    return cast(Step, step)  # an outcome that ends the case was dealt with before


def locked(case: Case, *, any_version: bool) -> Case:
    """The case as it stands now, locked until the transaction ends; raises `Moved` if it is not as was seen."""
    fresh = case_to_act_on(case.pk)
    if not any_version:
        ensure_unmoved(fresh, case.version)
    return fresh


def ensure_unmoved(fresh: Case, seen: int) -> None:
    """Raises `Moved` if the case has moved on since the version that a page showed, and says who did what."""
    if fresh.version == seen:
        return
    last = fresh.events.select_related("by__person").last()
    who = last.by.person.full_name if last and last.by else "系统"
    what = last.label if last else "更新"
    raise Moved(
        f"这件申请已由{who}办理“{what}”，本页内容不是最新的。", remedy="请打开最新页面，核对后再办理。"
    )


def _permit(ground: Ground, kind: Act, by: Post | None, *, at_steps: frozenset[StepKind], who: Who) -> None:
    case = ground.case
    if case.state == CaseState.ENDED:
        raise NotAllowed(f"这件申请已办结（{ending_of(case)}），不能再办理。")
    if ground.step.kind not in at_steps:
        raise NotAllowed(f"“{ground.step.title}”步骤不能作“{kind.label}”处理。", article=ground.article())
    if by is None or who is Who.PANEL:
        return
    turn = (
        Turn(case.applicant, Role.APPLICANT) if who is Who.APPLICANT else Turn(case.holder, case.holder_role)
    )
    fits = by.role in DECIDING if who is Who.COLLEAGUE else _plays(by.role, turn.role)
    if by.organisation_id != turn.organisation.pk or not fits:
        raise NotYours(
            f"“{kind.label}”应由{turn.organisation}办理，您的岗位不能办理。", article=ground.article()
        )


def _plays(role: str, wanted: str) -> bool:
    return role in BODY_ROLES if wanted == Role.APPLICANT else role == wanted


def _weigh(ground: Ground, verb: Verb, judgement: Judgement | None, deed: Deed) -> None:
    if verb in FAVOURABLE and judgement is not None and not judgement.eligible:
        barring = judgement.unmet + judgement.undetermined
        raise NotAllowed(
            judgement.sentence(),
            article="、".join(dict.fromkeys(result.condition.article for result in barring)),
            facts=[used.label for used in judgement.unanswered],
            remedy="；".join(dict.fromkeys(result.remedy for result in barring)),
        )
    if verb not in ADVERSE:
        return
    if not deed.reason.strip():
        raise NotAllowed("请写明理由：申请人要凭它知道不符合什么、怎样补救。", article=ground.article())
    if verb in rules.FOR_UNMET and judgement is not None and not judgement.unmet:
        raise NotAllowed(
            "各项条件没有不符合的，不能作出不利的决定；事实不清的，请退回补正或先核对事实。",
            article=ground.article(),
            facts=[used.label for used in judgement.unanswered],
        )


def _remedies(judgement: Judgement | None, outcome: Outcome, asked_at: Organisation) -> list[str]:
    """What would have to change, by condition and by the outcome itself; last, where to ask."""
    unmet = [result.remedy for result in judgement.unmet] if judgement else []
    own = [outcome.remedy] if outcome.remedy else []
    ask = f"有疑问的，可以向{asked_at}询问{reached_at(asked_at)}"
    return [*dict.fromkeys(unmet + own), ask]


def _pass_on(ground: Ground, verb: Verb, outcome: Outcome, *, at: datetime) -> None:
    case = ground.case
    if verb is Verb.ACCEPT and case.accepted_on is None:
        case.accepted_on = ground.on
    if outcome.end is not None:
        clocks.close(case, on=ground.on)
        case.state, case.ending, case.ended_at = CaseState.ENDED, Ending(outcome.end.value), at
        case.due_on, case.provisional = None, False
        return
    if outcome.return_to is not None:
        clocks.stop(case, on=ground.on, reason=Act.CORRECT.label)
        case.state = CaseState.CORRECTING
        enter(ground, outcome.return_to)
    else:
        step = _onward(ground, verb)
        resumed = case.state == CaseState.CORRECTING
        case.state = CaseState.OPEN
        enter(ground, step.id)
        if resumed:
            clocks.resume(case, step, on=ground.on)
        else:
            clocks.close(case, on=ground.on)
            clocks.start(case, step, on=ground.on)
        external.report(ground, at=at)

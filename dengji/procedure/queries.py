"""Reads of cases (案件查询): always for somebody, never more than that post may see."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.transaction import TransactionManagementError

from dengji.people.models import Organisation, Post
from dengji.people.refusals import Refused
from dengji.people.terms import BODY_ROLES, OFFICE_ROLES, Role
from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.pack import Step
from dengji.policy.engine.path import Undetermined, next_step
from dengji.policy.engine.terms import FAVOURABLE, Party, StepKind, Verb
from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from dengji.prepared import columns, made, rows, width
from dengji.procedure import clocks, rules
from dengji.procedure.external import register_of
from dengji.procedure.ground import Ground, branch_facts
from dengji.procedure.models import Case, CaseParty, Event, PanelSeat, Round, Submission
from dengji.procedure.routing import turn_of
from dengji.procedure.subject import Subject
from dengji.procedure.terms import CaseState
from dengji.workdays.clock import ClockReading


def cases_within(post: Post) -> QuerySet[Case]:
    """The cases that a post may see: a body its own, an office those it has or had a part in, an expert his panels'.

    The one way in: whatever stands with a case (its files too) is found through here. Other roles see none.
    """
    cases = Case.objects.select_related("applicant", "holder", "office")
    if post.role in BODY_ROLES:
        return cases.filter(applicant=post.organisation_id)
    handed_in = cases.exclude(state=CaseState.DRAFT)
    if post.role == Role.EXPERT:
        return handed_in.filter(panels__seats__expert__post=post).distinct()
    if post.role not in OFFICE_ROLES | {Role.MINISTRY}:
        return cases.none()
    mine = CaseParty.objects.filter(case=OuterRef("pk"), organisation=post.organisation_id)
    return handed_in.filter(Exists(mine))


def case_for(post: Post, token: UUID) -> Case | None:
    """One case by its address, if the post may see it."""
    return cases_within(post).filter(token=token).first()


def case_to_act_on(pk: int) -> Case:
    """The case with applicant and holder, locked until the transaction ends, read by a statement written out.

    With it come what was last handed in (`handed_in`) and the SHA-256 of its edition (`edition_digest`). Raises
    TransactionManagementError outside a transaction, Case.DoesNotExist where there is no such case.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A case is locked in the transaction that acts on it.")
    _lock(
        pk
    )  # first: what was joined before the wait for it would be what stood there before the other's act
    found = rows(_to_act_on(), [pk])
    if not found:
        raise Case.DoesNotExist
    dossier, digest, *values = found[0]
    case, values = made(Case, values), values[width(Case) :]
    case.applicant, case.holder = (
        made(Organisation, values),
        made(Organisation, values[width(Organisation) :]),
    )
    case.__dict__["handed_in"] = json.loads(dossier) if dossier else None
    case.__dict__["edition_digest"] = digest
    return case


def _lock(pk: int) -> list[tuple[Any, ...]]:
    """Wait for whoever acts on the case; nothing where whoever writes is alone anyhow."""
    statement = f"SELECT 1 FROM {Case._meta.db_table} WHERE id = %s FOR UPDATE"  # noqa: S608 - our own names
    return rows(statement, [pk]) if connection.features.has_select_for_update else []


@cache
def _to_act_on() -> str:
    case, organisation, edition = Case._meta.db_table, Organisation._meta.db_table, Edition._meta.db_table
    named = ", ".join([columns(Case, "c"), columns(Organisation, "a"), columns(Organisation, "h")])
    last = f"SELECT s.dossier FROM {Submission._meta.db_table} s WHERE s.case_id = c.id ORDER BY s.ordinal DESC LIMIT 1"  # noqa: S608 - our own names
    return (
        f"SELECT ({last}), e.sha256, {named} FROM {case} c JOIN {edition} e ON e.id = c.edition_id "  # noqa: S608 - our own names
        f"JOIN {organisation} a ON a.id = c.applicant_id JOIN {organisation} h ON h.id = c.holder_id "
        "WHERE c.id = %s"
    )


def seats_of(post: Post) -> QuerySet[PanelSeat]:
    """The panel seats of an expert (专家任务), those not handed in first."""
    seats = PanelSeat.objects.filter(expert__post=post).select_related("panel__case__applicant")
    return seats.order_by(F("handed_in_at").asc(nulls_first=True), "-id")


def opinions_seen(post: Post, case: Case) -> QuerySet[PanelSeat]:
    """The sheets that a post may read: an expert its own, and its panel's once its own is in; offices when drawn up."""
    seats = PanelSeat.objects.filter(panel__case=case).select_related("panel", "expert__post__person")
    if post.role != Role.EXPERT:
        return seats.filter(panel__drawn_up_at__isnull=False)
    done = PanelSeat.objects.filter(panel=OuterRef("panel"), expert__post=post, handed_in_at__isnull=False)
    return seats.filter(Q(expert__post=post) | Exists(done) & Q(handed_in_at__isnull=False))


@dataclass(frozen=True, slots=True)
class Option:
    """An act offered at the step (可办事项): whether it may be done now, and why not."""

    verb: Verb
    label: str
    allowed: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands (案件现状), for its page."""

    case: Case
    step: Step
    article: str
    judgement: Judgement | None
    clock: ClockReading | None
    clock_article: str
    options: Sequence[Option]


def standing(case: Case, on: date, *, conditions: Iterable[str] | None = None) -> Standing:
    """Everything that the case page shows of the present: step, conditions, clock, what may be done."""
    ground = Ground(case, on)
    step = ground.step
    asked = tuple(step.conditions if conditions is None else conditions)
    judgement = ground.judged(asked) if asked else None
    clock = clocks.running(case)
    return Standing(
        case,
        step,
        ground.article(),
        judgement,
        clocks.reading(clock, on) if clock else None,
        ground.pack.articles[clock.cite].label if clock else "",
        _options(ground, judgement if conditions is None else None),
    )


def timeline(case: Case) -> QuerySet[Event]:
    """Every act on the case, the latest first (时间线)."""
    return case.events.select_related("by__person", "by__organisation", "letter").order_by("-ordinal")


def cases_waiting_outside() -> list[Case]:
    """The cases that wait for the answer of a register outside (等待外部回复)."""
    steps = Q(pk__in=())
    for edition in Edition.objects.all():
        pack = pack_of(edition.pk)
        for name, matter in pack.matters.items():
            waiting = [step.id for step in matter.steps if register_of(step)]
            steps |= Q(edition=edition, matter=name, step__in=waiting)
    return list(
        Case.objects.filter(steps, state=CaseState.OPEN).select_related("applicant", "holder").order_by("id")
    )


def rounds_open(pack_id: str, matter: str, on: date, authorities: Iterable[Organisation]) -> QuerySet[Round]:
    """The application rounds of these authorities that are open on a day (申报批次)."""
    return Round.objects.filter(
        pack_id=pack_id,
        matter=matter,
        opens_on__lte=on,
        closes_until__gte=on,
        authority__in=list(authorities),
    )


def round_cases(of: Round) -> list[Case]:
    """The cases of a round that are under way and whose path leads through the selection (遴选对象)."""
    cases = of.cases.filter(state__in=(CaseState.OPEN, CaseState.CORRECTING)).select_related(
        "applicant", "holder"
    )
    return [case for case in cases if _selects(Ground(case, of.closes_until))]


def _selects(ground: Ground) -> bool:
    """Whether a selection lies ahead of the case; where the way depends on a fact not yet known, it may."""
    facts = branch_facts(ground)
    seen, ahead = {ground.step.id}, [ground.step]
    while ahead:
        step = ahead.pop()
        if step.kind is StepKind.SELECTION:
            return True
        try:
            following = [
                next_step(ground.pack, ground.case.matter, step.id, verb, facts) for verb in step.outcomes
            ]
        except Undetermined:
            return True
        ahead += [each for each in following if isinstance(each, Step) and each.id not in seen]
        seen |= {each.id for each in ahead}
    return False


def _options(ground: Ground, judgement: Judgement | None) -> list[Option]:
    return [_option(ground, verb, judgement) for verb in ground.step.outcomes]


def _none_unmet(ground: Ground) -> str:
    """Why nothing can be decided against a body, or dropped, while no condition is unmet."""
    if ground.matter.by is Party.AUTHORITY:
        return "没有核对为不符合的条件，不能按查证不实办理；查证不实的，请先把核对结果记入。"
    return "各项条件没有不符合的，不能作出不利的决定。"


def _option(ground: Ground, verb: Verb, judgement: Judgement | None) -> Option:
    label = ground.step.outcomes[verb].label or _LABELS[verb]
    why_not = rules.bar(ground, verb)
    if why_not:
        return Option(verb, label, False, why_not)
    if verb in FAVOURABLE and judgement is not None and not judgement.eligible:
        why_not = judgement.sentence()
    elif verb in rules.FOR_UNMET and judgement is not None and not judgement.unmet:
        why_not = _none_unmet(ground)
    return Option(verb, label, not why_not, why_not)


_LABELS = {
    Verb.SUBMIT: "提交申请",
    Verb.ACCEPT: "受理",
    Verb.CORRECT: "退回补正",
    Verb.REJECT: "不予受理",
    Verb.QUALIFIED: "评估合格",
    Verb.UNQUALIFIED: "评估不合格",
    Verb.APPROVE: "审议通过",
    Verb.DISAPPROVE: "审议不通过",
    Verb.CLOSE: "结束公示",
    Verb.UPHOLD: "异议成立",
    Verb.CONFIRM: "确认",
    Verb.DECLINE: "不予确认",
    Verb.SELECT: "遴选入围",
    Verb.PASS_OVER: "未入选",
    Verb.ISSUE: "核发",
    Verb.WITHDRAW: "撤回申请",
}


def round_of(subject: Subject, on: date) -> Round | None:
    """The round that an application may join on a day: of an authority that acts in its procedure."""
    actors = dict.fromkeys(step.actor for step in subject.pack.matters[subject.matter].steps)
    acting = [organisation for actor in actors if (organisation := _acting(subject, actor, on))]
    return rounds_open(subject.pack.id, subject.matter, on, acting).first()


def _acting(subject: Subject, actor: str, on: date) -> Organisation | None:
    """Who an actor of the text is for this applicant; None where it is nobody, or is not known yet."""
    try:
        return turn_of(subject, actor, on).organisation
    except Refused:
        return None

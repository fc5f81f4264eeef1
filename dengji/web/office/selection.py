"""Rounds and the ranked list of a selection (申报批次、遴选名单)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from dengji.people.models import Post
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.path import step_of
from dengji.policy.engine.terms import StepKind
from dengji.policy.queries import packs_of
from dengji.procedure.endings import ending_of
from dengji.procedure.lists import packs_at
from dengji.procedure.models import Case, Event, Round
from dengji.procedure.queries import cases_within, round_cases
from dengji.procedure.terms import Act, CaseState


@dataclass(frozen=True, slots=True)
class Ranked:
    """A case in the list of a round (参选申请), with its score, its place as proposed, and what was typed."""

    case: Case
    step: str
    total: Decimal | None
    passed: bool | None
    rank: str
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a selection came to for a case (遴选结果)."""

    case: Case
    rank: int
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round as its page shows it (申报批次)."""

    round: Round
    text: str
    matter: str
    rows: Sequence[Ranked]
    decided: Sequence[Decided]
    others: Sequence[Ranked]
    seen: frozenset[int]
    selects: bool
    ready: bool
    mine: bool


def rounds_of(post: Post) -> QuerySet[Round]:
    """The rounds of an office (申报批次): its own, those of the offices above and below it, and where it had a case."""
    taken = Case.objects.filter(parties__organisation=post.organisation_id, round__isnull=False).values(
        "round"
    )
    own = post.organisation
    near = Q(authority=own.pk) | Q(authority=own.parent_id) | Q(authority__parent=own.pk)
    found = Round.objects.filter(near | Q(pk__in=taken))
    return found.select_related("authority").annotate(applied=Count("cases")).order_by("-opens_on", "-pk")


def matters_with_rounds(post: Post) -> list[tuple[str, str]]:
    """The texts and matters at a post's place that ask for a round or a selection (可开批次的事项)."""
    packs = packs_at(post.organisation.division_id, packs_of(()))
    return [
        (f"{pack.id}:{name}", f"《{pack.title}》{matter.title}")
        for pack in packs
        for name, matter in pack.matters.items()
        if any(step.kind is StepKind.SELECTION for step in matter.steps) or _asks_for_round(pack)
    ]


def _asks_for_round(pack: Pack) -> bool:
    return any("round_open" in condition.model_dump_json() for condition in pack.conditions)


def round_page(found: Round, post: Post, said: Mapping[str, str], on: date) -> RoundPage:
    """A round with its cases, best score first, or as they were ranked in what was sent."""
    packs = packs_of(set(found.cases.values_list("edition_id", flat=True)))
    pack = next((each for each in packs.values() if each.id == found.pack_id), None)
    selects = pack is None or any(
        step.kind is StepKind.SELECTION for step in pack.matters[found.matter].steps
    )
    cases = round_cases(found) if selects else _all_cases(found)
    rows = sorted((_scored(case, packs[case.edition_id]) for case in cases), key=_best_first)
    decided = _decided(found)
    listed = {row.case.pk for row in rows} | {each.case.pk for each in decided}
    others = [case for case in (_all_cases(found) if selects else []) if case.pk not in listed]
    kinds = {step_of(packs[case.edition_id], case.matter, case.step).kind for case in cases}
    return RoundPage(
        round=found,
        text=pack.title if pack else found.pack_id,
        matter=pack.matters[found.matter].title if pack else found.matter,
        rows=[_as_said(row, place, said) for place, row in enumerate(rows, 1)],
        decided=decided,
        others=[_scored(case, packs[case.edition_id]) for case in others],
        seen=frozenset(cases_within(post).filter(round=found).values_list("pk", flat=True)),
        selects=selects,
        ready=selects and kinds == {StepKind.SELECTION} and on > found.closes_until,
        mine=any(case.holder_id == post.organisation_id and case.holder_role == post.role for case in cases),
    )


def _all_cases(found: Round) -> list[Case]:
    """Every case that was handed in in a round, ended ones too."""
    handed_in = found.cases.exclude(state=CaseState.DRAFT)
    return list(handed_in.select_related("applicant", "holder"))


def _decided(found: Round) -> list[Decided]:
    """遴选结果: everybody who stood in the selection, in its order."""
    events = Event.objects.filter(case__round=found, act__in=(Act.SELECT, Act.PASS_OVER))
    told = [
        Decided(event.case, int(event.detail["rank"]), event.act == Act.SELECT, event.reason)
        for event in events.select_related("case__applicant")
    ]
    return sorted(told, key=lambda each: each.rank)


def ranking(rows: Sequence[Ranked]) -> list[Case]:
    """The cases in the order of the ranks that were given; those with the same rank as they were listed."""
    return [row.case for row in in_order(rows)]


def in_order(rows: Sequence[Ranked]) -> list[Ranked]:
    """The rows by the ranks that were given."""
    last = len(rows) + 1
    return sorted(rows, key=lambda row: int(row.rank) if row.rank.isdecimal() else last)


def _scored(case: Case, pack: Pack) -> Ranked:
    panel = case.panels.filter(drawn_up_at__isnull=False).order_by("-drawn_up_at").first()
    at_step = step_of(pack, case.matter, case.step).title
    title = f"已办结：{ending_of(case)}" if case.state == CaseState.ENDED else at_step
    return Ranked(case, title, panel.total if panel else None, panel.passed if panel else None, "", False, "")


def _best_first(row: Ranked) -> tuple[bool, Decimal, int]:
    return row.total is None, -(row.total or Decimal(0)), row.case.pk


def _as_said(row: Ranked, place: int, said: Mapping[str, str]) -> Ranked:
    pk = row.case.pk
    return Ranked(
        case=row.case,
        step=row.step,
        total=row.total,
        passed=row.passed,
        rank=said.get(f"rank-{pk}", str(place)),
        chosen=f"choose-{pk}" in said,
        reason=said.get(f"reason-{pk}", ""),
    )

"""Cases that another text could take over (可以转用文本的案件): for the administrators of their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dengji.people.models import Post
from dengji.people.queries import place_chain, stem
from dengji.people.terms import Role
from dengji.policy.engine.pack import Pack, Step
from dengji.policy.engine.path import step_of
from dengji.policy.engine.terms import StepKind
from dengji.policy.models import Edition
from dengji.policy.queries import governing, packs_of
from dengji.procedure.models import Case
from dengji.procedure.terms import CaseState


@dataclass(frozen=True, slots=True)
class Transfer:
    """A text to which a case could be taken (可转用文本), and the steps at which it could stand there."""

    edition: Edition
    pack: Pack
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Behind:
    """A case beside the text that governs (案件与现行文本): its text and step; `follows` where they are the same."""

    case: Case
    text: str
    step: str
    governs: str
    follows: bool


def cases_in_place(post: Post) -> QuerySet[Case]:
    """本地区在办案件: those handed in and not ended, for an administrator of their place or of one above it."""
    cases = Case.objects.select_related("applicant", "holder", "edition")
    if post.role != Role.ADMINISTRATOR:
        return cases.none()
    under_way = cases.filter(state__in=(CaseState.OPEN, CaseState.CORRECTING))
    return under_way.filter(place__startswith=stem(post.organisation.division_id))


def case_in_place(post: Post, token: UUID) -> Case | None:
    """One of them, by its address."""
    return cases_in_place(post).filter(token=token).first()


def cases_behind(post: Post, on: date) -> QuerySet[Case]:
    """未随新文本的案件: those of the place whose edition no longer governs their matter there; the oldest first."""
    cases = cases_in_place(post)
    kinds = cases.order_by().values_list("place", "regime", "matter").distinct()
    behind = Q(pk__in=())
    for place, regime, matter in kinds:
        governs = governing(place_chain(place), regime, matter, on).governing
        if governs is not None:
            of_kind = Q(place=place, regime=regime, matter=matter)
            behind |= of_kind & ~Q(edition=governs.key)
    return cases.filter(behind).order_by("id")


def told_behind(cases: Sequence[Case], on: date) -> list[Behind]:
    """Cases as lines, each with the text that governs now."""
    packs = packs_of({case.edition_id for case in cases})
    return [_behind(case, packs[case.edition_id], on) for case in cases]


def transfers_for(case: Case) -> list[Transfer]:
    """可转用文本: the current texts of the case's place and of those above it that know its matter, but its own.

    A case that is with an office comes to an office's step, one that is being corrected to where it is handed in.
    """
    around = Edition.objects.current().filter(jurisdiction__in=place_chain(case.place))
    editions, packs = list(around.exclude(pk=case.edition_id)), packs_of(())
    found = [(edition, packs[edition.pk]) for edition in editions]
    return [
        Transfer(edition, pack, _steps(case, pack))
        for edition, pack in found
        if case.matter in pack.matters and case.regime in {each.value for each in pack.regimes}
    ]


def _steps(case: Case, pack: Pack) -> list[Step]:
    waits = case.state == CaseState.CORRECTING
    return [step for step in pack.matters[case.matter].steps if (step.kind is StepKind.SUBMISSION) == waits]


def _behind(case: Case, pack: Pack, on: date) -> Behind:
    governs = governing(place_chain(case.place), case.regime, case.matter, on).governing
    step = step_of(pack, case.matter, case.step).title
    if governs is None:
        return Behind(case, pack.title, step, "", follows=False)
    return Behind(case, pack.title, step, governs.pack.title, follows=governs.key == case.edition_id)

"""Why the scores of a batch count for nothing (不予认定的依据): who decided, when, by which article, on what."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import VOID
from dengji.policy.engine.pack import Pack
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case


@dataclass(frozen=True, slots=True)
class Voided:
    """A decision that a batch does not count (不予认定决定)."""

    case: Case
    by: str
    on: date
    text: str
    article: str
    finding: str
    """What was found, as the text lists it; empty where nobody said which."""


def voided(plan: Plan) -> Voided | None:
    """不予认定决定: the one by which the scores of the batch count for nothing; None where they do."""
    if plan.state != PlanState.VOID:
        return None
    ended = Case.objects.filter(applicant=plan.filing.institution_id, about=plan.number, matter=VOID)
    case = ended.exclude(ended_at=None).select_related("holder").order_by("-ended_at").first()
    if case is None or case.ended_at is None:
        return None
    pack = pack_of(case.edition_id)
    cite, finding = _finding(case, pack)
    return Voided(
        case=case,
        by=str(case.holder),
        on=localdate(case.ended_at),
        text=pack.title,
        article=pack.articles[cite].label,
        finding=finding,
    )


def _finding(case: Case, pack: Pack) -> tuple[str, str]:
    """The article of what was found, and what it is called: of the last statement that names a listed finding."""
    listed = {each.id: each for each in pack.practice.unrecognised} if pack.practice else {}
    for value in case.statements.order_by("-id").values_list("value", flat=True):
        if isinstance(value, str) and value in listed:
            return listed[value].cite, listed[value].label
    return pack.matters[VOID].cite, ""

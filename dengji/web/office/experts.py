"""Who may sit in a panel (专家名单): the roster with each expert's fit and ties to the body, ties shown and barred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengji.people.conflicts import conflicts
from dengji.people.models import Expert
from dengji.people.queries import experts_available
from dengji.procedure.models import Case


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert as the convening page lists him (候选专家)."""

    expert: Expert
    name: str
    fits: bool
    ties: Sequence[str]
    chosen: bool
    head: bool


def candidates(case: Case, on: date, chosen: Sequence[str], head: str) -> list[Candidate]:
    """The roster of the office that has the case: those who know an occupation applied for first, barred ones last."""
    codes = list(case.occupations.values_list("code", flat=True))
    fit = {expert.pk for expert in experts_available(case.holder, codes, on)} if codes else set()
    listed = [
        Candidate(
            expert,
            expert.post.person.full_name,
            expert.pk in fit,
            conflicts(expert, case.applicant),
            str(expert.pk) in chosen,
            str(expert.pk) == head,
        )
        for expert in experts_available(case.holder, (), on)
    ]
    return sorted(listed, key=lambda each: (bool(each.ties), not each.fits))

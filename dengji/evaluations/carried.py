"""What a form of the text lists of plans (选填的评价计划): those of the term, with what each came to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from dengji.evaluations.facts.carried_out import batches_of
from dengji.evaluations.terms import PlanState
from dengji.filings.models import Filing
from dengji.occupations.levels import label


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A plan that was carried out (开展过的评价计划), with its people: how many came, how many passed."""

    number: str
    occupation: str
    work_type: str
    level: str
    assessed: int
    passed: int
    ended_on: date

    @property
    def cells(self) -> dict[str, str]:
        """The same as cells of a row, by the names of its columns."""
        return {
            "number": self.number,
            "occupation": self.occupation,
            "work_type": self.work_type,
            "level": self.level,
            "assessed": str(self.assessed),
            "passed": str(self.passed),
            "year": str(self.ended_on.year),
        }


def plans_carried_out(filing: Filing, on: date) -> list[CarriedOut]:
    """有效期内开展过的评价计划: those whose results are checked, the latest first; three statements in all."""
    there = Q(candidates__withdrawn_at=None)
    counted = (
        batches_of(filing, on)
        .filter(state=PlanState.CHECKED)
        .annotate(
            came=Count("candidates", filter=there & Q(candidates__scores__absent=False), distinct=True),
            through=Count("candidates", filter=there & Q(candidates__passed=True), distinct=True),
        )
    )
    return [
        CarriedOut(
            plan.number or "",
            plan.name,
            plan.work_type,
            label(plan.level) if plan.level else "",
            plan.came,
            plan.through,
            plan.finished_on,
        )
        for plan in counted.order_by("-finished_on", "-id")
        if plan.finished_on is not None
    ]

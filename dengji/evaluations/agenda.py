"""What falls due of plans (评价日历): the first days of batches, and the last on which their results may come in."""

from collections.abc import Iterator
from datetime import date, timedelta

from dengji.evaluations.deadlines import results_due
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.queries import plans_within
from dengji.evaluations.telling import called, path_of
from dengji.evaluations.terms import PlanState
from dengji.filings.agenda import MOST, Item
from dengji.filings.terms import Falling
from dengji.people.models import Post
from dengji.policy.queries import calendar_in_force, packs_of

LONGEST = timedelta(days=62)
"""How long after a batch its results may fall due at most."""


def plan_agenda(post: Post, first: date, last: date) -> list[Item]:
    """评价日历: what begins, and whose results are due, from a day to a day, both included."""
    return [*_starts(post, first, last), *_results(post, first, last)]


def _starts(post: Post, first: date, last: date) -> Iterator[Item]:
    begins = plans_within(post).filter(state=PlanState.APPROVED, starts_on__range=(first, last))
    for plan in begins.order_by("starts_on", "id")[:MOST]:
        if plan.starts_on is not None:
            whom, what = plan.filing.institution.organisation.name, f"开始实施{called(plan)}"
            yield Item(plan.starts_on, Falling.PLAN, whom, what, path_of(plan), f"plan-{plan.pk}-starts")


def _results(post: Post, first: date, last: date) -> Iterator[Item]:
    over = plans_within(post).filter(state=PlanState.APPROVED, ends_on__range=(first - LONGEST, last))
    plans: list[Plan] = list(over.order_by("ends_on", "id")[:MOST])
    packs = packs_of({plan.edition_id for plan in plans if plan.edition_id is not None})
    calendar = calendar_in_force()
    for plan in plans:
        due = results_due(plan, packs.get(plan.edition_id or 0), first, calendar)
        if due is not None and first <= due.day <= last:
            whom, what = plan.filing.institution.organisation.name, f"报送{called(plan)}的结果"
            key = f"plan-{plan.pk}-results"
            yield Item(due.day, Falling.RESULTS, whom, what, path_of(plan), key, due.provisional)

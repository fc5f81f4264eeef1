"""Days of plans (评价计划到期): who is late with the results of a batch is told, and who waits for them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from dengji.evaluations.deadlines import Due, results_due
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.telling import results_key, tell_results_overdue
from dengji.evaluations.terms import PlanState
from dengji.messages.queries import keys_told
from dengji.monitors.pages import batched
from dengji.policy.queries import calendar_in_force, packs_of

AT_ONCE = 500


def tell_overdue(at: datetime) -> int:
    """结果逾期提醒: of every batch whose results are late, the body and the office that waits; once for that day."""
    over = Plan.objects.filter(state=PlanState.APPROVED, ends_on__lt=localdate(at))
    plans = over.select_related("filing__institution__organisation").order_by("id")
    return sum(_told(page, at) for page in batched(plans.iterator(chunk_size=AT_ONCE), AT_ONCE))


def _told(page: Sequence[Plan], at: datetime) -> int:
    """Tell of those that were not told of yet; how many plans."""
    late = _late(page, at)
    known = keys_told(results_key(plan, due) for plan, due in late)
    new = [(plan, due) for plan, due in late if results_key(plan, due) not in known]
    for plan, due in new:
        tell_results_overdue(plan, due, at=at)
    return len(new)


def _late(page: Sequence[Plan], at: datetime) -> list[tuple[Plan, Due]]:
    on, calendar = localdate(at), calendar_in_force()
    packs = packs_of({plan.edition_id for plan in page if plan.edition_id is not None})
    due = [(plan, results_due(plan, packs.get(plan.edition_id or 0), on, calendar)) for plan in page]
    return [(plan, last) for plan, last in due if last is not None and last.late]

"""Results (评价结果): handed in once the batch is over, with every score in."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.evaluations.acts.planning import asked_about, held, open_case_of, saved
from dengji.evaluations.dossier import build
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.reported import reported
from dengji.evaluations.results import settle
from dengji.evaluations.scores.imports import unsettled
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import RESULTS, governs_end
from dengji.people.models import Post
from dengji.procedure.acts.applying import open_case, submit
from dengji.procedure.models import Event
from dengji.procedure.refusals import Moved, NotAllowed
from dengji.procedure.terms import CaseState

MOST_NAMED = 5


@transaction.atomic
def report(plan: Plan, *, by: Post, at: datetime) -> Event:
    """报送评价结果: what the batch came to is frozen and goes to whoever checks it; again after a correction."""
    fresh, on = held(plan, by), localdate(at)
    case = open_case_of(fresh, RESULTS)
    correcting = case is not None and case.state == CaseState.CORRECTING
    if fresh.state != PlanState.APPROVED and not correcting:
        raise Moved(f"这份计划{fresh.get_state_display()}，现在不能报送结果。")
    if fresh.ends_on is None or on < fresh.ends_on:
        raise NotAllowed("评价还没有结束，不能报送结果。", remedy="请在计划的结束日期当日或者以后报送。")
    came_to = reported(fresh)
    if not came_to["candidates"]:
        raise NotAllowed(
            "考生名单是空的，没有结果可以报送。", remedy="没有实施的，请取消计划；漏登考生的，请先登记。"
        )
    if waits := unsettled(fresh):
        raise NotAllowed(
            f"还有{len(waits)}项等第二人复核，复核以后才能报送结果：{'；'.join(waits[:MOST_NAMED])}。",
            remedy="请本机构的另一名人员到“成绩”里同意或者不同意。",
        )
    settle(fresh, came_to)
    fresh.finished_on, fresh.state = fresh.ends_on, PlanState.REPORTED
    saved(fresh, plan)
    opened = case or open_case(asked_about(fresh, RESULTS), governs_end(fresh, RESULTS, on), by=by, at=at)
    event = submit(opened, build(fresh, on=on) | {"results": came_to}, by=by, at=at)
    plan.refresh_from_db()
    return event

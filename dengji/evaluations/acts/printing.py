"""Printing for the day (打印考务文书): papers with names in clear, so each time stands on record."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.acts.planning import ensure_of_body
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Sitting
from dengji.evaluations.sittings.tickets import sign_in_pdf, tickets_pdf
from dengji.people.models import Post


@transaction.atomic
def print_tickets(plan: Plan, *, part: int = 1, by: Post, at: datetime) -> bytes:
    """打印准考证: as PDF, so many at once. Raises NotAllowed where nobody has one."""
    ensure_of_body(plan.filing, by)
    content = tickets_pdf(plan, on=localdate(at), part=part)
    record(
        act="plan.tickets_printed", by=by, at=at, about=("evaluations.Plan", plan.pk), after={"part": part}
    )
    return content


@transaction.atomic
def print_sign_in(sitting: Sitting, *, by: Post, at: datetime) -> bytes:
    """打印签到表: of one sitting, a sheet for each room, as PDF."""
    plan = sitting.plan
    ensure_of_body(plan.filing, by)
    content = sign_in_pdf(sitting, on=localdate(at))
    said = {"sitting": sitting.pk}
    record(act="plan.sign_in_printed", by=by, at=at, about=("evaluations.Plan", plan.pk), after=said)
    return content

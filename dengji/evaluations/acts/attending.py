"""On the day (实施当日): who came, what went wrong and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from dengji.evaluations.acts.in_hand import locked, on_trail
from dengji.evaluations.acts.planning import ensure_of_body
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.day import Incident
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Room, Seat, Sitting
from dengji.evaluations.terms import EXPELS, Attendance, IncidentKind, PlanState
from dengji.people.models import Post
from dengji.procedure.refusals import NotAllowed, within

MARKED = (Attendance.PRESENT, Attendance.ABSENT)
PRESSED_TWICE = timedelta(minutes=1)
"""The same words by the same person within this time are one incident."""


@dataclass(frozen=True, slots=True)
class IncidentEntry:
    """Something that went wrong (现场情况): of what kind, what happened, what was done about it, to whom, where."""

    kind: str
    says: str
    dealt_with: str = ""
    candidate: Candidate | None = None
    room: Room | None = None


@transaction.atomic
def mark(sitting: Sitting, came: Mapping[int, str], *, by: Post, at: datetime) -> int:
    """登记到场: for seats of a sitting by their keys; whoever was sent out stays so. Says how many were marked."""
    fresh = under_way(sitting.plan, by, at)
    if localdate(at) < localdate(sitting.starts_at):
        raise NotAllowed("这一场还没有开始，不能登记到场情况。")
    strange = [said for said in came.values() if said not in MARKED]
    if strange:
        raise NotAllowed("到场情况只能登记到场或者缺考。")
    rows = list(
        Seat.objects.select_for_update()
        .filter(sitting=sitting, pk__in=came)
        .exclude(attendance=Attendance.EXPELLED)
    )
    for row in rows:
        row.attendance = came[row.pk]
    Seat.objects.bulk_update(rows, ["attendance"], batch_size=1000)
    counts = {said.value: sum(row.attendance == said for row in rows) for said in MARKED}
    on_trail("attendance", fresh, {"sitting": sitting.pk, **counts}, by=by, at=at)
    return len(rows)


@transaction.atomic
def note_incident(sitting: Sitting, entry: IncidentEntry, *, by: Post, at: datetime) -> Incident:
    """登记现场情况: what went wrong; cheating, impersonation and disorder end the candidate's part in the sitting."""
    fresh = under_way(sitting.plan, by, at)
    if entry.kind not in IncidentKind.values:
        raise NotAllowed("请选择现场情况的类别。")
    expels = entry.kind in EXPELS
    if expels and entry.candidate is None:
        raise NotAllowed("请选择是哪一名考生。")
    seat = (
        Seat.objects.filter(sitting=sitting, candidate=entry.candidate).first() if entry.candidate else None
    )
    if entry.candidate is not None and seat is None:
        raise NotAllowed("这名考生不在这一场。")
    made, new = Incident.objects.filter(at__gte=at - PRESSED_TWICE).get_or_create(
        plan=fresh,
        sitting=sitting,
        room=entry.room or (seat.room if seat else None),
        candidate=entry.candidate,
        kind=entry.kind,
        says=within(entry.says, 500, please="请写明发生了什么"),
        dealt_with=entry.dealt_with.strip()[:500],
        by=by,
        defaults={"at": at},
    )
    if not new:
        return made
    if expels and seat is not None:
        Seat.objects.filter(pk=seat.pk).update(attendance=Attendance.EXPELLED)
    said = {"kind": entry.kind, "candidate": str(entry.candidate.token) if entry.candidate else None}
    on_trail("incident", fresh, said, by=by, at=at)
    return made


def under_way(plan: Plan, by: Post, at: datetime) -> Plan:
    """The plan, locked, on its days or after them and before its results are in; raises NotYours, NotAllowed."""
    fresh = locked(plan.pk)
    ensure_of_body(fresh.filing, by)
    if fresh.state != PlanState.APPROVED or not fresh.began(localdate(at)):
        raise NotAllowed(
            f"这份计划{fresh.get_state_display()}，现在不能登记现场情况。",
            remedy="从开始日期起、到报送结果以前可以登记。",
        )
    return fresh

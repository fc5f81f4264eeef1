"""What is printed for a sitting (考务文书): admission tickets, sign-in lists by room."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Seat, Sitting
from dengji.evaluations.terms import Attendance
from dengji.occupations.levels import label
from dengji.policy.engine.practice import Method
from dengji.procedure.refusals import NotAllowed
from dengji.records.documents import day_in_words, qr_code
from dengji.records.typesetting import typeset
from dengji.sealing.seals import opened

MOST_AT_ONCE = 2000
RULES = (
    "凭本证和有效身份证件入场，按座位号就座。",
    "开考前十分钟入场，迟到的按考场规则处理。",
    "遵守考场纪律，作弊、替考的取消考试资格。",
)
LOOK_UP = "scores/"


def tickets_pdf(plan: Plan, *, on: date, part: int = 1) -> bytes:
    """准考证: two to a sheet, by number on the list. Raises NotAllowed where nobody has one."""
    return typeset("tickets.typ", tickets_content(plan, part), on=on)


def tickets_content(plan: Plan, part: int = 1) -> dict[str, Any]:
    """What stands on the tickets of a batch; a large one is printed in parts, the first is 1."""
    listed = plan.candidates.exclude(ticket="").filter(withdrawn_at=None).order_by("ordinal")
    people = list(listed[(part - 1) * MOST_AT_ONCE : part * MOST_AT_ONCE])
    if not people:
        raise NotAllowed("还没有核发准考证。", remedy="编排好座位以后，先核发准考证。")
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(candidate__in=people).select_related("sitting", "room__venue"):
        seats.setdefault(seat.candidate_id, []).append(seat)
    body = plan.filing.institution.organisation.name
    level = f" {label(plan.level)}" if plan.level else ""
    return {
        "title": f"{body}{plan.number}准考证",
        "author": [body],
        "body": body,
        "what": f"{plan.name}{level}",
        "rules": list(RULES),
        "qr": qr_code(f"{settings.DENGJI_ADDRESS.rstrip('/')}/{LOOK_UP}"),
        "tickets": [_ticket(who, seats.get(who.pk, [])) for who in people],
    }


def _ticket(who: Candidate, seats: list[Seat]) -> dict[str, Any]:
    rows = sorted(seats, key=lambda seat: seat.sitting.starts_at)
    return {
        "number": who.ticket,
        "name": opened(bytes(who.sealed)).get("name", ""),
        "identity": who.masked,
        "seats": [
            [
                Method(seat.sitting.method).label,
                _hours(seat.sitting),
                f"{seat.room.venue.address}{seat.room.venue.name}",
                f"{seat.room.name} {seat.number}号",
            ]
            for seat in rows
        ],
    }


def sign_in_pdf(sitting: Sitting, *, on: date) -> bytes:
    """签到表: one sheet for each room of a sitting, by seat; who was absent or sent out is marked."""
    return typeset("sign-in.typ", sign_in_content(sitting), on=on)


def sign_in_content(sitting: Sitting) -> dict[str, Any]:
    """What stands on the sign-in lists of a sitting."""
    plan = sitting.plan
    body = plan.filing.institution.organisation.name
    rooms = sitting.rooms.select_related("venue").prefetch_related("seats__candidate", "staff__assignment")
    return {
        "title": f"{body}{plan.number}签到表",
        "author": [body],
        "head": f"{body}　{plan.name}{f' {label(plan.level)}' if plan.level else ''}",
        "when": f"{Method(sitting.method).label}　{_hours(sitting)}",
        "rooms": [
            {
                "name": f"{room.venue.name}　{room.name}",
                "staff": "、".join(each.assignment.name for each in room.staff.all()),
                "rows": [
                    [
                        str(seat.number),
                        seat.candidate.ticket,
                        opened(bytes(seat.candidate.sealed)).get("name", ""),
                        seat.candidate.masked,
                        "" if seat.attendance in SIGNED else seat.get_attendance_display(),
                    ]
                    for seat in room.seats.all()
                ],
            }
            for room in rooms
        ],
    }


SIGNED = (Attendance.EXPECTED, Attendance.PRESENT)
"""Who signs by hand."""


def _hours(sitting: Sitting) -> str:
    """2026年12月7日 9:00至11:00."""
    begins, ends = localtime(sitting.starts_at), localtime(sitting.ends_at)
    return f"{day_in_words(begins.date())} {_clock(begins)}至{_clock(ends)}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02d}"

"""What the path of a case, and a new holiday schedule, bring about here (公示的开始与结束、末日更新)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dengji.notices.acts.consulting import follow_calendar
from dengji.notices.acts.objecting import follow_clock
from dengji.notices.models import Publicity
from dengji.people.models import Person, Post
from dengji.policy.effects import effect
from dengji.policy.models import HolidaySchedule
from dengji.procedure.models import Case


@effect("publicity.open")
def open_publicity(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> None:
    """发布公示: the notice stands on the public pages from this day to its last day included."""
    Publicity.objects.create(
        case=case,
        title=detail["title"],
        text=detail["text"],
        authority=case.holder,
        opened_on=date.fromisoformat(detail["opened_on"]),
        last_day=date.fromisoformat(detail["last_day"]),
        provisional=detail["provisional"],
    )


@effect("publicity.close")
def close_publicity(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> None:
    """结束公示: no more objections are taken."""
    Publicity.objects.filter(case=case, closed_at=None).update(closed_at=at)


@effect("publicity.follow")
def follow_publicity(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> None:
    """公示末日更新: the notice under way ends when the case's period does, after a holiday schedule was loaded."""
    for publicity in Publicity.objects.filter(case=case, closed_at=None):
        follow_clock(publicity, by=by, at=at)


@effect("consultations.recompute")
def follow_schedule(
    schedule: HolidaySchedule, *, by: Post | Person | None, at: datetime, detail: Mapping[str, Any]
) -> None:
    """征求意见末日更新: when a year's days off are loaded, in the same transaction."""
    follow_calendar(by=by, at=at)

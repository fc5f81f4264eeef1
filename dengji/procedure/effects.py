"""What a new holiday schedule does to cases (放假安排装载后的期限更新)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dengji.people.models import Person, Post
from dengji.policy.effects import effect
from dengji.policy.models import HolidaySchedule
from dengji.procedure.acts.recomputing import recompute_open_clocks


@effect("clocks.recompute")
def follow_schedule(
    schedule: HolidaySchedule, *, by: Post | Person | None, at: datetime, detail: Mapping[str, Any]
) -> None:
    """期限更新: every open clock is reckoned again when a year's days off are loaded, in the same transaction."""
    recompute_open_clocks(by=by if isinstance(by, Post) else None, at=at)

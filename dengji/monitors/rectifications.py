"""Days of rectifications (整改期限): the body is told before the last one, body and office once it is over."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from dengji.supervision.acts.rectifying import tell_late, tell_soon
from dengji.supervision.models import Rectification
from dengji.supervision.terms import RectificationState

AHEAD = timedelta(days=3)


def remind(at: datetime) -> int:
    """整改到期、逾期提醒: of each rectification once before its last day and once after; how many messages."""
    on = localdate(at)
    found = Rectification.objects.select_related("authority", "filing__institution__organisation").order_by(
        "id"
    )
    soon = found.filter(state=RectificationState.DEMANDED, due_on__range=(on, on + AHEAD))
    before = sum(tell_soon(each, at=at) for each in soon)
    return before + sum(tell_late(each, at=at) for each in found.overdue(on))

"""Days of complaints (举报投诉答复期限): who handles one is told before the last, the office once it is over."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from dengji.supervision.acts.investigating import tell_late, tell_soon
from dengji.supervision.models import Complaint
from dengji.supervision.terms import ComplaintState

AHEAD = timedelta(days=3)


def remind(at: datetime) -> int:
    """举报投诉到期、逾期提醒: of each once before its last day and once after; how many messages."""
    on = localdate(at)
    taken = Complaint.objects.filter(state=ComplaintState.TAKEN).order_by("id")
    before = sum(tell_soon(each, at=at) for each in taken.filter(due_on__range=(on, on + AHEAD)))
    return before + sum(tell_late(each, at=at) for each in taken.overdue(on))

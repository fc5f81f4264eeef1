"""What the ministry's network answered so far in the demonstration (演示报送): all but the last days."""

from datetime import datetime, timedelta

from django.db.models import F

from dengji.exchange.acts import receive
from dengji.exchange.models import Request
from dengji.exchange.terms import Operation, Register, Report, State

UNTIL_SENT, UNTIL_ANSWERED = timedelta(minutes=2), timedelta(days=1)
UNLIKE = "评价计划的职业编码与平台上的备案信息不一致"


def settle(*, before: datetime) -> int:
    """What nobody's case waits for is answered, the first plan of all with a refusal; how many reports."""
    reports = Request.objects.filter(register=Register.MINISTRY_NETWORK)
    open_rows = reports.filter(state=State.WAITING, asked_at__lt=before).exclude(about__startswith="case:")
    waiting = list(open_rows.order_by("id"))
    first = next((each.pk for each in waiting if _is_new_plan(each)), None)
    for each in waiting:
        at = each.asked_at + UNTIL_ANSWERED
        said = {
            "state": "published",
            "published_on": at.date().isoformat(),
            "number": f"{at.year}{each.pk:06d}",
        }
        declined = {"state": "declined", "reason": UNLIKE}
        receive(each, declined if each.pk == first else said, at=at)
    for each in reports.filter(state=State.ANSWERED, sent_at=None):
        reports.filter(pk=each.pk).update(
            sent_at=F("asked_at") + UNTIL_SENT, receipt=f"R{each.key[:16].upper()}"
        )
    return len(waiting)


def _is_new_plan(report: Request) -> bool:
    return report.kind == Report.PLANS and report.operation == Operation.NEW

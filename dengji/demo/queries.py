"""What the demonstration's clock shows (演示时间)."""

from django.conf import settings

from dengji.demo.models import DemoClock

ONE = 1
"""The number of the only row."""


def days_ahead() -> int:
    """提前天数: how many days the demonstration's clock runs ahead; outside a demonstration 0, without a look."""
    if not settings.DENGJI_DEMO:
        return 0
    return DemoClock.objects.filter(pk=ONE).values_list("days_ahead", flat=True).first() or 0

"""The demonstration's own table (演示): its clock."""

from django.db import models
from django.db.models import Q

from dengji.people.models import Person


class DemoClock(models.Model):
    """The demonstration's clock (演示时间), one row: how many days it runs ahead, and who moved it last.

    Nobody (None) is somebody who was not signed in.
    """

    days_ahead = models.PositiveIntegerField("提前天数", default=0)
    moved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="demo_clock_is_one"),)

    def __str__(self) -> str:
        return f"+{self.days_ahead}"

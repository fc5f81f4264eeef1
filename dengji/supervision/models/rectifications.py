"""What bodies must put right by a day (限期整改)."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from dengji.filings.models import Filing
from dengji.people.models import Organisation, Post
from dengji.records.models import StoredFile
from dengji.supervision.models.campaigns import Inspection
from dengji.supervision.models.complaints import Complaint
from dengji.supervision.terms import UNFINISHED, RectificationState, RectificationStep


class Rectifications(models.QuerySet["Rectification"]):
    """Rectifications, asked in words."""

    def unfinished(self) -> Self:
        """Those that are not over."""
        return self.filter(state__in=UNFINISHED)

    def overdue(self, on: date) -> Self:
        """Not over though their last day is: nothing handed in by then, or only afterwards."""
        in_time = Q(state=RectificationState.HANDED_IN, handed_in_on__lte=F("due_on"))
        return self.unfinished().filter(due_on__lt=on).exclude(in_time)


class Rectification(models.Model):
    """What a body must put right by a day (限期整改); `due_on` is the last one."""

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("编号", max_length=40)
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="rectifications")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="rectifications")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="rectifications")
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="rectifications")
    basis = models.CharField("依据", max_length=200)
    demands = models.TextField("整改要求")
    demanded_on = models.DateField("要求日期")
    due_on = models.DateField("整改期限")
    state = models.CharField(
        "状态", max_length=10, choices=RectificationState.choices, default=RectificationState.DEMANDED
    )
    handed_in_on = models.DateField("报告日期", null=True)
    closed_on = models.DateField("办结日期", null=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("版本", default=0)

    objects = Rectifications.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("authority", "number"), name="rectification_number_once"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("demanded_on")), name="rectification_leaves_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNFINISHED, closed_on__isnull=True)
                | (~Q(state__in=UNFINISHED) & Q(closed_on__isnull=False)),
                name="rectification_over_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=RectificationState.HANDED_IN) | Q(handed_in_on__isnull=False),
                name="rectification_handed_in_on_a_day",
            ),
        )
        indexes = (models.Index(fields=("state", "due_on"), name="rectification_due"),)

    def __str__(self) -> str:
        return self.number

    def overdue(self, on: date) -> bool:
        """Not over though its last day is, as `Rectifications.overdue` says."""
        in_time = self.state == RectificationState.HANDED_IN and self.handed_in_on is not None
        if in_time and self.handed_in_on and self.handed_in_on <= self.due_on:
            return False
        return self.state in UNFINISHED and self.due_on < on


class RectificationEvent(models.Model):
    """What happened to a rectification (整改经过): said, by whom, with which file; never changed."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="events")
    step = models.CharField("事项", max_length=10, choices=RectificationStep.choices)
    says = models.TextField("内容")
    due_on = models.DateField("整改期限", null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.rectification} {self.get_step_display()}"

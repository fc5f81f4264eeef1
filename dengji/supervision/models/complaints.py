"""Complaints and reports about bodies (举报投诉): what was told, how far it is, and what happened to it."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from dengji.filings.models import Filing
from dengji.people.models import Organisation, Post
from dengji.records.models import StoredFile
from dengji.supervision.terms import URGENT, WAITING, ComplaintState, ComplaintStep, Outcome, Source


class Complaints(models.QuerySet["Complaint"]):
    """Complaints, asked in words."""

    def waiting(self) -> Self:
        """Those that are not over."""
        return self.filter(state__in=WAITING)

    def overdue(self, on: date) -> Self:
        """Not answered though the last day for it is over."""
        return self.filter(state=ComplaintState.TAKEN, due_on__lt=on)

    def urgent_first(self) -> Self:
        """Those that wait before those that are over; groups and media first, then by how long they lie there."""
        over = When(~Q(state__in=WAITING), then=Value(2))
        urgent = When(source__in=URGENT, then=Value(0))
        rank = Case(over, urgent, default=Value(1), output_field=IntegerField())
        return self.annotate(rank=rank).order_by("rank", "made_at", "id")


class Complaint(models.Model):
    """A complaint (举报投诉): about which body, what happened, who looks into it, what was found.

    `who` seals who complains and how he is reached, empty where he did not say. Of the code by which he reads how
    far it is, and of the words, digests are kept. `times` counts how often the same words came; `due_on` is the
    last day for the answer.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    receipt = models.CharField("回执号", max_length=20, unique=True)
    code = models.CharField("查询码摘要", max_length=64)
    words = models.CharField("内容摘要", max_length=64)
    times = models.PositiveIntegerField("收到次数", default=1)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="complaints")
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="complaints")
    body = models.CharField("被反映的机构", max_length=120)
    place = models.CharField("所在地", max_length=6)
    source = models.CharField("来源", max_length=6, choices=Source.choices)
    people = models.PositiveIntegerField("人数", null=True)
    reported_at = models.CharField("报道的网址", max_length=500, blank=True)
    says = models.TextField("反映的情况")
    when = models.CharField("发生时间", max_length=100, blank=True)
    where = models.CharField("发生地点", max_length=200, blank=True)
    who = models.BinaryField("封存的反映人", blank=True, default=b"")
    state = models.CharField(
        "状态", max_length=10, choices=ComplaintState.choices, default=ComplaintState.RECEIVED
    )
    handler = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("答复期限", null=True)
    outcome = models.CharField("核查结论", max_length=8, choices=Outcome.choices, blank=True)
    answer = models.TextField("答复", blank=True)
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("提出时间")
    closed_on = models.DateField("办结日期", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = Complaints.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("words",), condition=Q(state__in=sorted(WAITING)), name="complaint_same_words_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.TAKEN) | Q(handler__isnull=False, due_on__isnull=False),
                name="complaint_taken_by_somebody_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.ANSWERED) | Q(outcome__gt="", answer__gt=""),
                name="complaint_answered_says_what_was_found",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(WAITING), closed_on__isnull=True)
                | (~Q(state__in=sorted(WAITING)) & Q(closed_on__isnull=False)),
                name="complaint_over_on_a_day",
            ),
        )
        indexes = (models.Index(fields=("authority", "state", "due_on"), name="complaint_due"),)

    def __str__(self) -> str:
        return self.receipt

    @property
    def urgent(self) -> bool:
        """Whether it is looked into first."""
        return self.source in URGENT

    @property
    def named(self) -> bool:
        """Whether whoever complained said who he is, or how he is reached."""
        return bool(self.who)

    def overdue(self, on: date) -> bool:
        """Not answered though the last day for it is over."""
        return self.state == ComplaintState.TAKEN and self.due_on is not None and self.due_on < on


class ComplaintEvent(models.Model):
    """What happened to a complaint (举报投诉经过): said, by whom; never changed."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="events")
    step = models.CharField("事项", max_length=10, choices=ComplaintStep.choices)
    says = models.TextField("内容", blank=True)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.complaint} {self.get_step_display()}"


class ComplaintFile(models.Model):
    """A file that came with a complaint (举报投诉附件), sealed where it lies."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.complaint} {self.file}"

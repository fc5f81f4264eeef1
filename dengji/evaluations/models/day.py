"""What is kept of the day itself (实施现场): incidents, evidence, uploads that go on where they broke off."""

import uuid

from django.db import models
from django.db.models import Q

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Room, Sitting
from dengji.evaluations.terms import EvidenceKind, IncidentKind
from dengji.people.models import Post
from dengji.records.models import StoredFile


class Incident(models.Model):
    """Something that went wrong (现场情况), and what came of it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="incidents")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, related_name="incidents")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="incidents")
    candidate = models.ForeignKey(Candidate, models.PROTECT, null=True, related_name="incidents")
    kind = models.CharField("类别", max_length=16, choices=IncidentKind.choices)
    says = models.CharField("情况", max_length=500)
    dealt_with = models.CharField("处理", max_length=500, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.plan} {self.get_kind_display()}"


class Upload(models.Model):
    """A large file on its way (分段上传): how much of it is here; it goes on where it broke off.

    `head` is the digest of its first piece, by which it is known again; `kind`, `title` and `sitting` say what it is.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="uploads")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("总字节数")
    head = models.CharField("开头的校验值", max_length=64, blank=True)
    kind = models.CharField("类别", max_length=16, choices=EvidenceKind.choices, blank=True)
    title = models.CharField("名称", max_length=120, blank=True)
    sitting = models.ForeignKey(Sitting, models.SET_NULL, null=True, related_name="+")
    received = models.PositiveBigIntegerField("已收字节数", default=0)
    path = models.CharField("暂存位置", max_length=200)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("开始时间")
    done_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def left(self) -> int:
        """How many bytes are still to come."""
        return self.size - self.received


class Evidence(models.Model):
    """A piece of the day's evidence (过程资料): a file here, or its digest and where it is kept."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evidence")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, related_name="evidence")
    kind = models.CharField("类别", max_length=16, choices=EvidenceKind.choices)
    title = models.CharField("名称", max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField("校验值", max_length=64, blank=True)
    kept_at = models.CharField("存放处", max_length=200, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(file__isnull=False) | (Q(sha256__gt="") & Q(kept_at__gt="")),
                name="evidence_is_here_or_somewhere",
            ),
        )

    def __str__(self) -> str:
        return self.title

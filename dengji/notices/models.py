"""Publicity, objections and announcements (公示、异议、公告)."""

import uuid

from django.db import models
from django.db.models import F, Q

from dengji.people.models import Organisation, Post
from dengji.procedure.models import Case
from dengji.records.models import StoredFile


class Publicity(models.Model):
    """A publicity notice (公示) of a case; `last_day` is its last day included.

    A case that went back after an objection was upheld is made public anew, with a notice of its own.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="publicities")
    title = models.CharField("标题", max_length=160)
    text = models.TextField("内容")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    opened_on = models.DateField("公示首日")
    last_day = models.DateField("公示末日")
    provisional = models.BooleanField("末日暂定", default=False)
    closed_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        ordering = ("-opened_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("opened_on")), name="publicity_ends_after_it_opens"
            ),
            models.UniqueConstraint(
                fields=("case",), condition=Q(closed_at__isnull=True), name="publicity_one_open_a_case"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Objection(models.Model):
    """An objection to a publicity (异议), with the objector's contact."""

    token = models.UUIDField("查询标识", default=uuid.uuid4, unique=True, editable=False)
    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="objections")
    receipt = models.CharField("回执号", max_length=20, unique=True)
    name = models.CharField("姓名或单位", max_length=80)
    contact = models.CharField("联系方式", max_length=80)
    content = models.TextField("异议内容")
    made_at = models.DateTimeField("提出时间")
    upheld = models.BooleanField("异议成立", null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.receipt


class ObjectionFile(models.Model):
    """A file that came with an objection (异议附件)."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.file)


class Announcement(models.Model):
    """An announcement of an authority (公告)."""

    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="announcements")
    title = models.CharField("标题", max_length=160)
    text = models.TextField("内容")
    published_at = models.DateTimeField("发布时间")
    withdrawn_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        ordering = ("-published_at",)

    def __str__(self) -> str:
        return self.title

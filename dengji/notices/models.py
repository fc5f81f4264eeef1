"""Publicity, objections, announcements, drafts open to comment (公示、异议、公告、征求意见)."""

import uuid

from django.db import models
from django.db.models import F, Q

from dengji.notices.terms import COMMENT_UNITS, Uptake
from dengji.people.models import Organisation, Post
from dengji.policy.models import Edition
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


class Consultation(models.Model):
    """A draft open to comment (征求意见): from `opened_on` to `last_day` included, `n` of a `unit` long."""

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="consultations")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asks = models.TextField("征求哪些意见")
    opened_on = models.DateField("首日")
    n = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("期限单位", max_length=12, choices=COMMENT_UNITS)
    last_day = models.DateField("末日")
    provisional = models.BooleanField("末日暂定", default=False)
    contact_name = models.CharField("联系人", max_length=60, blank=True)
    postal_address = models.CharField("通信地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    opened_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("发起时间")
    conclusion = models.TextField("办结说明", blank=True)
    concluded_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        ordering = ("-opened_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("opened_on")), name="consultation_ends_after_it_opens"
            ),
            models.CheckConstraint(
                condition=~Q(postal_address="", phone="", email=""), name="consultation_has_a_contact"
            ),
            models.UniqueConstraint(
                fields=("edition",),
                condition=Q(concluded_at__isnull=True),
                name="consultation_one_open_an_edition",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}征求意见"


class Comment(models.Model):
    """What somebody says of a draft (意见): of one article or of the whole, and what became of it.

    Name and contact are for the authority's officers only; the public reads `gist` and `answer`, if `public`.
    """

    token = models.UUIDField("查询标识", default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    receipt = models.CharField("回执号", max_length=20, unique=True)
    article = models.CharField("条款", max_length=40, blank=True)
    name = models.CharField("姓名或单位", max_length=80)
    contact = models.CharField("联系方式", max_length=80)
    content = models.TextField("意见内容")
    made_at = models.DateTimeField("提出时间")
    uptake = models.CharField("采纳情况", max_length=12, choices=Uptake.choices, blank=True)
    gist = models.CharField("意见概要", max_length=300, blank=True)
    answer = models.TextField("答复", blank=True)
    public = models.BooleanField("公开", default=False)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)
    version = models.PositiveSmallIntegerField("版本", default=0)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(public=False) | Q(answered_at__isnull=False, gist__gt=""),
                name="comment_public_with_its_gist_and_answer",
            ),
        )

    def __str__(self) -> str:
        return self.receipt


class CommentFile(models.Model):
    """A file that came with a comment (意见附件)."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.file)

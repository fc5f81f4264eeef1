"""Candidates and the sheets that they came in (考生、名单导入)."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import Attempt, DocumentKind, Progress
from dengji.people.models import Post
from dengji.records.models import StoredFile


class Candidate(models.Model):
    """Somebody who is evaluated in a batch (考生).

    `sealed` holds name, document number, telephone, birth date and sex (sealing.seals); `identity` is the digest of
    the document's kind and number, `named` that of the name, `masked` what a page may show of the number. `stated`
    holds what entry conditions ask (education, years of work, earlier level and since when …), `entry` what they
    came to.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="candidates")
    ordinal = models.PositiveIntegerField("序号")
    sealed = models.BinaryField("封存的个人信息")
    identity = models.CharField("身份摘要", max_length=64)
    named = models.CharField("姓名摘要", max_length=64, blank=True)
    masked = models.CharField("证件号码（脱敏）", max_length=30)
    document = models.CharField("证件类型", max_length=12, choices=DocumentKind.choices)
    category = models.CharField("考生来源", max_length=12)
    attempt = models.CharField("考试类型", max_length=8, choices=Attempt.choices, default=Attempt.FIRST)
    progress = models.CharField("认定分类", max_length=8, choices=Progress.choices, default=Progress.INITIAL)
    stated: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("申报条件事实", default=dict)
    entry: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("申报条件核对", default=dict)
    admissible = models.BooleanField("符合申报条件", null=True)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    ticket = models.CharField("准考证号", max_length=24, blank=True)
    withdrawn_at = models.DateTimeField("退出时间", null=True)
    withdrawn_because = models.CharField("退出理由", max_length=300, blank=True)
    passed = models.BooleanField("合格", null=True)

    class Meta:
        ordering = ("ordinal", "id")
        constraints = (
            models.UniqueConstraint(fields=("plan", "identity"), name="candidate_once_a_plan"),
            models.UniqueConstraint(
                fields=("ticket",), condition=Q(ticket__gt=""), name="candidate_ticket_once"
            ),
        )
        indexes = (models.Index(fields=("identity", "plan"), name="candidate_by_identity"),)

    def __str__(self) -> str:
        return f"{self.plan} {self.masked}"


class CandidateSheet(models.Model):
    """A sheet of candidates that was handed in (考生名单导入): what was taken, and the rows that were not, sealed.

    `faulty` counts the rows left out; `left_out` holds them as they were typed, with the reasons, sealed. `read`
    names the sheet of the book that was read ("page"), those that were not ("passed"), and heads that nobody knows
    ("strange").
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sheets")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    taken = models.PositiveIntegerField("导入人数")
    known = models.PositiveIntegerField("已在名单的人数", default=0)
    faulty = models.PositiveIntegerField("有误的行数", default=0)
    left_out = models.BinaryField("封存的有误行", default=b"")
    read: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("读取情况", default=dict)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("导入时间")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

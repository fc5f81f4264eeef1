"""Plans and who does what in them (评价计划、人员分工)."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from dengji.evaluations.terms import OVER, PlanState, Task
from dengji.filings.models import FiledVenue, Filing
from dengji.filings.terms import Audience
from dengji.institutions.models import Member
from dengji.institutions.terms import ItemSource, VenueKind
from dengji.people.models import Organisation, Post
from dengji.policy.models import Edition
from dengji.procedure.models import Case


class Plan(models.Model):
    """A plan (评价计划): one occupation, one level, from a day to a day, inside a filing; carried out, one batch.

    `edition` is the text that governed it when it was last handed in; `version` counts what was saved.
    `senders` may send quality supervisors to it, as its text had it when it was approved.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("计划编号", max_length=20, unique=True, null=True)
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="plans")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    code = models.CharField("职业编码", max_length=20)
    name = models.CharField("职业名称", max_length=120)
    work_type = models.CharField("工种", max_length=120, blank=True)
    level = models.CharField("等级", max_length=12, blank=True)
    audience = models.CharField("评价对象", max_length=16, choices=Audience.choices)
    categories: models.JSONField[list[str], list[str]] = models.JSONField("考生来源", default=list)
    methods: models.JSONField[list[str], list[str]] = models.JSONField("评价方式", default=list)
    standard = models.CharField("评价依据", max_length=160, blank=True)
    standard_edition = models.CharField("依据版本", max_length=40, blank=True)
    item_source = models.CharField("试题来源", max_length=12, choices=ItemSource.choices, blank=True)
    starts_on = models.DateField("开始日期", null=True)
    ends_on = models.DateField("结束日期", null=True)
    expected = models.PositiveIntegerField("计划人数", null=True)
    fee_fen = models.PositiveIntegerField("收费（分/人）", null=True)
    note = models.TextField("说明", blank=True)
    cancelled_because = models.CharField("取消理由", max_length=300, blank=True)
    finished_on = models.DateField("实施结束日", null=True)
    published_at = models.DateTimeField("成绩公布时间", null=True)
    senders = models.ManyToManyField(Organisation, related_name="+", verbose_name="可以委派督导员的单位")
    created_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_it_starts",
            ),
        )
        indexes = (
            models.Index(fields=("filing", "state", "starts_on"), name="plan_of_filing"),
            models.Index(fields=("state", "ends_on"), name="plan_by_end"),
        )

    def __str__(self) -> str:
        return self.number or f"{self.name}评价计划（未提交）"

    @property
    def open(self) -> bool:
        """Whether something of it is left to do."""
        return self.state not in OVER

    def began(self, on: date) -> bool:
        """Whether its first day has come."""
        return self.starts_on is not None and on >= self.starts_on


def column_label(name: str) -> str:
    """What people call a column of a plan."""
    field = Plan._meta.get_field(name)
    return str(field.verbose_name) if isinstance(field, models.Field) else name


class PlanVersion(models.Model):
    """What a plan said when it was approved (核准的计划内容), so that a change that fails can be taken back."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    ordinal = models.PositiveIntegerField("次序")
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("内容")
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    at = models.DateTimeField("核准时间")

    class Meta:
        ordering = ("plan", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("plan", "ordinal"), name="plan_version_once_an_ordinal"),
        )

    def __str__(self) -> str:
        return f"{self.plan} 第{self.ordinal}版"


class PlanVenue(models.Model):
    """Where a plan is carried out (计划使用的场所): a filed venue, as it was called then; or one that is not filed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="venues")
    filed = models.ForeignKey(FiledVenue, models.PROTECT, null=True, related_name="+")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("用途", max_length=12, choices=VenueKind.choices)
    address = models.CharField("地址", max_length=200, blank=True)
    seats = models.PositiveIntegerField("工位（座位）数", default=0)
    video = models.BooleanField("配备视频监控", default=False)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("plan", "name"), name="plan_venue_once"),)

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """Somebody's part in a plan (人员安排): a member of the body, or somebody from the province's register.

    `identity` is the digest of the identity number, by which one person is known in two places.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="assignments")
    task = models.CharField("分工", max_length=16, choices=Task.choices)
    name = models.CharField("姓名", max_length=60)
    identity = models.CharField("身份摘要", max_length=64, blank=True, db_index=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    registered = models.ForeignKey(
        "evaluations.RegisteredPerson", models.PROTECT, null=True, related_name="assignments"
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="登录岗位")
    drawn = models.BooleanField("随机抽取", default=False)
    sent_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="委派单位"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "task"),
                condition=Q(task=Task.HEAD_EXAMINER),
                name="assignment_one_head_examiner",
            ),
            models.UniqueConstraint(
                fields=("plan", "task", "identity"),
                condition=Q(identity__gt=""),
                name="assignment_person_once_a_task",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_task_display()} {self.name}"

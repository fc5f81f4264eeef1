"""Campaigns of random checks, and checks of bodies (双随机抽查、监督检查)."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.filings.models import Filing
from dengji.people.models import Organisation, Post
from dengji.supervision.terms import Bar, Came, CampaignState, Reach, Strata


class Campaign(models.Model):
    """A campaign of random checks (双随机抽查): whom it may reach, how many it draws, and how far it is.

    `share` is in hundredths. The list (`drawing.as_json`) and the hash of the seed are there from the commitment on;
    the seed lies sealed until the results are published, or the campaign is cancelled.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="campaigns")
    number = models.CharField("编号", max_length=40, null=True)
    title = models.CharField("名称", max_length=100)
    basis = models.CharField("依据", max_length=200)
    kinds: "models.JSONField[list[str], list[str]]" = models.JSONField("机构类型", default=list)
    reach = models.CharField("机构范围", max_length=6, choices=Reach.choices, default=Reach.OWN)
    place = models.CharField("所在地", max_length=6)
    strata = models.CharField("分组", max_length=8, choices=Strata.choices, blank=True)
    share = models.PositiveSmallIntegerField("抽查比例（%）")
    least = models.PositiveSmallIntegerField("每组至少", default=1)
    each = models.PositiveSmallIntegerField("每家检查人数", default=2)
    source = models.CharField("公共随机数来源", max_length=120, blank=True)
    draw_on = models.DateField("抽取日期")
    from_on = models.DateField("检查自")
    until = models.DateField("检查至")
    state = models.CharField(
        "状态", max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT
    )
    urn: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        "名单", null=True
    )
    urn_digest = models.CharField("名单摘要", max_length=64, blank=True)
    commitment = models.CharField("种子摘要", max_length=64, blank=True)
    sealed = models.BinaryField("封存的种子", blank=True, default=b"")
    seed = models.CharField("公布的种子", max_length=64, blank=True)
    public_value = models.CharField("公共随机数", max_length=120, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("建立时间")
    committed_at = models.DateTimeField("公布摘要时间", null=True)
    drawn_at = models.DateTimeField("抽取时间", null=True)
    published_at = models.DateTimeField("公布结果时间", null=True)
    cancelled_because = models.CharField("取消的理由", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("authority", "number"), name="campaign_number_once"),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100), name="campaign_share_in_hundredths"
            ),
            models.CheckConstraint(condition=Q(each__gte=1), name="campaign_somebody_checks"),
            models.CheckConstraint(condition=Q(until__gte=F("from_on")), name="campaign_until_after_from"),
            models.CheckConstraint(
                condition=Q(state__in=(CampaignState.DRAFT, CampaignState.CANCELLED))
                | Q(urn__isnull=False, urn_digest__gt="", commitment__gt="", committed_at__isnull=False),
                name="campaign_drawn_from_what_was_published",
            ),
            models.CheckConstraint(
                condition=~Q(state=CampaignState.CANCELLED) | Q(cancelled_because__gt=""),
                name="campaign_cancelled_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Barred(models.Model):
    """An inspector who may not check a body in a campaign (回避), and why."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="barred")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="+")
    person = models.ForeignKey(RegisteredPerson, models.PROTECT, related_name="+")
    why = models.CharField("事由", max_length=10, choices=Bar.choices)
    says = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("campaign", "filing", "person"), name="barred_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.filing}"


class Inspection(models.Model):
    """A check of one body (监督检查): in a campaign, who goes, and what it came to."""

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="inspections")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="inspections")
    ordinal = models.PositiveIntegerField("序号")
    group = models.CharField("分组", max_length=60, blank=True)
    came = models.CharField("结果", max_length=10, choices=Came.choices, blank=True)
    says = models.TextField("检查情况", blank=True)
    inspected_on = models.DateField("检查日期", null=True)
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        ordering = ("ordinal",)
        constraints = (
            models.UniqueConstraint(fields=("campaign", "filing"), name="inspection_once_a_campaign"),
            models.CheckConstraint(
                condition=Q(came="", by__isnull=True, at__isnull=True)
                | Q(came__gt="", says__gt="", by__isnull=False, at__isnull=False),
                name="inspection_result_says_what_and_who",
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign} {self.filing}"


class Inspector(models.Model):
    """Who checks a body (检查人员), drawn; somebody put in another's place says why he was (替换)."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="inspectors")
    person = models.ForeignKey(RegisteredPerson, models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField("顺序")
    instead_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    because = models.CharField("替换的理由", max_length=300, blank=True)

    class Meta:
        ordering = ("ordinal",)
        constraints = (
            models.UniqueConstraint(fields=("inspection", "person"), name="inspector_once_an_inspection"),
            models.CheckConstraint(
                condition=Q(instead_of__isnull=True, because="")
                | Q(instead_of__isnull=False, because__gt=""),
                name="inspector_put_in_says_why",
            ),
        )

    def __str__(self) -> str:
        return str(self.person)

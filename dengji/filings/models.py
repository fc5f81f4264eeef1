"""Applications and the filings that they lead to (备案申请与备案)."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from dengji.filings.terms import Audience, FilingState, Origin
from dengji.institutions.models import Institution
from dengji.people.models import Organisation, Person, Post
from dengji.policy.models import Edition
from dengji.procedure.models import Case


class Application(models.Model):
    """What the applicant fills in beside its own registers (备案申请)."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="application")
    declarations: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        "申报事项", default=dict
    )
    sections_done: models.JSONField[list[str], list[str]] = models.JSONField("已完成部分", default=list)
    signed_by = models.CharField("承诺人", max_length=60, blank=True)
    signed_as_legal_representative = models.BooleanField("法定代表人签字", default=False)
    signed_at = models.DateTimeField("承诺时间", null=True)
    saved_at = models.DateTimeField("最近保存", null=True)

    def __str__(self) -> str:
        return str(self.case)


class AppliedOccupation(models.Model):
    """An occupation applied for (申报职业), with levels and audience."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="occupations")
    code = models.CharField("职业编码", max_length=20)
    work_type = models.CharField("工种", max_length=120, blank=True)
    levels: models.JSONField[list[str], list[str]] = models.JSONField("等级", default=list)
    audience = models.CharField("评价对象", max_length=16, choices=Audience.choices)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("application", "code", "work_type", "audience"), name="applied_occupation_once"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Draft(models.Model):
    """What somebody typed on a page and has not saved (未保存的填写内容); part of no case, told to nobody."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    page = models.CharField("页面", max_length=200)
    fields: models.JSONField[dict[str, list[str]], dict[str, list[str]]] = models.JSONField("内容")
    kept_at = models.DateTimeField("保留时间")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "page"), name="draft_once_a_page"),)

    def __str__(self) -> str:
        return f"{self.person} {self.page}"


class Filing(models.Model):
    """A filing (备案): number, scope and validity; its authority supervises it."""

    number = models.CharField("备案号", max_length=20, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="filings")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="filings")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    regime = models.CharField("评价类别", max_length=24)
    state = models.CharField("状态", max_length=12, choices=FilingState.choices, default=FilingState.IN_FORCE)
    origin = models.CharField("来源", max_length=8, choices=Origin.choices, default=Origin.CASE)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="filing")
    granted_on = models.DateField("备案日期")
    valid_from = models.DateField("有效期自")
    valid_until = models.DateField("有效期至", null=True)
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    place = models.CharField("所在地", max_length=6)

    class Meta:
        ordering = ("-granted_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="filing_valid_until_after_from",
            ),
        )
        indexes = (models.Index(fields=("place", "state"), name="filing_by_place"),)

    def __str__(self) -> str:
        return self.number


class ScopeRow(models.Model):
    """What a filing allows (备案范围): occupation, work type, levels, audience."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="scope")
    code = models.CharField("职业编码", max_length=20, db_index=True)
    name = models.CharField("职业名称", max_length=120)
    work_type = models.CharField("工种", max_length=120, blank=True)
    levels: models.JSONField[list[str], list[str]] = models.JSONField("等级", default=list)
    audience = models.CharField("评价对象", max_length=16, choices=Audience.choices)
    from_on = models.DateField("起始日")
    until = models.DateField("最后一日", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("filing", "code", "work_type", "audience", "from_on"), name="scope_row_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.filing} {self.code}"


class FiledVenue(models.Model):
    """A venue as it was filed (备案场所)."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="venues")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("用途", max_length=12)
    address = models.CharField("地址", max_length=200)
    from_on = models.DateField("起始日")
    until = models.DateField("最后一日", null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

"""Texts as loaded, decisions to apply them, and holiday schedules (文本版本、适用决定、放假安排)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dengji.policy.terms import Kind, Stage


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions, asked for as one speaks."""

    def current(self) -> Self:
        """The edition of each text that new cases rest on."""
        return self.filter(is_current=True)


class Edition(models.Model):
    """A text as it was loaded (文本版本): never changed; a changed pack is a new edition."""

    pack_id = models.CharField("规则包编号", max_length=40)
    sha256 = models.CharField("SHA-256", max_length=64)
    number = models.CharField("文号", max_length=120)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发布机关", max_length=120)
    stage = models.CharField("阶段", max_length=20, choices=Stage.choices)
    regimes = models.JSONField("评价类别")
    jurisdiction = models.CharField("适用地区", max_length=6)
    effective_from = models.DateField("施行日期", null=True)
    effective_until = models.DateField("施行至", null=True)
    content = models.TextField("内容")
    source = models.TextField("规则包原文")
    loaded_at = models.DateTimeField("装载时间")
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_current = models.BooleanField("当前版本", default=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("jurisdiction", "pack_id", "-id")
        constraints = (
            models.UniqueConstraint(fields=("pack_id", "sha256"), name="edition_once_by_content"),
            models.UniqueConstraint(
                fields=("pack_id",), condition=Q(is_current=True), name="edition_one_current_of_a_text"
            ),
        )

    def __str__(self) -> str:
        return f"《{self.title}》"


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Decisions to apply a text, asked for as one speaks."""

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def covering(self, on: date) -> Self:
        """Standing, and in effect on the day, its last day included."""
        ends = Q(until_on__isnull=True) | Q(until_on__gte=on)
        return self.standing().filter(ends, from_on__lte=on)


class Adoption(models.Model):
    """A decision that a text governs a place (试运行、继续适用); `until_on` is its last day."""

    pack_id = models.CharField("规则包编号", max_length=40)
    jurisdiction = models.CharField("适用地区", max_length=6)
    kind = models.CharField("方式", max_length=12, choices=Kind.choices)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True)
    reason = models.CharField("理由", max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("决定时间")
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_reason = models.CharField("撤销理由", max_length=80, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="adoption_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="adoption_has_a_reason"),
        )

    def __str__(self) -> str:
        until = f"至{self.until_on}" if self.until_on else "起"
        return f"{self.pack_id} 自{self.from_on}{until}{self.get_kind_display()}"


class HolidaySchedule(models.Model):
    """The days off and make-up days of a year (放假安排), as published; the newest of a year counts."""

    year = models.PositiveSmallIntegerField("年份")
    source = models.CharField("依据", max_length=200)
    content = models.TextField("内容")
    loaded_at = models.DateTimeField("装载时间")
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_current = models.BooleanField("当前版本", default=True)

    class Meta:
        ordering = ("-year", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("year",), condition=Q(is_current=True), name="holidayschedule_one_current_of_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年放假安排"

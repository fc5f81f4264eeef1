"""Occupations, work types, standards and special-ability items (职业分类、标准、专项职业能力)."""

from typing import Any

from django.db import models

from dengji.occupations.terms import ClassRank, Mark
from dengji.people.models import Organisation


class Occupation(models.Model):
    """A class of the occupational classification (大典职业): 大类, 中类, 小类 or 细类."""

    code = models.CharField("职业编码", max_length=20, primary_key=True)
    rank = models.CharField("层次", max_length=8, choices=ClassRank.choices)
    name = models.CharField("名称", max_length=120)
    digital = models.BooleanField("数字职业", default=False)
    green = models.BooleanField("绿色职业", default=False)
    access = models.BooleanField("准入类", default=False)
    skill_level = models.BooleanField("水平评价类", default=False)
    edition = models.CharField("版本", max_length=20, default="2022")
    sort_key = models.CharField("拼音", max_length=200, blank=True)
    initials = models.CharField("拼音首字母", max_length=120, blank=True)

    class Meta:
        ordering = ("code",)
        indexes = (
            models.Index(fields=("rank", "code"), name="occupation_by_rank"),
            models.Index(fields=("initials",), name="occupation_by_initials"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def mark(self) -> Mark | None:
        """How it is evaluated (评价性质); None for what is neither."""
        if self.access:
            return Mark.BOTH if self.skill_level else Mark.ACCESS
        return Mark.SKILL_LEVEL if self.skill_level else None


class WorkType(models.Model):
    """A work type inside an occupation (工种)."""

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="work_types")
    name = models.CharField("工种名称", max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("occupation", "name"), name="work_type_once_an_occupation"),
        )

    def __str__(self) -> str:
        return self.name


class Standard(models.Model):
    """A national standard (国家职业标准) or a filed evaluation norm (备案评价规范) of an occupation."""

    class Kind(models.TextChoices):
        """Which of the two it is."""

        NATIONAL = "national", "国家职业标准"
        NORM = "norm", "备案评价规范"

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="standards")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    title = models.CharField("名称", max_length=160)
    edition = models.CharField("版本", max_length=40)
    levels: models.JSONField[list[str], list[str]] = models.JSONField("等级", default=list)
    from_on = models.DateField("施行日期", null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("occupation", "kind", "title", "edition"), name="standard_once_an_edition"
            ),
        )

    def __str__(self) -> str:
        return self.title


class OwnRules(models.Model):
    """What one edition of a standard says of its own (标准自己的规定): entry conditions, examination; {} is nothing.

    For the place of the authority that states it, from a day on; without an authority it holds everywhere. A table of
    its own: the catalogue's files, loaded again, leave it as it is.
    """

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="own_rules")
    authority = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    from_on = models.DateField("施行日期", null=True)
    entry: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("申报条件", default=dict)
    examination: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("考核规定", default=dict)

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("standard", "authority", "from_on"), name="own_rules_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.standard}{self.standard.edition}"


class SpecialItem(models.Model):
    """A special-ability item (专项职业能力考核项目) of a catalogue that can grow."""

    code = models.CharField("项目编号", max_length=20, primary_key=True)
    name = models.CharField("项目名称", max_length=120)
    catalogue = models.CharField("目录", max_length=60)
    sort_key = models.CharField("拼音", max_length=200, blank=True)
    initials = models.CharField("拼音首字母", max_length=120, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

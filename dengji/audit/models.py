"""The entries of the trail (留痕记录) and its head."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from dengji.audit.canonical import ALGORITHMS, FORM, Line, moment

States = dict[str, Any] | None


class Entry(models.Model):
    """One act (留痕记录): who, when, from where, on what, before and after, and the link to the entry before.

    Triggers refuse every change and every removal, and every entry that does not follow the head.
    """

    position = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person_name = models.CharField("姓名", max_length=120, blank=True)
    organisation = models.BigIntegerField("单位编号", null=True)
    organisation_name = models.CharField("单位", max_length=200, blank=True)
    role = models.CharField("岗位", max_length=30, blank=True)
    from_address = models.CharField("来源地址", max_length=45, blank=True)
    act = models.CharField("行为", max_length=60)
    object_kind = models.CharField("对象类型", max_length=40)
    object_id = models.CharField("对象标识", max_length=64)
    before: "models.JSONField[States, States]" = models.JSONField("变更前", null=True)
    after: "models.JSONField[States, States]" = models.JSONField("变更后", null=True)
    form = models.PositiveSmallIntegerField("格式版本", default=FORM)
    algorithm = models.CharField("摘要算法", max_length=10, choices=[(name, name) for name in ALGORITHMS])
    previous_hash = models.CharField("前一条摘要", max_length=64, blank=True)
    hash = models.CharField("摘要", max_length=64)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(condition=Q(position__gte=1), name="entry_positions_begin_at_one"),
        )
        indexes = (models.Index(fields=("object_kind", "object_id", "position"), name="entry_about"),)

    def __str__(self) -> str:
        return f"{self.position} {self.act}"

    def line(self) -> Line:
        """The entry as it is hashed and exported; form 1 knew no organisation, so one put there later breaks it."""
        later = {} if self.form == 1 and self.organisation is None else {"organisation": self.organisation}
        return later | {
            "form": self.form,
            "position": self.position,
            "at": moment(self.at),
            "person": self.person_id,
            "person_name": self.person_name,
            "organisation_name": self.organisation_name,
            "role": self.role,
            "from_address": self.from_address,
            "act": self.act,
            "object_kind": self.object_kind,
            "object_id": self.object_id,
            "before": self.before,
            "after": self.after,
            "algorithm": self.algorithm,
            "previous_hash": self.previous_hash,
            "hash": self.hash,
        }


class Head(models.Model):
    """Where the trail ends (链尾): one row, moved on by a trigger, locked by whoever writes an entry."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField("序号")
    hash = models.CharField("摘要", max_length=64, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="head_is_one"),)

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"

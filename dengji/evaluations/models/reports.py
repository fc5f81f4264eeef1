"""Quality supervisors' reports (质量督导报告)."""

from typing import Any

from django.db import models

from dengji.evaluations.models.plans import Assignment, Plan
from dengji.people.models import Post
from dengji.policy.engine.practice import Watch


class SupervisionReport(models.Model):
    """A supervisor's report on a batch (质量督导报告): part by part, with a proposal whether the batch is valid.

    `parts` maps a part of the text's form to {"sound": bool, "says": str}; frozen once handed in.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports")
    watch = models.CharField("督导来源", max_length=10, choices=[(each.value, each.label) for each in Watch])
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reports")
    parts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("分项评价", default=dict)
    valid = models.BooleanField("建议有效", null=True)
    findings: models.JSONField[list[str], list[str]] = models.JSONField("发现的情形", default=list)
    says = models.TextField("总体意见", blank=True)
    due_on = models.DateField("提交期限", null=True)
    saved_at = models.DateTimeField("保存时间", null=True)
    handed_in_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    handed_in_at = models.DateTimeField("提交时间", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "assignment"), name="supervision_report_once_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.plan} {self.get_watch_display()}"

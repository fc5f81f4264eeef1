"""Requests to other registers (核验与报送请求), with the answers."""

from typing import Any

from django.db import models
from django.db.models import Q

from dengji.exchange.terms import Register, State

Content = dict[str, Any]


class Request(models.Model):
    """One request to a register (核验与报送请求): written with the act that needs it, sent after commit."""

    register = models.CharField("登记系统", max_length=20, choices=Register.choices)
    about = models.CharField("事由", max_length=80)
    payload: "models.JSONField[Content, Content]" = models.JSONField("内容")
    key = models.CharField("幂等键", max_length=64, unique=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField("提出时间")
    attempts = models.PositiveIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试时间")
    fault = models.CharField("上次未成的原因", max_length=300, blank=True)
    sent_at = models.DateTimeField("送达时间", null=True)
    receipt = models.CharField("对方回执号", max_length=80, blank=True)
    answer: "models.JSONField[Content | None, Content | None]" = models.JSONField("答复", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.ANSWERED, answer__isnull=False, answered_at__isnull=False)
                | (~Q(state=State.ANSWERED) & Q(answer__isnull=True, answered_at__isnull=True)),
                name="request_answered_has_its_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False, receipt__gt=""),
                name="request_sent_has_a_receipt",
            ),
        )
        indexes = (
            models.Index(fields=("register", "about", "-id"), name="request_about"),
            models.Index(
                fields=("state", "next_try_at"),
                condition=Q(state__in=(State.WAITING, State.SENT)),
                name="request_unfinished",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.about}"

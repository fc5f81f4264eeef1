"""Requests to other registers (核验与报送请求), with the answers."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from dengji.exchange.files import models as files  # noqa: F401 - tables of this room too, so that Django finds them
from dengji.exchange.terms import Operation, Outcome, Register, Report, Standing, State

Content = dict[str, Any]


class Request(models.Model):
    """One request to a register (核验与报送请求): written with the act that needs it, sent after commit.

    A report (报送) says its kind and operation, the authority that answers for it (`sender`, an organisation's id: this
    room knows no people), the place, and the last day on which the text lets it be sent; a look-up says none of these.
    `next_try_at` is None once nothing is left to be tried. `fault` is what went wrong last; on a row that is answered,
    that another answer came afterwards: the first stands.
    """

    register = models.CharField("登记系统", max_length=20, choices=Register.choices)
    about = models.CharField("事由", max_length=80)
    kind = models.CharField("报送种类", max_length=12, choices=Report.choices, blank=True)
    operation = models.CharField("操作类型", max_length=8, choices=Operation.choices, blank=True)
    sender = models.PositiveBigIntegerField("报送单位", null=True)
    place = models.CharField("行政区划", max_length=6, blank=True)
    due_on = models.DateField("最迟报送之日", null=True)
    payload: "models.JSONField[Content, Content]" = models.JSONField("内容")
    key = models.CharField("幂等键", max_length=64, unique=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField("提出时间")
    attempts = models.PositiveIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试时间", null=True)
    fault = models.CharField("上次未成的原因", max_length=300, blank=True)
    sent_at = models.DateTimeField("送达时间", null=True)
    receipt = models.CharField("对方回执号", max_length=80, blank=True)
    answer: "models.JSONField[Content | None, Content | None]" = models.JSONField("答复", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    outcome = models.CharField("对方结论", max_length=10, choices=Outcome.choices, blank=True)

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
            models.CheckConstraint(
                condition=Q(kind="", operation="") | Q(kind__gt="", operation__gt=""),
                name="request_report_says_what_it_does",
            ),
        )
        indexes = (
            models.Index(fields=("register", "about", "-id"), name="request_about"),
            models.Index(fields=("sender", "-id"), name="request_sender"),
            models.Index(
                fields=("state", "next_try_at"),
                condition=Q(next_try_at__isnull=False),
                name="request_to_be_tried",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.about}"

    @property
    def standing(self) -> Standing:
        """Where a report stands, in one word."""
        return Standing(self.outcome or self.state)

    def late(self, on: date) -> bool:
        """迟报: whether it was sent after its last day, or is not sent and that day has passed."""
        if self.due_on is None:
            return False
        done_at = self.sent_at or self.answered_at
        return (localdate(done_at) if done_at else on) > self.due_on

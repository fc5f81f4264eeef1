"""Scores, how they came in, and what became of them (成绩、登分、评分表、更正、复核).

What hangs on a candidate here is protected: neither a score nor an entry can go with the list that it stands on.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.terms import ComplaintState, CorrectionState, EntryKind, WithdrawalState
from dengji.people.models import Post


class Score(models.Model):
    """A candidate's score in one method (成绩): None where he was absent; standing once nothing is left to compare."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="scores")
    method = models.CharField("评价方式", max_length=12)
    value = models.DecimalField("成绩", max_digits=5, decimal_places=1, null=True)
    absent = models.BooleanField("缺考", default=False)
    passed = models.BooleanField("合格", default=False)

    class Meta:
        ordering = ("candidate", "method")
        constraints = (
            models.UniqueConstraint(fields=("candidate", "method"), name="score_once_a_method"),
            models.CheckConstraint(
                condition=Q(absent=True, value__isnull=True, passed=False)
                | Q(absent=False, value__gte=0, value__lte=100),
                name="score_between_0_and_100",
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate} {self.method}"


class ScoreEntry(models.Model):
    """A score as somebody put it in (登分记录); never changed, so that all traces stay."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="entries")
    method = models.CharField("评价方式", max_length=12)
    kind = models.CharField("方式", max_length=10, choices=EntryKind.choices)
    value = models.DecimalField("成绩", max_digits=5, decimal_places=1, null=True)
    absent = models.BooleanField("缺考", default=False)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("candidate", "method", "kind"), name="score_entry_of_candidate"),)

    def __str__(self) -> str:
        return f"{self.candidate} {self.method} {self.kind}"


class ScoreImport(models.Model):
    """A sheet of scores that was brought in (成绩导入): how many were taken, and the rows that were not.

    `faulty` holds number, column and reason of each row left out: nothing personal.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="score_imports")
    method = models.CharField("评价方式", max_length=12)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    taken = models.PositiveIntegerField("导入人数")
    known = models.PositiveIntegerField("原来已有的人数", default=0)
    blank = models.PositiveIntegerField("没有填成绩的行", default=0)
    faulty: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        "没有导入的行", default=list
    )
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("导入时间")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class ImportWithdrawal(models.Model):
    """A whole sheet of scores taken back (撤回导入): why, by whom, and agreed to by a second person before it counts.

    `taken` and `left` are what it came to: scores that went, and those that stayed because they were corrected since.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(ScoreImport, models.PROTECT, related_name="withdrawals")
    reason = models.CharField("理由", max_length=500)
    state = models.CharField(
        "状态", max_length=10, choices=WithdrawalState.choices, default=WithdrawalState.SECOND
    )
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("提出时间")
    seconded_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    seconded_at = models.DateTimeField("复核时间", null=True)
    taken = models.PositiveIntegerField("撤回人数", default=0)
    left = models.PositiveIntegerField("保留人数", default=0)
    declined_because = models.CharField("不同意的理由", max_length=500, blank=True)
    declined_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField("不同意的时间", null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("sheet",),
                condition=~Q(state=WithdrawalState.DECLINED),
                name="import_withdrawal_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=WithdrawalState.MADE)
                | Q(seconded_by__isnull=False) & ~Q(seconded_by=models.F("by")),
                name="import_withdrawal_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet} {self.get_state_display()}"


class ScoreForm(models.Model):
    """The items by which a method is scored in a plan (评分表样式): key, label and most marks of each, 100 together."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="score_forms")
    method = models.CharField("评价方式", max_length=12)
    items: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField("评分项")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("设定时间")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("plan", "method"), name="score_form_once_a_method"),)

    def __str__(self) -> str:
        return f"{self.plan} {self.method}"


class ScoreSheet(models.Model):
    """An examiner's own sheet for a candidate (考评员评分表), signed: who, when, and the digest of what was signed."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="score_sheets")
    method = models.CharField("评价方式", max_length=12)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="score_sheets")
    items: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("评分项", default=dict)
    total = models.DecimalField("总分", max_digits=5, decimal_places=1, null=True)
    saved_at = models.DateTimeField("保存时间", null=True)
    signed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField("签字时间", null=True)
    digest = models.CharField("签字内容校验值", max_length=64, blank=True)

    class Meta:
        ordering = ("candidate", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("candidate", "method", "assignment"), name="score_sheet_once_an_examiner"
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate} {self.assignment}"


class ScoreCorrection(models.Model):
    """A score put right (成绩更正): why, by whom, and agreed to by a second person before it counts.

    Once the results are checked, it counts only after an officer of the authority has agreed too. None before or
    after is an absence.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    score = models.ForeignKey(Score, models.PROTECT, related_name="corrections")
    before = models.DecimalField("更正前", max_digits=5, decimal_places=1, null=True)
    after = models.DecimalField("更正后", max_digits=5, decimal_places=1, null=True)
    reason = models.CharField("理由", max_length=500)
    state = models.CharField(
        "状态", max_length=10, choices=CorrectionState.choices, default=CorrectionState.SECOND
    )
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("提出时间")
    seconded_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    seconded_at = models.DateTimeField("复核时间", null=True)
    confirmed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("主管机关核准时间", null=True)
    declined_because = models.CharField("不同意的理由", max_length=500, blank=True)
    declined_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField("不同意的时间", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("score",),
                condition=Q(state__in=(CorrectionState.SECOND, CorrectionState.AUTHORITY)),
                name="score_correction_one_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.MADE)
                | Q(seconded_by__isnull=False) & ~Q(seconded_by=models.F("by")),
                name="score_correction_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.score} {self.before}→{self.after}"


class ScoreComplaint(models.Model):
    """A candidate's complaint about his score (成绩复核申请), and the answer."""

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="complaints")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="complaints")
    method = models.CharField("评价方式", max_length=12)
    says = models.CharField("理由", max_length=500)
    state = models.CharField(
        "状态", max_length=10, choices=ComplaintState.choices, default=ComplaintState.OPEN
    )
    answer = models.CharField("答复", max_length=500, blank=True)
    at = models.DateTimeField("提出时间")
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("candidate", "method"),
                condition=Q(state=ComplaintState.OPEN),
                name="score_complaint_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate} {self.method}"

"""Sheets taken out for the national platform (报送文件), what is in each, and the answer sheets put back."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from dengji.exchange.terms import Report


class FileSeries(models.Model):
    """A series of file numbers (报送文号系列): an authority's word in a year, and the last serial that was drawn."""

    name = models.CharField("系列", max_length=40, unique=True)
    last = models.PositiveIntegerField("已用序号", default=0)

    def __str__(self) -> str:
        return self.name


class ReportFile(models.Model):
    """One sheet with the reports of a kind (报送文件). Its content is never kept: it is made anew when it is taken.

    `digest` is the SHA-256 of the file as it was taken last; empty before that. A file that was given up holds nothing
    any more: what was not answered is reported again.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("文件编号", max_length=60, unique=True)
    sender = models.PositiveBigIntegerField("报送单位")
    kind = models.CharField("报送种类", max_length=12, choices=Report.choices)
    made_at = models.DateTimeField("生成时间")
    made_by = models.CharField("生成人", max_length=60)
    rows = models.PositiveIntegerField("行数")
    taken_at = models.DateTimeField("上次取出时间", null=True)
    taken_by = models.CharField("上次取出人", max_length=60, blank=True)
    digest = models.CharField("文件摘要", max_length=64, blank=True)
    given_up_at = models.DateTimeField("作废时间", null=True)
    given_up_because = models.CharField("作废原因", max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("sender", "-id"), name="report_file_sender"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(given_up_at=None) | Q(given_up_because__gt=""),
                name="report_file_given_up_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.number


class ReportInFile(models.Model):
    """A report in a file (文件内的报送): its place, how many rows, and what came back of them so far.

    `keys` names the rows of a report that is answered row by row; `heard` is what came back of its rows so far, by
    their place: {"1": [confirmed, reason, day, number]}. Once every row has its answer, the report has its own.
    """

    file = models.ForeignKey(ReportFile, models.PROTECT, related_name="reports")
    request = models.ForeignKey("exchange.Request", models.PROTECT, related_name="in_files")
    ordinal = models.PositiveIntegerField("文件内序号")
    rows = models.PositiveIntegerField("行数")
    keys: "models.JSONField[list[str], list[str]]" = models.JSONField("行的标识", default=list)
    digest = models.CharField("内容摘要", max_length=64)
    heard: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField("已收到的行", default=dict)

    class Meta:
        ordering = ("ordinal",)
        constraints = (
            models.UniqueConstraint(fields=("file", "ordinal"), name="report_in_file_place"),
            models.UniqueConstraint(fields=("file", "request"), name="report_in_file_once"),
        )

    def __str__(self) -> str:
        return f"{self.file} {self.ordinal}"


class AnswerSheet(models.Model):
    """An answer sheet as it was put before us (结果表): read, shown, and taken in once somebody has confirmed it.

    `told` is {"ordinal-row": [confirmed, reason, day, number]}, emptied once it is taken in; `faults` are the first of
    the rows that cannot be used, each [row of the sheet, column, reason].
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(ReportFile, models.PROTECT, related_name="sheets")
    digest = models.CharField("表格摘要", max_length=64)
    name = models.CharField("文件名", max_length=120)
    put_at = models.DateTimeField("上传时间")
    put_by = models.CharField("上传人", max_length=60)
    told: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField("结果", default=dict)
    faults: "models.JSONField[list[list[Any]], list[list[Any]]]" = models.JSONField(
        "不能用的行", default=list
    )
    faulty = models.PositiveIntegerField("不能用的行数")
    confirmed = models.PositiveIntegerField("通过")
    refused = models.PositiveIntegerField("不通过")
    unanswered = models.PositiveIntegerField("还没有结果")
    repeated = models.PositiveIntegerField("以前收过")
    taken_in_at = models.DateTimeField("收下时间", null=True)
    taken_in_by = models.CharField("收下人", max_length=60, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("file", "digest"), name="answer_sheet_once"),)

    def __str__(self) -> str:
        return f"{self.file} {self.name}"

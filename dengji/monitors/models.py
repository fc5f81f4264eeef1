"""What the monitors have seen (自动处理记录): every run, and by which calendar and texts days were reckoned."""

from django.db import models


class Run(models.Model):
    """One run of the monitors (运行记录): for which day, what it did."""

    on = models.DateField("处理日期")
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    done: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField("处理数", default=dict)
    failed: models.JSONField[list[str], list[str]] = models.JSONField("没有办成的", default=list)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.on}"


class Seen(models.Model):
    """By what the days of filings were reckoned last (已采用的日历和文本), as a digest."""

    name = models.CharField("名称", max_length=40, primary_key=True)
    digest = models.CharField("摘要", max_length=64)

    def __str__(self) -> str:
        return self.name

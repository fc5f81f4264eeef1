"""What the log tells of a certificate (日志用语)."""

from django.db.models import TextChoices


class Event(TextChoices):
    """What happened (事项); the word that stands in the entry."""

    ISSUE = "issue", "发证"
    CORRECT = "correct", "更正"
    WITHDRAW = "withdraw", "撤销"
    RESTORE = "restore", "恢复"
    REPLACE = "replace", "补发"

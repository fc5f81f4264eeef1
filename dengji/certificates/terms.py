"""Words for certificates and their issue (证书用语)."""

from django.db.models import TextChoices


class ReleaseState(TextChoices):
    """How far the certificates of a batch have come (核发进度)."""

    ASKED = "asked", "办理中"
    READY = "ready", "待核发"
    ISSUING = "issuing", "正在核发"
    ISSUED = "issued", "已核发"
    STOPPED = "stopped", "不予核发"


GOES_ON = frozenset({ReleaseState.ASKED, ReleaseState.READY, ReleaseState.ISSUING})
"""The states in which something of a release is left to do."""


class CertificateState(TextChoices):
    """What a certificate is worth today (证书状态)."""

    VALID = "valid", "有效"
    WITHDRAWN = "withdrawn", "已撤销"
    UNRECOGNISED = "unrecognised", "所属批次成绩不予认定"


class EventKind(TextChoices):
    """What happened to a certificate after its issue (证书变动)."""

    CORRECT = "correct", "更正"
    WITHDRAW = "withdraw", "撤销"
    UNRECOGNISE = "unrecognise", "批次成绩不予认定"
    RESTORE = "restore", "恢复有效"
    REPLACE = "replace", "补发"
    EXCHANGE = "exchange", "换发"


class AmendmentKind(TextChoices):
    """What is asked for a certificate (证书变动申请)."""

    CORRECT = "correct", "更正"
    WITHDRAW = "withdraw", "撤销"
    RESTORE = "restore", "恢复有效"
    EXCHANGE = "exchange", "换发"


class AmendmentState(TextChoices):
    """Where such a request stands (申请状态)."""

    SECOND = "second", "待第二人复核"
    AUTHORITY = "authority", "待主管机关核准"
    MADE = "made", "已办理"
    DECLINED = "declined", "不同意"


WAITING = frozenset({AmendmentState.SECOND, AmendmentState.AUTHORITY})
"""The states in which a request is still to be decided."""


class ReviewState(TextChoices):
    """Where a holder's doubt about his certificate stands (证书复核申请状态)."""

    OPEN = "open", "待答复"
    RIGHT = "right", "证书无误"
    WRONG = "wrong", "确有错误"

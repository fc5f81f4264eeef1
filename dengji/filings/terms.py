"""Words for filings and applications (备案用语)."""

from django.db.models import TextChoices


class FilingState(TextChoices):
    """Where a filing stands (备案状态)."""

    IN_FORCE = "in_force", "有效"
    EXPIRED = "expired", "已到期"
    ENDED = "ended", "已终止"
    STRUCK_OFF = "struck_off", "已注销"


class Origin(TextChoices):
    """Where a filing came from (备案来源)."""

    CASE = "case", "本系统办理"
    ENTERED = "entered", "补录"


class Audience(TextChoices):
    """Whom a body evaluates (评价对象)."""

    OWN_STAFF = "own_staff", "本单位职工"
    OWN_STUDENTS = "own_students", "本校学生"
    PUBLIC = "public", "社会人员"


class TaskState(TextChoices):
    """The state of a part of an application (填写状态)."""

    NOT_STARTED = "not_started", "未开始"
    UNDER_WAY = "under_way", "填写中"
    DONE = "done", "已完成"
    TO_CORRECT = "to_correct", "需修改"

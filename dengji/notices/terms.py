"""Words for notices (公示用语)."""

from django.db.models import TextChoices

from dengji.people.terms import Role
from dengji.workdays.terms import Unit


class Standing(TextChoices):
    """Where a publicity stands for the public (公示状态)."""

    OPEN = "open", "公示中"
    OVER = "over", "公示期已满"
    TAKEN_DOWN = "taken_down", "已撤下"


class Phase(TextChoices):
    """Where a consultation stands on a day (征求意见进展)."""

    AHEAD = "ahead", "即将开始"
    OPEN = "open", "正在征求意见"
    ANSWERING = "answering", "已截止，正在整理答复"
    CONCLUDED = "concluded", "已办结"


class Uptake(TextChoices):
    """What became of a comment (意见采纳情况)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "未采纳"
    NOTED = "noted", "留作参考"


CASE_ROLES = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ISSUER})
"""Who works on cases in an authority, and so speaks for it."""

COMMENT_ROLES = CASE_ROLES | {Role.ADMINISTRATOR}
"""Who reads and answers what the public says of a draft."""

COMMENT_UNITS = tuple((unit.value, unit.label) for unit in (Unit.WORKING_DAY, Unit.DAY))
"""In what a comment period is counted."""

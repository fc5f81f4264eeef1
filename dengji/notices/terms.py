"""Words for notices (公示用语)."""

from django.db.models import TextChoices

from dengji.people.terms import Role


class Standing(TextChoices):
    """Where a publicity stands for the public (公示状态)."""

    OPEN = "open", "公示中"
    OVER = "over", "公示期已满"
    TAKEN_DOWN = "taken_down", "已撤下"


CASE_ROLES = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ISSUER})
"""Who works on cases in an authority, and so speaks for it."""

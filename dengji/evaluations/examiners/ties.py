"""Reads of what a body's own people declared (本机构人员回避申报): by the digest of the identity."""

from django.db.models import QuerySet

from dengji.evaluations.models.examiners import DeclaredTie
from dengji.institutions.models import Member


def ties_of_member(member: Member) -> QuerySet[DeclaredTie]:
    """回避申报: the ties to candidates that stand for somebody, the first one first; none without his identity."""
    found = DeclaredTie.objects.filter(identity=member.identity, withdrawn_at=None).exclude(identity="")
    return found.exclude(candidate="").select_related("paper", "by__organisation").order_by("id")

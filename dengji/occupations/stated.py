"""Reads of standards and of what places say of them (标准规定查询): found by name, with what was stated of each."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from dengji.occupations.models import OwnRules, Standard
from dengji.people.models import Organisation


def standards_found(words: str, authority: Organisation, *, own: bool = False) -> QuerySet[Standard]:
    """检索标准: by title, occupation or code, newest edition of each first; `own` leaves those with own rules."""
    stated = OwnRules.objects.filter(
        Q(authority=None) | Q(authority__division=authority.division_id), standard=OuterRef("pk")
    )
    found = Standard.objects.select_related("occupation").annotate(stated=Exists(stated))
    if words:
        named = Q(title__icontains=words) | Q(occupation__name__icontains=words)
        found = found.filter(named | Q(occupation__code__startswith=words))
    return (found.filter(stated=True) if own else found).order_by("occupation", "title", "-edition", "pk")


def standard_at(pk: int) -> Standard | None:
    """One edition of a standard, or None."""
    return Standard.objects.select_related("occupation").filter(pk=pk).first()


def rules_stated(standard: Standard, authority: Organisation) -> QuerySet[OwnRules]:
    """登记过的规定: what holds at the authority's place, the latest day first."""
    found = OwnRules.objects.filter(Q(authority=None) | Q(authority__division=authority.division_id))
    return found.filter(standard=standard).select_related("standard", "authority")

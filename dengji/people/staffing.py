"""Who works where (人员岗位): the organisations that an administrator looks after, their people and experts."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from dengji.people.models import Division, Expert, Organisation, Person, Post
from dengji.people.queries import stem
from dengji.people.terms import Office, OrganisationKind, Rank, Role


def organisations_under(
    authority: Organisation, on: date, *, words: str = "", kind: str = ""
) -> QuerySet[Organisation, Any]:
    """辖区单位: authorities and bodies within an authority's division, with how many `posts_held` that day.

    `words` is part of a name or a whole code. The own organisation first, then authorities by place.
    """
    found = organisations_within(authority)
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(uscc__iexact=words))
    held = Q(posts__from_on__lte=on) & (Q(posts__until__isnull=True) | Q(posts__until__gte=on))
    counted = found.annotate(posts_held=Count("posts", filter=held), own=Q(pk=authority.pk))
    return counted.select_related("division").order_by("-own", "kind", "division_id", "name", "id")


def organisation_under(authority: Organisation, pk: int) -> Organisation | None:
    """One organisation within an authority's division, or None."""
    return organisations_within(authority).select_related("division").filter(pk=pk).first()


def authorities_under(authority: Organisation) -> list[Organisation]:
    """辖区机关: the authorities within an authority's division, by place; its own first."""
    found = list(
        organisations_within(authority).filter(kind=OrganisationKind.AUTHORITY).order_by("division_id", "id")
    )
    return sorted(found, key=lambda each: each.pk != authority.pk)


def posts_in(organisation: Organisation) -> QuerySet[Post]:
    """单位岗位: every post of an organisation but the experts', those without an end first."""
    found = Post.objects.filter(organisation=organisation).exclude(role=Role.EXPERT).select_related("person")
    return found.order_by(F("until").desc(nulls_first=True), "role", "person__full_name", "id")


def post_under(authority: Organisation, pk: int) -> Post | None:
    """One post in an organisation within an authority's division, or None."""
    found = Post.objects.select_related("person", "organisation__division")
    return found.filter(pk=pk, organisation__in=organisations_within(authority)).first()


def person_under(authority: Organisation, pk: int) -> Person | None:
    """One account with a post within an authority's division, or None."""
    held = Post.objects.filter(organisation__in=organisations_within(authority))
    return Person.objects.filter(pk=pk, posts__in=held).distinct().first()


def posts_ever(person: Person) -> QuerySet[Post]:
    """任职经历: every post that a person has or had, those without an end first."""
    found = Post.objects.filter(person=person).select_related("organisation")
    return found.order_by(F("until").desc(nulls_first=True), "from_on", "id")


def person_named(username: str) -> Person | None:
    """The account of that name (登录名), or None."""
    return Person.objects.filter(username=username.strip()).first()


def roster(authority: Organisation) -> QuerySet[Expert]:
    """专家库: every expert of an authority, those who have left last."""
    found = Expert.objects.filter(post__organisation=authority).select_related(
        "post__person", "post__organisation"
    )
    order = (F("post__until").desc(nulls_first=True), "post__person__full_name", "id")
    return found.prefetch_related("relations__organisation").order_by(*order)


def expert_under(authority: Organisation, pk: int) -> Expert | None:
    """One expert on a roster within an authority's division, or None."""
    found = Expert.objects.select_related("post__person", "post__organisation__division")
    return found.filter(pk=pk, post__organisation__in=organisations_within(authority)).first()


def organisations_within(authority: Organisation) -> QuerySet[Organisation]:
    """辖区单位: authorities and bodies within an authority's division.

    An implementing department has none but itself, its own offices and the bodies that it set up.
    """
    if authority.office == Office.IMPLEMENTING:
        own = Q(pk=authority.pk) | Q(parent=authority) | Q(overseen_by=authority)
        return Organisation.objects.filter(own)
    return Organisation.objects.filter(division__code__startswith=stem(authority.division_id))


def places_under(beginning: str) -> QuerySet[Division]:
    """Places whose code begins so (辖区区划), provinces, prefectures and, below a prefecture, counties; by code."""
    ranks = [Rank.COUNTRY, Rank.PROVINCE, Rank.PREFECTURE, *([Rank.COUNTY] if len(beginning) > 2 else [])]
    return Division.objects.filter(code__startswith=beginning, rank__in=ranks)

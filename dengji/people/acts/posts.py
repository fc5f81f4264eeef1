"""Posts (岗位): opened from a day, closed on a last day."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dengji.audit.acts import record
from dengji.people.acts.authorities import may_administer
from dengji.people.models import Organisation, Person, Post
from dengji.people.refusals import Refused
from dengji.people.terms import BODY_ROLES, OrganisationKind, Rank, Role


@transaction.atomic
def open_post(
    person: Person, organisation: Organisation, role: Role, *, from_on: date, by: Post | None, at: datetime
) -> Post:
    """设岗: the person holds the role in the organisation from a day. Again, it is the post there is.

    `by` is the body's manager, an administrator over the place, or None for the operator.
    """
    _ensure_fitting(organisation, role)
    _may_staff(organisation, by)
    held = Post.objects.select_for_update().filter(person=person, organisation=organisation, role=role)
    open_then = held.filter(Q(until__isnull=True) | Q(until__gte=from_on)).order_by("id").first()
    if open_then is not None:
        return open_then
    post = Post.objects.create(person=person, organisation=organisation, role=role, from_on=from_on)
    record(act="people.open_post", by=by, at=at, about=("people.Post", post.pk), after=_told(post))
    return post


@transaction.atomic
def close_post(post: Post, *, until: date, by: Post | None, at: datetime) -> None:
    """撤岗: `until` is the last day on which the post is held; the day before its first means never held."""
    _may_staff(post.organisation, by)
    if post.until == until:
        return
    if until < post.from_on - timedelta(days=1):
        raise Refused(f"岗位自{post.from_on}起，最后一日不能早于这一天。")
    before = _told(post)
    post.until = until
    post.save(update_fields=["until"])
    record(
        act="people.close_post",
        by=by,
        at=at,
        about=("people.Post", post.pk),
        before=before,
        after=_told(post),
    )


def _ensure_fitting(organisation: Organisation, role: Role) -> None:
    """Raises Refused for a role that the kind of organisation does not have."""
    of_body = role in BODY_ROLES
    if of_body != (organisation.kind == OrganisationKind.BODY):
        raise Refused(f"{organisation}是{organisation.get_kind_display()}，不设“{role.label}”岗位。")
    if role == Role.MINISTRY and organisation.division.rank != Rank.COUNTRY:
        raise Refused(f"“{role.label}”岗位只设在国家级机关。")


def _may_staff(organisation: Organisation, by: Post | None) -> None:
    own_manager = by is not None and by.role == Role.MANAGER and by.organisation_id == organisation.pk
    if not own_manager:
        may_administer(by, organisation.division_id)


def _told(post: Post) -> dict[str, object]:
    return {
        "person": post.person_id,
        "organisation": post.organisation_id,
        "role": post.role,
        "from_on": post.from_on,
        "until": post.until,
    }

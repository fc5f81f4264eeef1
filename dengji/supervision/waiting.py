"""What waits on somebody here (监督检查待办): for the first page of a body, and of an office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.supervision.complaints import complaints_within
from dengji.supervision.models import Campaign, Rectification
from dengji.supervision.terms import CampaignState, ComplaintState, RectificationState

LISTED = "/desk/supervision/rectifications/"


@dataclass(frozen=True, slots=True)
class Wait:
    """One kind of thing that waits (待办一项): how many, in words, where; whether some are overdue."""

    count: int
    says: str
    path: str
    late: bool = False


def waits_for(post: Post, on: date) -> list[Wait]:
    """待办: what somebody in this post has to do next; nothing where nothing waits. Three statements at most."""
    if post.role in BODY_ROLES:
        return [each for each in _of_body(post, on) if each.count]
    return [each for each in _of_office(post, on) if each.count] if post.role in DECIDING else []


def _of_body(post: Post, on: date) -> Iterator[Wait]:
    mine = Rectification.objects.filter(filing__institution=post.organisation_id)
    days = list(mine.filter(state=RectificationState.DEMANDED).values_list("due_on", flat=True))
    late = sum(day < on for day in days)
    yield Wait(len(days), f"项整改等贵单位报告{f'，其中{late}项已逾期' if late else ''}", LISTED, bool(late))


def _of_office(post: Post, on: date) -> Iterator[Wait]:
    ours = Rectification.objects.filter(authority=post.organisation_id)
    many = ours.aggregate(
        handed_in=Count("pk", filter=Q(state=RectificationState.HANDED_IN)),
        late=Count("pk", filter=Q(state=RectificationState.DEMANDED, due_on__lt=on)),
    )
    yield Wait(many["handed_in"], "项整改等待验收", LISTED)
    yield Wait(many["late"], "项整改逾期没有报告", f"{LISTED}?show=overdue", late=True)
    new = complaints_within(post).filter(state=ComplaintState.RECEIVED).count()
    yield Wait(new, "件举报投诉等待决定是否受理", "/desk/supervision/complaints/")
    drawn = Campaign.objects.filter(
        authority=post.organisation_id, state=CampaignState.COMMITTED, draw_on__lte=on
    )
    yield Wait(drawn.count(), "次抽查到了抽取日期", "/desk/supervision/")

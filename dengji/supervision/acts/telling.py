"""Who hears of a complaint (举报投诉通知): the office that has it, never the body."""

from datetime import datetime

from django.utils.timezone import localdate

from dengji.messages.acts import News
from dengji.messages.terms import Topic
from dengji.people.models import Post, Posts
from dengji.people.terms import DECIDING
from dengji.supervision.models import Complaint

ABOUT = "supervision.Complaint"


def officers(organisation: int, at: datetime) -> Posts:
    """承办机关的经办人员."""
    return Post.objects.held_on(localdate(at)).filter(organisation=organisation, role__in=DECIDING)


def handler_of(complaint: Complaint, at: datetime) -> Posts:
    """承办人, while he holds the post."""
    return Post.objects.held_on(localdate(at)).filter(pk__in=[complaint.handler_id])


def news_of(complaint: Complaint, title: str, words: str, occasion: str) -> News:
    """The message, under the receipt: who complained stands in none."""
    return News(
        Topic.COMPLAINT,
        title=f"{title}：{complaint.receipt}",
        text=words,
        path=f"/desk/supervision/complaints/{complaint.token}/",
        about=(ABOUT, complaint.pk),
        key=f"complaint-about-body:{complaint.pk}:{occasion}",
    )

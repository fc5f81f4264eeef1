"""What complaints stand on in tests (举报投诉): somebody writes about a body, a clerk takes it."""

from datetime import date, datetime
from typing import Any

from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.supervision.acts.complaining import Receipt, Told, complain
from dengji.supervision.acts.investigating import take
from dengji.supervision.models import Complaint
from dengji.supervision.terms import Source
from tests.cast import Cast, given_post
from tests.supervision.campaigns import MORNING, clerk_of

CODE = "ACEF-HJKM-NPRT"
NAME, PHONE = "钱小燕", "13911112222"
ANSWER_BY = date(2026, 12, 20)


def written(*, at: datetime = MORNING, by: Post | None = None, **said: Any) -> Receipt:
    """A complaint about the first of the filed bodies."""
    told = {
        "code": CODE,
        "source": Source.SELF,
        "says": "收了考试费，没有考试就发证。",
        "place": "",
        "filing": Filing.objects.order_by("number")[0],
        **said,
    }
    return complain(Told(**told), by=by, at=at)


def given_complaint(**said: Any) -> Complaint:
    """The same, with a name."""
    return written(**{"name": NAME, "contact": PHONE, **said}).complaint


def handler_of(cast: Cast) -> Post:
    """Whoever looks into it."""
    found = Post.objects.filter(organisation=cast.province_centre, person__full_name="承办人").first()
    return found or given_post(cast.province_centre, Role.CLERK, "承办人")


def given_taken(cast: Cast, **said: Any) -> Complaint:
    """One that is looked into until the twentieth of December."""
    return take(given_complaint(**said), handler_of(cast), ANSWER_BY, by=clerk_of(cast), at=MORNING)

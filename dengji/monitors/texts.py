"""Texts that come to their end (文本到期): their administrators are told ahead, while something can still be done."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from dengji.messages.acts import News, tell
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.people.queries import place_chain
from dengji.people.terms import Role
from dengji.policy.models import Adoption, Edition
from dengji.workdays.words import in_words

AHEAD = (90, 30, 7)  # days
PATH = "/desk/texts/"


def tell_ending(at: datetime) -> int:
    """文本失效预告: three months, a month and a week before a text, or the decision to apply one, ends."""
    today = localdate(at)
    last = today + timedelta(days=AHEAD[0])
    told = 0
    for edition in Edition.objects.current().filter(effective_until__gte=today, effective_until__lte=last):
        if edition.effective_until is not None:
            told += _tell(edition, edition.jurisdiction, edition.effective_until, f"edition:{edition.pk}", at)
    for adoption in Adoption.objects.covering(today).filter(until_on__lte=last):
        edition = Edition.objects.current().get(pack_id=adoption.pack_id)
        if adoption.until_on is not None:
            told += _tell(edition, adoption.jurisdiction, adoption.until_on, f"adoption:{adoption.pk}", at)
    return told


def _tell(edition: Edition, place: str, until: date, key: str, at: datetime) -> int:
    """The administrators of the place and of the place above it, once for each time ahead."""
    today = localdate(at)
    ahead = min(days for days in AHEAD if (until - today).days <= days)
    news = News(
        Topic.TEXT,
        title=f"{edition}将在{in_words(until)}失效",
        text=f"{in_words(until)}以后，没有新的文本或者适用决定，将不能受理新的申请；已有的备案照常提供查询。",
        path=PATH,
        about=("policy.Edition", edition.pk),
        key=f"{key}:{until.isoformat()}:{ahead}",
    )
    held = Post.objects.held_on(today).filter(role=Role.ADMINISTRATOR)
    return tell(held.filter(organisation__division__in=place_chain(place)), news, by=None, at=at)

"""What of certificates waits long (证书久未办理): whoever must act is told again, once a week."""

from collections.abc import Iterator
from datetime import datetime

from dengji.certificates.models import Amendment, Release, Review
from dengji.certificates.telling import tell_ready, tell_review, tell_waiting
from dengji.certificates.terms import WAITING, ReleaseState, ReviewState

WEEK = 7
AT_ONCE = 200


def remind(at: datetime) -> int:
    """催办: requests, holders' doubts and releases that have waited for a week, and for each week more; how many."""
    return sum(1 for told in _reminded(at) if told)


def _reminded(at: datetime) -> Iterator[int]:
    """To how many people each thing was said that has waited for so long."""
    amendments = Amendment.objects.filter(state__in=WAITING).select_related(
        "certificate__filing", "by__organisation"
    )
    for amendment in amendments.order_by("pk").iterator(chunk_size=AT_ONCE):
        if weeks := _weeks(amendment.seconded_at or amendment.at, at):
            yield tell_waiting(amendment, by=None, at=at, weeks=weeks)
    reviews = Review.objects.filter(state=ReviewState.OPEN).select_related(
        "certificate__filing", "certificate__line__release"
    )
    for review in reviews.order_by("pk").iterator(chunk_size=AT_ONCE):
        if weeks := _weeks(review.at, at):
            yield tell_review(review, by=None, at=at, weeks=weeks)
    ready = Release.objects.filter(state=ReleaseState.READY, case__ended_at__isnull=False).select_related(
        "plan__filing__institution__organisation", "case"
    )
    for release in ready.order_by("pk").iterator(chunk_size=AT_ONCE):
        if release.case is not None and (weeks := _weeks(release.case.ended_at or at, at)):
            yield tell_ready(release, by=None, at=at, weeks=weeks)


def _weeks(since: datetime, at: datetime) -> int:
    """How many whole weeks something has waited."""
    return (at - since).days // WEEK

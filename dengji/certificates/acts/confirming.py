"""Certificate data taken in by the ministry's network (联网查询系统确认): its answers to what was reported."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dengji.audit.acts import record
from dengji.certificates.acts.issuing import locked
from dengji.certificates.models import Release
from dengji.certificates.terms import ReleaseState
from dengji.certificates.upward import about
from dengji.exchange.queries import answers_to
from dengji.exchange.terms import Register

AT_ONCE = 200


def take_confirmations(*, at: datetime) -> int:
    """处理确认: every release whose data the network has taken in is marked so; how many. Safe to run twice."""
    waiting = Release.objects.filter(state=ReleaseState.ISSUED, confirmed_on=None).order_by("id")
    taken, last = 0, 0
    while page := list(waiting.filter(pk__gt=last)[:AT_ONCE]):  # those declined as a whole stay among them
        taken, last = taken + sum(_taken(page, at)), page[-1].pk
    return taken


def _taken(page: Sequence[Release], at: datetime) -> Iterator[int]:
    by_about = {about(each): each for each in page}
    for key, answer in answers_to(Register.MINISTRY_NETWORK, list(by_about)).items():
        if answer.content["state"] == "published":
            yield _confirm(by_about[key], answer.content, at)


@transaction.atomic
def _confirm(release: Release, content: Mapping[str, Any], at: datetime) -> int:
    fresh = locked(release.pk)
    if fresh.confirmed_on is not None:
        return 0
    fresh.confirmed_on = date.fromisoformat(str(content["published_on"]))
    fresh.not_found = [dict(each) for each in content.get("declined", ())]
    fresh.save(update_fields=["confirmed_on", "not_found"])
    said = {"confirmed_on": fresh.confirmed_on, "not_found": len(fresh.not_found)}
    record(act="release.confirm", by=None, at=at, about=("certificates.Release", fresh.pk), after=said)
    return 1

"""Certificate data taken in by the ministry's network (联网查询系统确认): its answers to what was reported."""

from collections.abc import Mapping
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
    waiting = Release.objects.filter(state=ReleaseState.ISSUED, confirmed_on=None).order_by("id")[:AT_ONCE]
    by_about = {about(each): each for each in waiting}
    answers = answers_to(Register.MINISTRY_NETWORK, list(by_about)) if by_about else {}
    taken = 0
    for key, answer in answers.items():
        if answer.content["state"] == "published":
            taken += _confirm(by_about[key], answer.content, at)
    return taken


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

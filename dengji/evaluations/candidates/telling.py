"""Candidates are told by short message (告知考生): each once of a thing; numbers are unsealed for that alone."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import ScoreCorrection
from dengji.evaluations.results import examinees
from dengji.messages.outside import Notice, tell_outside
from dengji.messages.terms import Told
from dengji.occupations.levels import label
from dengji.people.models import Post
from dengji.sealing.seals import opened

AT_ONCE = 1000


def tell_ticketed(plan: Plan, *, by: Post, at: datetime) -> int:
    """告知准考证: whoever has a ticket and was not told of it."""
    return _told(plan, Told.TICKET, examinees(plan).exclude(ticket=""), by=by, at=at)


def tell_published(plan: Plan, *, by: Post, at: datetime) -> int:
    """告知成绩公布: that each can look up his own; no score goes out."""
    return _told(plan, Told.SCORES, examinees(plan), by=by, at=at)


def tell_void(plan: Plan, *, by: Post | None, at: datetime) -> int:
    """告知成绩不予认定: everybody of the batch."""
    return _told(plan, Told.VOID, examinees(plan), by=by, at=at)


def tell_corrected(correction: ScoreCorrection, *, by: Post, at: datetime) -> int:
    """告知成绩更正: the one candidate, once his scores have been published; before that he knows of none."""
    who = correction.score.candidate
    if who.plan.published_at is None:
        return 0
    phone = _phone(who.sealed)
    return tell_outside(
        [(phone, f"corrected:{correction.pk}")],
        _notice(who.plan, Told.CORRECTED),
        who.plan.filing.place,
        by=by,
        at=at,
    )


def _told(plan: Plan, topic: Told, whom: QuerySet[Candidate], *, by: Post | None, at: datetime) -> int:
    return tell_outside(_reached(whom, topic), _notice(plan, topic), plan.filing.place, by=by, at=at)


def _reached(whom: QuerySet[Candidate], topic: Told) -> Iterator[tuple[str, str]]:
    """Telephone number and key of each, unsealed one by one as they are asked for."""
    rows = whom.order_by("pk").values_list("pk", "sealed")
    for pk, seal in rows.iterator(chunk_size=AT_ONCE):
        yield _phone(seal), f"{topic}:{pk}"


def _phone(seal: bytes | memoryview) -> str:
    return opened(seal).get("phone", "")


def _notice(plan: Plan, topic: Told) -> Notice:
    what = f"{plan.name}{label(plan.level)}" if plan.level else plan.name
    return Notice(topic, what, str(plan.filing.institution.organisation), ("evaluations.Plan", plan.pk))

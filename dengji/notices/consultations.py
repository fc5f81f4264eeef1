"""Drafts open to comment as the public and the office see them (征求意见查询)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dengji.audit.models import Entry
from dengji.notices.comments import article_label, draft_of
from dengji.notices.models import Consultation
from dengji.notices.terms import COMMENT_ROLES, Phase, Uptake
from dengji.people.models import Organisation, Post
from dengji.workdays.calendar import Reckoned, WorkCalendar
from dengji.workdays.periods import Period, ends_on, remaining


@dataclass(frozen=True, slots=True)
class Seen:
    """A consultation as it stands on a day (征求意见现状); `left` counts working days while it is open."""

    consultation: Consultation
    phase: Phase
    left: int | None
    comments: int

    @property
    def open(self) -> bool:
        """True while comments are taken."""
        return self.phase is Phase.OPEN


@dataclass(frozen=True, slots=True)
class Tally:
    """How many comments an article has (条款意见数), and what became of them, in the order of `Uptake`."""

    article: str
    label: str
    counts: tuple[int, ...]
    waiting: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts) + self.waiting

    @property
    def told(self) -> list[tuple[str, int]]:
        """What became of those answered: the word and the count."""
        return [(str(label), count) for label, count in zip(Uptake.labels, self.counts, strict=True)]


@dataclass(frozen=True, slots=True)
class Summary:
    """A consultation in figures (意见汇总): the articles that have comments, in the text's order, and all."""

    consultation: Consultation
    rows: tuple[Tally, ...]
    whole: Tally


@dataclass(frozen=True, slots=True)
class LastDayMove:
    """A last day before and after another calendar (末日变动)."""

    consultation: Consultation
    before: Reckoned
    after: Reckoned


def consultations_shown() -> QuerySet[Consultation]:
    """征求意见一览: every consultation with how many comments it `received`, the latest on top."""
    found = Consultation.objects.select_related("edition", "authority").annotate(received=Count("comments"))
    return found.defer("edition__content", "edition__source").order_by("-opened_on", "-id")


def consultations_running(on: date) -> QuerySet[Consultation]:
    """征求意见中: those open on a day or still to begin, the ones that end first on top."""
    return consultations_shown().filter(concluded_at=None, last_day__gte=on).order_by("last_day", "id")


def consultations_over(on: date) -> QuerySet[Consultation]:
    """征求意见期已满: those past their last day or concluded, the latest on top."""
    over = Q(last_day__lt=on) | Q(concluded_at__isnull=False)
    return consultations_shown().filter(over).order_by("-last_day", "-id")


def consultations_of(authority: Organisation) -> QuerySet[Consultation]:
    """本机关征求意见: an authority's own, with how many comments wait for an answer."""
    waiting = Count("comments", filter=Q(comments__answered_at=None))
    return consultations_shown().filter(authority=authority).annotate(waiting=waiting)


def consultations_on(pack_id: str) -> QuerySet[Consultation]:
    """一份文本的征求意见: all consultations on a text, whichever edition they were about."""
    return consultations_shown().filter(edition__pack_id=pack_id)


def consultation_at(token: UUID) -> Consultation | None:
    """征求意见页: the one at an address, or None."""
    return consultations_shown().filter(token=token).first()


def consultation_for(post: Post, token: UUID) -> Consultation | None:
    """经办的征求意见: the one at an address, for the officers of its authority; None for anybody else."""
    if post.role not in COMMENT_ROLES:
        return None
    return consultations_of(post.organisation).filter(token=token).first()


def seen_on(consultation: Consultation, on: date, calendar: WorkCalendar) -> Seen:
    """How one that came from `consultations_shown` stands on a day."""
    phase = phase_on(consultation, on)
    left = remaining(consultation.last_day, on=on, calendar=calendar) if phase is Phase.OPEN else None
    return Seen(consultation, phase, left, getattr(consultation, "received", 0))


def phase_on(consultation: Consultation, on: date) -> Phase:
    """征求意见进展: ahead, open to the end of its last day, being answered, or concluded."""
    if consultation.concluded_at is not None:
        return Phase.CONCLUDED
    if on < consultation.opened_on:
        return Phase.AHEAD
    return Phase.OPEN if on <= consultation.last_day else Phase.ANSWERING


def reached_at(consultation: Consultation) -> str:
    """联系方式: where else people may turn, in words."""
    ways = (
        ("电话", consultation.phone),
        ("电子邮箱", consultation.email),
        ("通信地址", consultation.postal_address),
    )
    return "，".join(f"{label} {said}" for label, said in ways if said)


def summary(consultation: Consultation) -> Summary:
    """意见汇总: counts by article and by what became of the comments; one query."""
    pack = draft_of(consultation)
    found = consultation.comments.order_by().values_list("article", "uptake").annotate(n=Count("pk"))
    counts = {(article, uptake): n for article, uptake, n in found}
    rows = [_tally(key, article_label(pack, key), counts) for key in ("", *pack.articles)]
    totals = tuple(sum(column) for column in zip(*(row.counts for row in rows), strict=True))
    whole = Tally("", "合计", totals, sum(row.waiting for row in rows))
    return Summary(consultation, tuple(row for row in rows if row.total), whole)


def counted(consultation: Consultation) -> dict[str, dict[str, int]]:
    """意见汇总 as the trail keeps it: by article and by what became of the comments."""
    return {
        row.article or "whole": dict(zip(Uptake.values, row.counts, strict=True))
        for row in summary(consultation).rows
    }


def last_day_if_opened(opened_on: date, period: Period, calendar: WorkCalendar) -> Reckoned:
    """征求意见末日: of a period that is counted from the day after its first day."""
    return ends_on(period, after=opened_on, calendar=calendar)


def last_day_by(consultation: Consultation, calendar: WorkCalendar, on: date) -> Reckoned:
    """末日: by a calendar; never before the day on which it is reckoned, since that day was promised already."""
    period = Period(consultation.n, consultation.unit)
    last = last_day_if_opened(consultation.opened_on, period, calendar)
    return Reckoned(max(last.day, on), last.provisional)


def last_days_with(calendar: WorkCalendar, on: date) -> list[LastDayMove]:
    """末日变动: the consultations whose last day would be another by a calendar; nothing is written."""
    running = Consultation.objects.filter(concluded_at=None, last_day__gte=on).select_related("edition")
    moves = [
        LastDayMove(each, Reckoned(each.last_day, each.provisional), last_day_by(each, calendar, on))
        for each in running.order_by("pk")
    ]
    return [move for move in moves if move.before != move.after]


def last_days_moved(at: datetime) -> list[LastDayMove]:
    """末日更新: the last days that moved when a schedule was loaded at that moment, as the trail keeps them."""
    moved = Entry.objects.filter(object_kind="notices.Consultation", act="consultation.move", at=at)
    kept = list(moved.order_by("position"))
    about = Consultation.objects.select_related("edition").in_bulk([int(each.object_id) for each in kept])
    return [LastDayMove(about[int(each.object_id)], _told(each.before), _told(each.after)) for each in kept]


def _told(state: Mapping[str, Any] | None) -> Reckoned:
    said = state or {}
    return Reckoned(date.fromisoformat(said["last_day"]), bool(said["provisional"]))


def _tally(key: str, label: str, counts: Mapping[tuple[str, str], int]) -> Tally:
    known = tuple(counts.get((key, uptake), 0) for uptake in Uptake.values)
    return Tally(key, label, known, counts.get((key, ""), 0))

"""What every desk shows of a case (案件页面): one reading of it, used by body, office and expert."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from dengji.audit.acts import record
from dengji.messages.acts import read_all
from dengji.messages.queries import CASE, Wanted, inbox
from dengji.people.models import Post
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import AGAINST
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, CorrectionItem, Event, Letter, PanelSeat
from dengji.procedure.queries import Standing, case_for, opinions_seen, standing, timeline
from dengji.procedure.terms import Act
from dengji.records.queries import files_of


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as its page shows it to one post: the text of its steps, and that of its conditions."""

    case: Case
    pack: Pack
    law: Pack
    now: Standing
    mine: bool
    dossier: dict[str, Any]
    events: list[Event]
    letters: list[Letter]
    sheets: list[PanelSeat]
    corrections: list[CorrectionItem]
    files: Any

    @property
    def refusal(self) -> Event | None:
        """The act that ended the case against its applicant; None if none did."""
        return self.events[0] if self.case.ending in AGAINST else None

    @property
    def proposal(self) -> Event | None:
        """The act by which an office opened the case of its own accord; None for one that its body applied for."""
        return next((event for event in self.events if event.act == Act.PROPOSE), None)


def case_or_404(post: Post, token: UUID, at: datetime) -> Case:
    """The case at an address; one that the post may not see is not found, and the attempt stands on the trail."""
    case = case_for(post, token)
    if case is None:
        with transaction.atomic():
            record(act="case.refused_reading", by=post, at=at, about=("procedure.Case", str(token)))
        raise Http404
    return case


def seen(case: Case, post: Post, at: datetime) -> None:
    """消息已阅: whoever opens the page of a case has read what he was told of it."""
    told = inbox(post.person, Wanted(about=(CASE, str(case.pk)), unread=True))
    if told.exists():
        read_all(told, by=post.person, at=at)


def case_page(case: Case, post: Post, on: date) -> CasePage:
    """Read everything that a case's page shows to this post."""
    ground = Ground(case, on)
    return CasePage(
        case=case,
        pack=ground.pack,
        law=ground.law,
        now=standing(case, on),
        mine=case.holder_id == post.organisation_id,
        dossier=dict(ground.subject.dossier),
        events=list(timeline(case)),
        letters=list(case.letters.order_by("-id")),
        sheets=list(opinions_seen(post, case)),
        corrections=list(case.corrections.filter(resolved_at=None)),
        files=files_of(case),
    )

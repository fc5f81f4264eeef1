"""What lies before an expert (评审任务): sheets to fill in, opinions to draw up, panels that wait, and what is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from dengji.people.models import Post
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.path import step_of
from dengji.policy.queries import packs_of
from dengji.procedure.models import PanelSeat
from dengji.procedure.queries import seats_of
from dengji.procedure.terms import CaseState


@dataclass(frozen=True, slots=True)
class Task:
    """A seat as the list shows it (评审任务)."""

    seat: PanelSeat
    step: str
    waiting: int
    open: bool

    @property
    def leads(self) -> bool:
        """Whether the head may draw up the opinion now."""
        return self.open and self.seat.head and not self.waiting


@dataclass(frozen=True, slots=True)
class Tasks:
    """Every seat of an expert, by what is to be done with it."""

    to_score: Sequence[Task]
    to_draw_up: Sequence[Task]
    waiting: Sequence[Task]
    over: Sequence[Task]


def tasks(post: Post) -> Tasks:
    """评审任务: what is to be done first, the oldest first; what is over last, the latest first."""
    waiting = Count("panel__seats", filter=Q(panel__seats__handed_in_at=None))
    seats = list(seats_of(post).annotate(waiting=waiting))
    packs = packs_of({seat.panel.case.edition_id for seat in seats})
    found = [_task(seat, packs[seat.panel.case.edition_id]) for seat in seats]
    under_way = sorted((task for task in found if task.open), key=lambda task: task.seat.panel.convened_at)
    return Tasks(
        to_score=[task for task in under_way if not task.seat.handed_in_at],
        to_draw_up=[task for task in under_way if task.leads],
        waiting=[task for task in under_way if task.seat.handed_in_at and not task.leads],
        over=sorted(
            (task for task in found if not task.open),
            key=lambda task: task.seat.panel.convened_at,
            reverse=True,
        ),
    )


def _task(seat: PanelSeat, pack: Pack) -> Task:
    case, panel = seat.panel.case, seat.panel
    stands = case.state != CaseState.ENDED and case.step == panel.step and panel.drawn_up_at is None
    return Task(seat, step_of(pack, case.matter, panel.step).title, seat.waiting, stands)  # type: ignore[attr-defined]

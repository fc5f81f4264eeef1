"""Rounds and selection (申报批次与遴选): a call is opened, and one decision ranks all who applied in it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from dengji.policy.engine.path import step_of
from dengji.policy.engine.terms import StepKind, Verb
from dengji.policy.queries import pack_of
from dengji.procedure.door import Deed, act, move
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, Event, Round
from dengji.procedure.queries import round_cases
from dengji.procedure.refusals import NotAllowed, NotYours, within
from dengji.procedure.telling import tell_of_round
from dengji.procedure.terms import Act
from dengji.workdays.words import in_words

_AT_SELECTION = frozenset({StepKind.SELECTION})


class Call(NamedTuple):
    """What a round says (申报安排): its text and matter, the days, the scope, how many places."""

    pack_id: str
    matter: str
    title: str
    scope: str
    opens_on: date
    closes_until: date
    places: int | None


def open_round(authority: Organisation, call: Call, *, by: Post, at: datetime) -> Round:
    """发布申报安排: an authority opens an application round from a day to a day."""
    if by.organisation_id != authority.pk or by.role not in (Role.APPROVER, Role.CLERK, Role.REVIEWER):
        raise NotYours(f"申报批次由{authority}发布。")
    title = within(call.title, 120, please="请写明申报批次的名称")
    if call.closes_until < call.opens_on:
        raise NotAllowed("截止日期不能早于开始日期。")
    with transaction.atomic():
        said = call._replace(title=title)._asdict()
        opened = Round.objects.create(authority=authority, announced_by=by, announced_at=at, **said)
        record(act="round.open", by=by, at=at, about=("procedure.Round", opened.pk), after=said)
        tell_of_round(opened, by=by, at=at)
    return opened


def decide_selection(
    chosen_round: Round, ranking: Sequence[Case], chosen: Mapping[int, str], *, by: Post, at: datetime
) -> list[Event]:
    """统筹择优遴选: one decision over all cases of a round, best first; `chosen` gives the reason by case id.

    Raises `NotAllowed` while the round is open or a case of it is still on its way to the selection, and when the
    list is not whole, passes over somebody who stands higher, or takes more than there are places.
    """
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=chosen_round.pk)
        ensure_selectable(locked, ranking, chosen, at=at)
        events = [
            select(case, rank, chosen[case.pk], by=by, at=at)
            if case.pk in chosen
            else pass_over(case, rank, "按统筹择优原则排序，未进入建议名单", by=by, at=at)
            for rank, case in enumerate(ranking, 1)
        ]
        locked.selected_at = at
        locked.save(update_fields=["selected_at"])
        after = {"selected": [case.number for case in ranking if case.pk in chosen], "cases": len(ranking)}
        record(act="round.select", by=by, at=at, about=("procedure.Round", locked.pk), after=after)
    return events


def ensure_selectable(
    called: Round, ranking: Sequence[Case], chosen: Mapping[int, str], *, at: datetime
) -> None:
    """遴选前核对: what bars the decision is said before it is confirmed. Raises `NotAllowed`."""
    _over(called, localdate(at))
    _whole(round_cases(called), ranking)
    _best_first(called, ranking, chosen)


@act(Act.SELECT, at_steps=_AT_SELECTION)
def select(ground: Ground, rank: int, reason: str, *, by: Post, at: datetime) -> Event:
    """遴选入围: the case is on the proposed list."""
    return move(ground, Verb.SELECT, Deed(Act.SELECT, by, at, reason=reason, detail={"rank": rank}))


@act(Act.PASS_OVER, at_steps=_AT_SELECTION)
def pass_over(ground: Ground, rank: int, reason: str, *, by: Post, at: datetime) -> Event:
    """未入选: the case is not on the proposed list, and is told why."""
    return move(ground, Verb.PASS_OVER, Deed(Act.PASS_OVER, by, at, reason=reason, detail={"rank": rank}))


def _over(called: Round, on: date) -> None:
    """A round is selected once, and not before its last day is over: whoever still applies must have a chance."""
    if called.selected_at is not None:
        raise NotAllowed("本批次已经完成遴选。")
    if on <= called.closes_until:
        raise NotAllowed(
            f"本批次申报到{in_words(called.closes_until)}二十四时止，此前不能遴选。",
            remedy="请在截止日期的次日起办理。",
        )


def _whole(waiting: Sequence[Case], ranking: Sequence[Case]) -> None:
    """The list names every case of the round under way, each once, and each has come to the selection."""
    if not waiting:
        raise NotAllowed("本批次没有等待遴选的申请。")
    if sorted(case.pk for case in waiting) != sorted(case.pk for case in ranking):
        raise NotAllowed(
            "遴选应一次对本批次全部在办申请作出，名单与在办申请不一致。", remedy="请刷新名单后重新排序。"
        )
    under_way = [case.number for case in waiting if not _at_selection(case)]
    if under_way:
        raise NotAllowed(
            f"本批次还有申请没有完成评估，不能集中遴选：{'、'.join(under_way)}。",
            remedy="请先办完各件申请的评估。",
        )


def _at_selection(case: Case) -> bool:
    return step_of(pack_of(case.edition_id), case.matter, case.step).kind is StepKind.SELECTION


def _best_first(called: Round, ranking: Sequence[Case], chosen: Mapping[int, str]) -> None:
    """Those chosen are the first of the ranking, and no more than there are places."""
    if {case.pk for case in ranking[: len(chosen)]} != set(chosen):
        raise NotAllowed("入选的申请应排在未入选的前面。", remedy="请按择优顺序调整排序，再选定入选名单。")
    if called.places is not None and len(chosen) > called.places:
        raise NotAllowed(f"本批次拟入选{called.places}家，现在选了{len(chosen)}家。")

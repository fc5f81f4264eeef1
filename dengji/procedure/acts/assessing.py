"""What panels do (专家评估): convened without conflicts, sheets handed in one by one, the opinion drawn up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from dengji.people.conflicts import conflicts
from dengji.people.models import Expert, Post
from dengji.policy.engine.pack import Criteria, CriterionItem
from dengji.policy.engine.pack import Panel as PanelRule
from dengji.policy.engine.terms import Source, StepKind
from dengji.procedure.door import Deed, Who, act, note
from dengji.procedure.ground import Ground, stated
from dengji.procedure.models import Event, Panel, PanelSeat, Statement
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.telling import tell_released
from dengji.procedure.terms import Act, Answers

_NOTHING_FOUND: Mapping[str, Any] = MappingProxyType({})
_AT_PANELS = frozenset({StepKind.PANEL})
_NOT_OPEN = "这张评分表已经提交，或者专家组已经更换，不能再改。"


@act(Act.CONVENE, at_steps=_AT_PANELS)
def convene(ground: Ground, experts: Sequence[Expert], head: Expert, *, by: Post, at: datetime) -> Event:
    """组建专家组: enough experts, an odd number, none with a conflict; replaced as long as no sheet is in.

    And where one who has not handed in must stay away after all; the new panel scores anew.
    """
    rule = ground.panel_rule()
    _fit(ground, rule, experts, head)
    standing = Panel.objects.filter(case=ground.case, step=ground.step.id).first()
    if standing is not None:
        if standing.seats.filter(handed_in_at__isnull=False).exists() and not barred(standing):
            raise NotAllowed("已有专家提交评分表，不能再更换专家组。", article=ground.article())
        tell_released(standing, ground, by=by, at=at)
        standing.seats.all().delete()
        standing.delete()
    panel = Panel.objects.create(
        case=ground.case, step=ground.step.id, criteria=rule.criteria, convened_by=by, convened_at=at
    )
    PanelSeat.objects.bulk_create(
        [PanelSeat(panel=panel, expert=each, head=each == head) for each in experts]
    )
    names = [each.post.person.full_name for each in experts]
    return note(ground, Deed(Act.CONVENE, by, at, cite=rule.cite, detail={"experts": names}))


def save_sheet(seat: PanelSeat, scores: Mapping[str, int], opinion: str, *, by: Post, at: datetime) -> None:
    """保存评分表: an expert's own draft, seen by nobody else, until it is handed in."""
    _own(seat, by)
    mine = PanelSeat.objects.filter(pk=seat.pk, handed_in_at=None)
    if not mine.update(scores=dict(scores), opinion=opinion, saved_at=at):
        raise NotAllowed(_NOT_OPEN)


@act(Act.HAND_IN, at_steps=_AT_PANELS, who=Who.PANEL)
def hand_in(
    ground: Ground, seat: PanelSeat, scores: Mapping[str, int], opinion: str, *, by: Post, at: datetime
) -> Event:
    """提交评分表: each item scored within its range; what is handed in stays as it is."""
    _own(seat, by)
    if ties := conflicts(seat.expert, ground.case.applicant):
        please = "请联系承办部门更换专家组。"
        raise NotAllowed(f"{ties[0]}应当回避，不能评分。", article=ground.article(), remedy=please)
    criteria = ground.pack.criteria[seat.panel.criteria]
    faults = [fault for item in criteria.items if (fault := _fault(item, scores.get(item.id)))]
    if faults:
        raise NotAllowed("评分表还不能提交：" + "；".join(faults) + "。", article=ground.article())
    kept = {item.id: scores[item.id] for item in criteria.items}
    done = PanelSeat.objects.filter(pk=seat.pk, panel__case=ground.case, handed_in_at=None).update(
        scores=kept, opinion=opinion, saved_at=at, handed_in_at=at
    )
    if not done:
        raise NotAllowed(_NOT_OPEN, article=ground.article())
    return note(ground, Deed(Act.HAND_IN, by, at, cite=criteria.cite, detail={"seat": seat.pk}))


@act(Act.DRAW_UP, at_steps=_AT_PANELS, who=Who.PANEL)
def draw_up(
    ground: Ground, opinion: str, findings: Mapping[str, Any] = _NOTHING_FOUND, *, by: Post, at: datetime
) -> Event:
    """形成专家组意见: once every sheet is in, the mean of each item and of the whole decides by the text's pass mark.

    `findings` are the panel's answers to the facts that the text asks of it, by fact.
    """
    panel = Panel.objects.select_for_update().filter(case=ground.case, step=ground.step.id).first()
    if panel is None:
        raise NotAllowed("这一步还没有组建专家组。", article=ground.article())
    seats = list(panel.seats.select_related("expert__post"))
    if not _draws_up(ground, seats, by):
        raise NotYours("专家组意见由组长或承办部门形成。", article=ground.article())
    waiting = [seat.expert.post.person.full_name for seat in seats if seat.handed_in_at is None]
    if waiting or panel.drawn_up_at:
        raise NotAllowed(
            f"还有{len(waiting)}位专家没有提交评分表：{'、'.join(waiting)}。"
            if waiting
            else "专家组意见已经形成。",
            article=ground.article(),
        )
    criteria = ground.pack.criteria[panel.criteria]
    result = tally(criteria, [seat.scores for seat in seats])
    panel.total, panel.passed, panel.below_minimum = result.total, result.passed, list(result.below_minimum)
    panel.opinion, panel.drawn_up_by, panel.drawn_up_at = opinion, by, at
    panel.save()
    _state(ground, findings, by=by, at=at)
    detail = {
        "total": str(result.total),
        "passed": result.passed,
        "below_minimum": list(result.below_minimum),
    }
    return note(ground, Deed(Act.DRAW_UP, by, at, reason=opinion, cite=criteria.cite, detail=detail))


def barred(panel: Panel) -> bool:
    """应当回避: whether an expert whose sheet is not in has a tie to the applicant."""
    waiting = panel.seats.filter(handed_in_at=None).select_related("expert__post__person")
    return any(conflicts(seat.expert, panel.case.applicant) for seat in waiting)


def _draws_up(ground: Ground, seats: Sequence[PanelSeat], by: Post) -> bool:
    """The head of the panel does, or whoever in the office has the case; the experts' posts are there too."""
    holds = by.organisation_id == ground.case.holder_id and by.role == ground.case.holder_role
    return holds or by.pk in {seat.expert.post_id for seat in seats if seat.head}


def _state(ground: Ground, findings: Mapping[str, Any], *, by: Post, at: datetime) -> None:
    """What the panel found counts as stated by it; only what the text asks of a panel."""
    asked = {name for name, fact in ground.law.facts.items() if fact.from_ is Source.PANEL}
    if strange := findings.keys() - asked:
        raise NotAllowed(
            f"文本没有要求专家组回答：{'、'.join(ground.label(name) for name in sorted(strange))}。"
        )
    Statement.objects.bulk_create(
        Statement(
            case=ground.case,
            fact=name,
            value=stated(ground.law, name, value),
            answers=Answers.PANEL,
            by=by,
            at=at,
        )
        for name, value in findings.items()
    )


class Tally(NamedTuple):
    """What the sheets come to (评分汇总): mean total to two places, passed or not, items below their minimum."""

    total: Decimal
    passed: bool
    below_minimum: tuple[str, ...]


def tally(criteria: Criteria, sheets: Sequence[Mapping[str, int]]) -> Tally:
    """Add up sheets: passed when the mean total reaches the pass mark and no item's mean lies below its minimum.

    Compared exactly, in whole numbers; only the printed total is rounded.
    """
    n = len(sheets)
    sums = {item.id: sum(sheet[item.id] for sheet in sheets) for item in criteria.items}
    below = tuple(item.label for item in criteria.items if sums[item.id] < item.minimum * n)
    whole = sum(sums.values())
    total = (Decimal(whole) / n).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Tally(total, whole >= criteria.pass_mark * n and not below, below)


def _fault(item: CriterionItem, score: int | None) -> str | None:
    if score is None:
        return f"“{item.label}”还没有打分"
    if not 0 <= score <= item.max:
        return f"“{item.label}”应在0到{item.max}分之间"
    return None


def _own(seat: PanelSeat, by: Post) -> None:
    if seat.expert.post_id != by.pk:
        raise NotYours("只能填写自己的评分表。")


def _fit(ground: Ground, rule: PanelRule, experts: Sequence[Expert], head: Expert) -> None:
    """Refuse a panel that is too small, even, without its head, twice the same, or in conflict with the body."""
    article = ground.pack.articles[rule.cite].label
    least = int(rule.min_seats)
    if len(set(experts)) < least or (rule.odd and len(set(experts)) % 2 == 0):
        odd = "且为单数" if rule.odd else ""
        raise NotAllowed(f"专家组应为{least}人以上{odd}，现在选了{len(set(experts))}人。", article=article)
    if head not in experts:
        raise NotAllowed("请在所选专家中指定一位组长。", article=article)
    for expert in experts:
        if reasons := conflicts(expert, ground.case.applicant):
            raise NotAllowed(
                f"{expert}与{ground.case.applicant}有利害关系（{'；'.join(reasons)}），应当回避。",
                article=article,
                remedy="请另选专家。",
            )

"""What the case page shows beside the present (案件页面): its history, its body, its panels, its publicity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dengji.filings.queries import HeldFiling, filings_of
from dengji.institutions.models import Institution
from dengji.notices.models import Objection, Publicity
from dengji.notices.queries import objections_to
from dengji.people.models import Post
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.pack import Criteria, Pack
from dengji.policy.engine.path import step_of
from dengji.policy.engine.terms import Party, StepKind
from dengji.policy.engine.vocabulary import term_of
from dengji.procedure.acts.assessing import tally
from dengji.procedure.models import Case, Event, Letter, Panel, PanelSeat
from dengji.procedure.queries import cases_within
from dengji.procedure.terms import Act, CaseState
from dengji.web.casework import CasePage
from dengji.web.office.conditions import ConditionLine, Known, label, lines, summary
from dengji.web.office.papers import Said, said_in


@dataclass(frozen=True, slots=True)
class Moment:
    """One act in the timeline (办理记录), with the explanation of that day."""

    label: str
    at: datetime
    who: str
    office: str
    step: str
    article: str
    summary: str
    reason: str
    remedies: Sequence[str]
    notes: Sequence[str]
    letter: Letter | None
    sentence: str
    conditions: Sequence[ConditionLine]
    said: Said | None = None


def moments(page: CasePage) -> list[Moment]:
    """时间线: every act, the latest first, each with the conditions as they were judged then."""
    known = Known(said_in(page.case))
    acts = [_moment(event, page.pack, known) for event in page.events]
    said = [moment for objection in objections_to(page.case) for moment in _of_objection(objection)]
    return sorted([*acts, *said], key=lambda moment: moment.at, reverse=True)


def _of_objection(objection: Objection) -> list[Moment]:
    """An objection and its answer, as the timeline tells them."""
    told = [_plain(f"收到异议{objection.receipt}", objection.made_at, objection.name, objection.content)]
    if objection.answered_at and objection.answered_by:
        found = "成立" if objection.upheld else "不成立"
        by = objection.answered_by
        label_said = f"答复异议{objection.receipt}：异议{found}"
        told.append(_plain(label_said, objection.answered_at, str(by.person.full_name), objection.answer))
    return told


def _plain(label_said: str, at: datetime, who: str, reason: str) -> Moment:
    """A moment that is no act on the case itself."""
    return Moment(label_said, at, who, "", "", "", "", reason, (), (), None, "", ())


def _moment(event: Event, pack: Pack, known: Known) -> Moment:
    frozen = Judgement.from_json(event.judgement) if event.judgement else None
    return Moment(
        label=event.label,
        at=event.at,
        who=event.by.person.full_name if event.by else "系统",
        office=event.by.organisation.name if event.by else "",
        step=step_of(pack, event.case.matter, event.step).title,
        article=label(pack, event.cite),
        summary=summary(pack, event.cite),
        reason=event.reason,
        remedies=event.detail.get("remedies", ()),
        notes=_notes(event, pack),
        letter=getattr(event, "letter", None),
        sentence=frozen.sentence() if frozen else "",
        conditions=lines(frozen, pack, known) if frozen else (),
        said=known.said.get((event.detail.get("fact", ""), event.at)),
    )


def _notes(event: Event, pack: Pack) -> list[str]:
    """What else stands with an act, in words."""
    said: dict[str, Any] = event.detail
    match event.act:
        case Act.CORRECT:
            return [f"补正：{item['says']}" for item in said.get("corrections", ())]
        case Act.STATE:
            term = term_of(pack, said["fact"])
            return [f"{term.label}：{spoken(said['value'], term.choices)}"]
        case Act.CONVENE:
            return [f"专家：{'、'.join(said['experts'])}"]
        case Act.DRAW_UP:
            return [f"平均总分{said['total']}分，{'合格' if said['passed'] else '不合格'}"]
        case Act.SELECT | Act.PASS_OVER:
            return [f"排名第{said['rank']}"]
    return [f"备案号：{said['number']}"] if said.get("number") else []


@dataclass(frozen=True, slots=True)
class BodyCard:
    """The body at the side of the page (机构卡片): who it is, its filings, its other matters."""

    institution: Institution | None
    filings: Sequence[HeldFiling]
    others: Sequence[Case]


def body_card(case: Case, post: Post, on: date) -> BodyCard:
    """The applicant's card, with those of its other open matters that the post may see."""
    institution = getattr(case.applicant, "institution", None)
    filings = filings_of(institution, on) if institution else []
    others = cases_within(post).filter(applicant=case.applicant_id).exclude(pk=case.pk)
    opened = others.exclude(state__in=(CaseState.ENDED, CaseState.DRAFT))
    return BodyCard(institution, filings, list(opened))


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One item of the score sheet over all sheets (评分项)."""

    label: str
    most: int
    least: int
    scores: Sequence[int]
    mean: Decimal


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel as the office sees it (专家组): scores only once every sheet is in."""

    panel: Panel
    step: str
    criteria: Criteria
    seats: Sequence[PanelSeat]
    handed_in: int
    scores: Sequence[ScoreLine]
    totals: Sequence[int]
    mean: Decimal | None

    @property
    def ready(self) -> bool:
        """Whether every sheet is in."""
        return bool(self.seats) and self.handed_in == len(self.seats)


def panels(case: Case, pack: Pack) -> list[PanelView]:
    """专家意见: the panels of a case, the latest first."""
    found = case.panels.prefetch_related("seats__expert__post__person").order_by("-id")
    return [_panel(panel, pack, case) for panel in found]


def _panel(panel: Panel, pack: Pack, case: Case) -> PanelView:
    seats = list(panel.seats.all())
    criteria = pack.criteria[panel.criteria]
    handed_in = sum(seat.handed_in_at is not None for seat in seats)
    sheets = [seat.scores for seat in seats] if handed_in == len(seats) else []
    return PanelView(
        panel=panel,
        step=step_of(pack, case.matter, panel.step).title,
        criteria=criteria,
        seats=seats,
        handed_in=handed_in,
        scores=_scores(criteria, sheets),
        totals=[sum(sheet.values()) for sheet in sheets],
        mean=tally(criteria, sheets).total if sheets else None,
    )


def _scores(criteria: Criteria, sheets: Sequence[dict[str, int]]) -> list[ScoreLine]:
    if not sheets:
        return []
    told = []
    for item in criteria.items:
        given = [sheet[item.id] for sheet in sheets]
        mean = (Decimal(sum(given)) / len(given)).quantize(Decimal("0.01"))
        told.append(ScoreLine(item.label, item.max, item.minimum, given, mean))
    return told


def publicity(case: Case) -> tuple[list[Publicity], list[Objection]]:
    """公示: the notices of a case, the latest first, and every objection to them."""
    return list(case.publicities.select_related("authority")), list(objections_to(case))


def parts_of(page: CasePage) -> list[tuple[str, str]]:
    """The parts that the page of this case has (页面栏目); a case that no applicant opened has no material of his."""
    matter = page.pack.matters[page.case.matter]
    kinds = {step.kind for step in matter.steps}
    parts = [("conditions", "条件核对")]
    if matter.by is Party.APPLICANT:
        parts.append(("materials", "材料"))
    if StepKind.PANEL in kinds:
        parts.append(("panels", "专家意见"))
    if StepKind.PUBLICITY in kinds:
        parts.append(("publicity", "公示"))
    return [*parts, ("letters", "文书"), ("timeline", "时间线")]


def last_judged(page: CasePage) -> tuple[Judgement | None, Event | None]:
    """The conditions that count: those of the step now, else as they were judged last, with the act that did.

    While the applicant corrects, those that the office judged when it sent the application back.
    """
    if page.now.judgement is not None and page.case.state == CaseState.OPEN:
        return page.now.judgement, None
    for event in page.events:
        if event.judgement:
            return Judgement.from_json(event.judgement), event
    return None, None

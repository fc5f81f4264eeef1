"""What may be done with a case now (下一步), by whom, and what comes of it, said before it is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from dengji.notices.queries import objections_to
from dengji.people.models import Post
from dengji.people.terms import DECIDING, Role
from dengji.policy.engine.pack import Outcome, Step
from dengji.policy.engine.path import Undetermined, next_step
from dengji.policy.engine.terms import ADVERSE, FAVOURABLE, About, Effect, Party, StepKind, Verb
from dengji.procedure import clocks
from dengji.procedure.acts.assessing import barred
from dengji.procedure.acts.deciding import (
    approve,
    confirm,
    decline,
    disapprove,
    find_qualified,
    find_unqualified,
    issue,
)
from dengji.procedure.acts.publishing import close, uphold
from dengji.procedure.acts.receiving import accept, reject
from dengji.procedure.endings import ending_called, ending_of
from dengji.procedure.ground import Ground, branch_facts
from dengji.procedure.models import Case, Event, Panel, Waiver
from dengji.procedure.queries import Standing
from dengji.procedure.terms import CaseState
from dengji.web.office.about import validity_ahead
from dengji.web.office.conditions import label, summary
from dengji.workdays.words import in_words

PLAIN: Mapping[Verb, Callable[..., Event]] = {Verb.ACCEPT: accept, Verb.CLOSE: close, Verb.ISSUE: issue}
"""Acts that say nothing beyond themselves."""
REASONED: Mapping[Verb, Callable[..., Event]] = {
    Verb.REJECT: reject,
    Verb.QUALIFIED: find_qualified,
    Verb.UNQUALIFIED: find_unqualified,
    Verb.APPROVE: approve,
    Verb.DISAPPROVE: disapprove,
    Verb.CONFIRM: confirm,
    Verb.DECLINE: decline,
    Verb.UPHOLD: uphold,
}
"""Acts that come with a reason or an opinion."""
DEPARTMENT = "implementing_department"


@dataclass(frozen=True, slots=True)
class Offered:
    """An act as the case page offers it (可办事项): its address, or why it cannot be done."""

    label: str
    address: str
    why_not: str
    look: str
    direct: bool = False

    @property
    def allowed(self) -> bool:
        """Whether it can be done now."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an act brings about (办理后果): sentences, and the article that it rests on with its summary."""

    title: str
    adverse: bool
    sentences: Sequence[str]
    article: str
    summary: str

    @property
    def does(self) -> str:
        """What its button says."""
        return "确认办理" if self.title.startswith("确") else f"确认{self.title}"


def not_mine(case: Case, post: Post) -> str:
    """Why this post cannot act on the case now; empty where it is its turn."""
    if case.state == CaseState.ENDED:
        return f"已办结（{ending_of(case)}）。"
    if case.state == CaseState.CORRECTING or case.holder_id == case.applicant_id:
        return "正在等待申请人补正。"
    if case.holder_id == post.organisation_id and case.holder_role == post.role:
        return ""
    return f"由{case.holder}的{Role(case.holder_role).label}办理。"


def may_second(case: Case, post: Post, waiver: Waiver) -> bool:
    """Whether this post may agree to an exception: of the office that has the case, and not who proposed it."""
    at_office = case.holder_id == post.organisation_id and post.role in DECIDING
    return case.state == CaseState.OPEN and at_office and waiver.by.person_id != post.person_id


def offered(now: Standing, post: Post, panel: Panel | None) -> list[Offered]:
    """下一步: what the step knows, each with its address or its reason; an ended case offers nothing."""
    case = now.case
    if case.state == CaseState.ENDED or now.step.kind is StepKind.SUBMISSION:
        return []
    mine = not_mine(case, post)
    special = _SPECIAL.get(now.step.kind)
    found = special(now, mine, panel) if special else []
    ready = bool(found) and any(each.allowed for each in found)
    for option in now.options:
        if option.verb not in PLAIN and option.verb not in REASONED and option.verb is not Verb.CORRECT:
            continue
        why_not = mine or _elsewhere(now.step) or option.why_not
        look = _look(option.verb, first=not ready)
        found.append(Offered(option.label, _to(case, option.verb), why_not, look, option.verb is Verb.ACCEPT))
    return found


def consequence(case: Case, verb: Verb, on: date) -> Consequence:
    """What an act would bring about: where the case goes, to whom, by which article, and what is sent."""
    ground = Ground(case, on)
    outcome = ground.step.outcomes[verb]
    cite = outcome.cite or ground.step.cite
    whom = "机构" if ground.matter.by is Party.AUTHORITY else "申请单位"
    sentences = [_goes(ground, verb, outcome)]
    if outcome.letter is not None:
        letter = ground.pack.letters[outcome.letter]
        sentences.append(f"向{case.applicant}出具《{letter.title}》，{whom}立即可以看到。")
    if outcome.remedy is not None:
        sentences.append(f"告知{whom}怎样改进：{outcome.remedy}。")
    sentences += [said for effect in outcome.effect if (said := _EFFECTS.get(effect))]
    if verb in DECIDED and (ahead := validity_ahead(case, ground.pack, on)):
        until = f"至{in_words(ahead.until)}" if ahead.until else "起，长期"
        sentences.append(f"准予续期的，新的有效期是{in_words(ahead.from_on)}{until}。")
    title = outcome.label or verb.label
    return Consequence(
        title, verb in ADVERSE, sentences, label(ground.pack, cite), summary(ground.pack, cite)
    )


DECIDED = FAVOURABLE - {Verb.ACCEPT}
"""Acts by which a case comes nearer to what was asked for."""
_EFFECTS = {
    Effect.FILING_GRANT: "生成备案号和备案有效期，备案列入公开的机构目录。",
    Effect.FILING_ADD: "新增的职业、等级列入备案，有效期不变。",
    Effect.FILING_CHANGE: "备案改为变更后的内容，原来的内容留在沿革里。",
    Effect.FILING_RENEW: "备案续期：备案号不变，新的有效期从原有效期届满的次日起算。",
    Effect.FILING_END: "备案终止，机构从当日起不得再开展评价，后续责任仍由机构承担。",
    Effect.FILING_STRIKE_OFF: "备案注销，机构从当日起不得再开展评价，后续责任仍由机构承担。",
    Effect.PLAN_APPROVE: "评价计划核准，机构可以按计划实施。",
    Effect.PLAN_TURN_DOWN: "计划不能实施；是变更的，恢复为上次核准的内容。",
    Effect.RESULTS_CONFIRM: "批次办结，合格人员的结果就此确定。",
    Effect.RESULTS_TURN_DOWN: "结果退给机构，批次回到待报送结果。",
    Effect.BATCH_VOID: "本批次全部成绩不予认定，合格人员的结果作废。",
    Effect.FILING_REVOKE: "备案终止并在机构目录注明，机构从当日起不得再开展评价，后续责任仍由机构承担。",
}
"""What the effects of an outcome mean for a filing, a plan or a batch."""


def _goes(ground: Ground, verb: Verb, outcome: Outcome) -> str:
    """Where the case goes."""
    case = ground.case
    if outcome.end is not None:
        named = ground.matter.by is Party.AUTHORITY or ground.matter.about is About.PLAN
        what = ground.matter.title if named else "这件申请"
        return (
            f"{case.applicant}的{what}办结，结果是“{ending_called(ground.pack, case.matter, outcome.end)}”。"
        )
    if outcome.return_to is not None:
        stands = "；从今天起到补正材料送达，法定期限停止计算" if clocks.running(case) else ""
        return f"申请退回{case.applicant}补正{stands}。"
    step = _ahead(ground, verb)
    if step is None:
        return "下一步由哪个步骤办理，还缺一项事实才能确定。"
    return f"转到“{step.title}”步骤，由{ground.pack.actors[step.actor].label}办理。"


def _ahead(ground: Ground, verb: Verb) -> Step | None:
    """The step that follows; None while a fact lacks on which that depends."""
    try:
        step = next_step(ground.pack, ground.case.matter, ground.case.step, verb, branch_facts(ground))
    except Undetermined:
        return None
    return step if isinstance(step, Step) else None


def _look(verb: Verb, *, first: bool) -> str:
    if verb in ADVERSE:
        return "danger"
    return "primary" if verb in FAVOURABLE and first else "plain"


def _elsewhere(step: Step) -> str:
    """An outside register answers by itself, and nobody for it."""
    if step.kind is StepKind.EXTERNAL and step.awaits != DEPARTMENT:
        return "等待外部系统的回复，收到后自动办理。"
    return ""


def _to(case: Case, verb: Verb) -> str:
    if verb is Verb.CORRECT:
        return reverse("office:correct", args=[case.token])
    return reverse("office:deed", args=[case.token, verb.value])


def _panel_acts(now: Standing, mine: str, panel: Panel | None) -> list[Offered]:
    case = now.case
    seats = list(panel.seats.all()) if panel else []
    in_hand = sum(seat.handed_in_at is not None for seat in seats)
    if panel is not None and panel.drawn_up_at is not None:
        return []
    begun = "已有专家提交评分表，不能再更换专家组。" if panel and in_hand and not barred(panel) else ""
    if panel is None:
        why_not = "还没有组建专家组。"
    else:
        why_not = f"还有{len(seats) - in_hand}位专家没有提交评分表。" if in_hand < len(seats) else ""
    return [
        Offered(
            "更换专家组" if panel else "组建专家组",
            reverse("office:convene", args=[case.token]),
            mine or begun,
            "plain" if panel else "primary",
        ),
        Offered("形成专家组意见", reverse("office:draw_up", args=[case.token]), mine or why_not, "primary"),
    ]


def _publicity_acts(now: Standing, mine: str, panel: Panel | None) -> list[Offered]:
    if now.clock is not None:
        waiting = [each for each in objections_to(now.case) if each.answered_at is None]
        where = [reverse("office:objection", args=[each.token]) for each in waiting]
        return [
            Offered(f"答复异议{each.receipt}", to, mine, "primary")
            for each, to in zip(waiting, where, strict=True)
        ]
    return [Offered("发布公示", reverse("office:publish", args=[now.case.token]), mine, "primary")]


def _selection_acts(now: Standing, mine: str, panel: Panel | None) -> list[Offered]:
    if now.case.round_id is None:
        return [Offered("集中遴选", "", "这件申请不属于任何申报批次。", "primary")]
    return [Offered("到本批次集中遴选", reverse("office:round", args=[now.case.round_id]), mine, "primary")]


_SPECIAL: Mapping[StepKind, Callable[[Standing, str, Panel | None], list[Offered]]] = {
    StepKind.PANEL: _panel_acts,
    StepKind.PUBLICITY: _publicity_acts,
    StepKind.SELECTION: _selection_acts,
}

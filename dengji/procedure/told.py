"""What people are told of an act (通知内容): its words for the applicant, for the office, for the experts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengji.messages.terms import Topic
from dengji.people.queries import reached_at
from dengji.policy.engine.terms import About
from dengji.procedure.endings import ending_called
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, Event, Letter, Round
from dengji.procedure.terms import Act, CaseState, Ending
from dengji.workdays.words import in_words


@dataclass(frozen=True, slots=True)
class Done:
    """An act that is done (办理结果): what it stood on, its event, and in whose hands the case was before."""

    ground: Ground
    event: Event
    held_before: tuple[int, str]

    @property
    def case(self) -> Case:
        """The case, as the act left it."""
        return self.ground.case


def topic_of(done: Done) -> Topic | None:
    """What an act is to the applicant; None for one that only the office needs to know of."""
    event, case = done.event, done.case
    if case.state == CaseState.ENDED:
        return Topic.DECISION
    if case.holder_id == case.applicant_id:
        return Topic.CORRECTION
    if _letter(event) is not None:
        return Topic.LETTER
    if event.to_step or event.act in (Act.PUBLISH, Act.PROPOSE):
        return Topic.PROGRESS
    return None


def title_to_applicant(done: Done, topic: Topic) -> str:
    """首次备案：请补正3处."""
    says = done.event.label
    if topic is Topic.DECISION:
        says = ending_called(done.ground.pack, done.case.matter, done.case.ending)
    if topic is Topic.CORRECTION:
        says = f"请补正{len(_corrections(done))}处"
    return f"{done.ground.matter.title}：{says}"


def text_to_applicant(done: Done, topic: Topic) -> str:
    """What was done, what is asked, by when; how it ended and why; which letter came of it."""
    event, case, letter = done.event, done.case, _letter(done.event)
    lines = [f"受理编号{case.number}。{_about(done.ground)}"]
    if topic is Topic.CORRECTION:
        numbered = [f"{n}. {item['says']}" for n, item in enumerate(_corrections(done), 1)]
        lines += ["请修改以下各处，然后重新提交：", *numbered, "补正期间不计入办理期限。"]
    elif topic is Topic.DECISION:
        lines += _decision(done)
    elif event.act == Act.PUBLISH:
        last_day = date.fromisoformat(event.detail["last_day"])
        lines.append(f"公示到{in_words(last_day)}二十四时止，其间任何人都可以提出异议。")
    elif event.act == Act.PROPOSE:
        lines += _proposal(done)
    else:
        lines.append(f"现在到了“{done.ground.step.title}”，由{case.holder}办理。")
    if letter is not None:
        lines.append(f"文书《{letter.title}》{letter.number}可以在案件页打开、打印。")
    return "\n".join(lines)


def text_to_office(done: Done) -> str:
    """What is to be done, by which article and when."""
    case, step = done.case, done.ground.step
    asked = f"受理编号{case.number}，请办理“{step.title}”。依据：{done.ground.article()}。"
    lines = [f"{asked}{_about(done.ground)}"]
    return "\n".join([*lines, *_due(case)])


def text_of_seat(done: Done) -> str:
    """What an expert is chosen for, and with whom."""
    return (
        f"您被选为这件申请（受理编号{done.case.number}）的评审专家，请独立填写并提交评分表。\n"
        f"专家组：{'、'.join(done.event.detail['experts'])}。与申请单位有利害关系的，请先申报回避。"
    )


def text_of_day(case: Case) -> str:
    """The day on which a case falls due now that other days are off."""
    return "\n".join(["放假安排有更新。", *_due(case)])


def text_of_round(opened: Round) -> str:
    """From when to when, for what, and how many places there are."""
    days = f"申报时间：{in_words(opened.opens_on)}到{in_words(opened.closes_until)}。"
    scope = f"征集范围：{opened.scope.strip()}" if opened.scope.strip() else ""
    places = f"拟入选{opened.places}家。" if opened.places is not None else ""
    return "\n".join(line for line in (days, scope, places) if line)


def _about(ground: Ground) -> str:
    """评价计划FA12202600001。; empty for a case that is about no plan."""
    return f"评价计划{ground.case.about}。" if ground.matter.about is About.PLAN else ""


def _due(case: Case) -> list[str]:
    if case.due_on is None:
        return []
    return [f"到期日：{in_words(case.due_on)}{'（暂定）' if case.provisional else ''}。"]


def _corrections(done: Done) -> Sequence[dict[str, str]]:
    found: Sequence[dict[str, str]] = done.event.detail.get("corrections", ())
    return found


def _decision(done: Done) -> list[str]:
    """How a case ended: with number and validity, or with reason, article and what helps."""
    event, said = done.event, done.event.detail
    if done.case.ending == Ending.GRANTED:
        return [f"备案号{said['number']}，有效期到{said['valid_until']}。"] if "valid_until" in said else []
    article = done.ground.pack.articles.get(event.cite)
    lines = [f"理由：{event.reason}", f"依据：{article.label if article else event.cite}"]
    return [*lines, f"怎样改进：{'；'.join(said['remedies'])}。"] if said.get("remedies") else lines


def _proposal(done: Done) -> list[str]:
    """Why an office proposes something against a body, by which article, and where the body is heard."""
    holder = done.case.holder
    return [
        f"理由：{done.event.reason}",
        f"依据：{done.ground.article()}。现在到了“{done.ground.step.title}”，由{holder}办理。",
        f"有意见的，请在作出决定以前向{holder}陈述、申辩{reached_at(holder)}。",
    ]


def _letter(event: Event) -> Letter | None:
    """The letter that the act gave out, as whoever made it left it on the event."""
    return event.letter if Event.letter.is_cached(event) else None

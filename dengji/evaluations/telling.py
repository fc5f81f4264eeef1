"""Who is told of plans (评价计划通知): the body's people, and the office that reviewed the plan; each once."""

from datetime import datetime

from dengji.evaluations.deadlines import Due
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.reports import SupervisionReport
from dengji.evaluations.texts import ABOUT_PLANS
from dengji.messages.acts import News, tell_all
from dengji.messages.recipients import Desk
from dengji.messages.terms import Topic
from dengji.occupations.levels import label
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, Role
from dengji.procedure.models import Case
from dengji.workdays.words import in_words

REVIEWING = (Role.CLERK, Role.REVIEWER)
"""Who is told at the office: those who look after plans, and those who answer for them."""
TOLD_OF_REPORTS = (*REVIEWING, Role.APPROVER)
"""Whom a report reaches: in an implementing department there are approvers alone."""


def path_of(plan: Plan) -> str:
    """The page that leads everybody to a plan at his own desk."""
    return f"/desk/plans/{plan.token}/"


def called(plan: Plan) -> str:
    """电工四级/中级工（FA12202600001）: what people call a plan."""
    what = f"{plan.name}{label(plan.level)}" if plan.level else plan.name
    return f"{what}（{plan.number}）" if plan.number else what


def tell_cancelled(plan: Plan, *, by: Post, at: datetime) -> None:
    """通知取消: the office that reviewed the plan; one that was never handed in is told to nobody."""
    office = office_of(plan)
    if office is None:
        return
    news = News(
        Topic.PLAN,
        title=f"{plan.filing.institution}：取消评价计划{called(plan)}",
        text=f"{_days(plan)}现已取消，不再实施。\n理由：{plan.cancelled_because}",
        path=path_of(plan),
        about=("evaluations.Plan", plan.pk),
        key=f"plan:{plan.pk}:cancelled",
    )
    tell_all([(Desk(office, REVIEWING), news)], by=by, at=at)


def tell_results_overdue(plan: Plan, due: Due, *, at: datetime) -> None:
    """通知结果逾期: the body that has to hand them in, and the office that waits for them; once for that day."""
    body, key = plan.filing.institution, results_key(plan, due)
    ended = f"{called(plan)}。{_days(plan)}"
    asked = f"评价结果最迟应在{in_words(due.day)}报送（{due.article}），{due.says}。"
    about = ("evaluations.Plan", plan.pk)
    own = News(
        Topic.PLAN,
        title=f"评价结果{due.says}没有报送：{called(plan)}",
        text=f"{ended}\n{asked}请尽快登记成绩、提交督导报告并报送结果。",
        path=path_of(plan),
        about=about,
        key=key,
    )
    told = [(Desk(body.pk, BODY_ROLES), own)]
    office = office_of(plan)
    if office is not None:
        theirs = News(
            Topic.PLAN,
            title=f"{body}：评价结果{due.says}没有报送",
            text=f"{ended}\n{asked}已同时提醒机构。",
            path=path_of(plan),
            about=about,
            key=key,
        )
        told.append((Desk(office, REVIEWING), theirs))
    tell_all(told, by=None, at=at)


def tell_supervised(plan: Plan, report: SupervisionReport, *, by: Post, at: datetime) -> None:
    """通知督导报告: the office that sent the supervisor, and the one that looks after the plan; what it proposes."""
    proposal = {True: "建议本批次有效", False: "建议本批次无效", None: "没有提出是否有效的建议"}[report.valid]
    news = News(
        Topic.PLAN,
        title=f"{plan.filing.institution}：督导报告已提交，{proposal}",
        text=f"{called(plan)}。{_days(plan)}\n{report.assignment.name}提交了督导报告，{proposal}。",
        path=path_of(plan),
        about=("evaluations.Plan", plan.pk),
        key=f"report:{report.pk}",
    )
    offices = dict.fromkeys(each for each in (report.assignment.sent_by_id, office_of(plan)) if each)
    tell_all([(Desk(office, TOLD_OF_REPORTS), news) for office in offices], by=by, at=at)


def results_key(plan: Plan, due: Due) -> str:
    """The key under which nobody is told twice of one day."""
    return f"plan:{plan.pk}:results-overdue:{due.day}"


def office_of(plan: Plan) -> int | None:
    """The office that reviewed the plan last; None for one that was never handed in."""
    if plan.number is None:
        return None
    cases = Case.objects.filter(applicant=plan.filing.institution_id, about=plan.number)
    last = cases.filter(matter__in=ABOUT_PLANS).exclude(office=None).order_by("-id").first()
    return last.office_id if last else plan.filing.authority_id


def _days(plan: Plan) -> str:
    """实施日期：2026年12月7日 (周一)至2026年12月8日 (周二)。; empty where no days are set."""
    if plan.starts_on is None or plan.ends_on is None:
        return ""
    until = f"至{in_words(plan.ends_on)}" if plan.ends_on != plan.starts_on else ""
    return f"实施日期：{in_words(plan.starts_on)}{until}。"

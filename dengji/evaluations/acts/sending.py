"""External quality supervisors (外派质量督导员): sent to a batch by whom its text names, and called back."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.evaluations.acts.in_hand import locked, on_trail
from dengji.evaluations.acts.staffing import taken_off
from dengji.evaluations.examiners.rosters import Known, over, told_of
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.senders import article_of
from dengji.evaluations.telling import called, path_of
from dengji.evaluations.terms import PlanState, Registered, Task
from dengji.messages.acts import News, tell
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.people.queries import holds
from dengji.people.terms import OFFICE_ROLES, Role
from dengji.procedure.refusals import NotAllowed, NotYours, within
from dengji.workdays.words import in_words

SENDING = OFFICE_ROLES - {Role.AUDITOR}


@transaction.atomic
def send(plan: Plan, person: RegisteredPerson, *, by: Post, at: datetime) -> Assignment:
    """委派督导员: somebody of the register follows a batch from beginning to end. Twice does no harm.

    Raises NotYours for whoever may not send to this batch, NotAllowed for whoever cannot go.
    """
    fresh = locked(plan.pk)
    there = fresh.assignments.filter(task=Task.WATCHER, identity=person.identity).first()
    if there is None and fresh.state != PlanState.APPROVED:
        raise NotAllowed(f"这份计划{fresh.get_state_display()}，只有待实施的计划可以委派督导员。")
    _ensure_sends(fresh, by, at)
    if there is not None:
        return there
    going = _free(fresh, person, at)
    made = Assignment.objects.create(
        plan=fresh,
        task=Task.WATCHER,
        name=going.name,
        identity=going.identity,
        registered=going,
        post=going.post,
        sent_by=by.organisation,
    )
    on_trail("send", fresh, {"name": person.name, "number": person.number}, by=by, at=at)
    _tell(
        made,
        "委派您督导",
        f"由{by.organisation}委派，请对考核全过程进行督导，并在规定时间内提交督导报告。",
        by,
        at,
    )
    return made


@transaction.atomic
def call_back(plan: Plan, assignment_id: int, because: str, *, by: Post, at: datetime) -> None:
    """撤回委派: the supervisor does not go, or goes no further; by whoever sent him. Twice does no harm."""
    fresh = locked(plan.pk)
    _ensure_sends(fresh, by, at)
    sent = fresh.assignments.filter(pk=assignment_id, task=Task.WATCHER).select_related("post", "sent_by")
    row = sent.first()
    if row is None:
        return
    if row.sent_by is not None and row.sent_by != by.organisation:
        raise NotYours(f"{row.name}由{row.sent_by}委派，由委派的单位撤回。")
    why = within(because, 300, please="请写明撤回委派的理由")
    _tell(row, "不再委派您督导", f"理由：{why}", by, at)
    taken_off(row)
    on_trail("call_back", fresh, {"name": row.name, "because": why}, by=by, at=at)


def free_for(plan: Plan) -> list[tuple[RegisteredPerson, str]]:
    """可以委派的督导员: everybody of the register who is valid on those days, with why he cannot go, if so."""
    if plan.starts_on is None or plan.ends_on is None:
        return []
    found = over(plan, Registered.SUPERVISOR).valid_through(plan.starts_on, plan.ends_on)
    people = list(found.select_related("post__person").order_by("name", "pk"))
    told = told_of(
        plan, [Known(registered=each, identity=each.identity) for each in people], Registered.SUPERVISOR
    )
    return [(each, _why_not(each, said)) for each, said in zip(people, told, strict=True)]


def _free(plan: Plan, person: RegisteredPerson, at: datetime) -> RegisteredPerson:
    """The person as the register has him now, if he can go; raises NotAllowed."""
    known = {each.pk: (each, why_not) for each, why_not in free_for(plan)}
    if person.pk not in known:
        days = (
            f"{in_words(plan.starts_on)}至{in_words(plan.ends_on)}" if plan.starts_on and plan.ends_on else ""
        )
        raise NotAllowed(
            f"{person.name}不在本地区的质量督导员登记中，或者登记在{days}没有全程有效。",
            remedy="请换一名督导员。",
        )
    going, why_not = known[person.pk]
    if why_not:
        raise NotAllowed(f"{going.name}不能委派：{why_not}。", remedy="请换一名督导员。")
    if going.post is None or not holds(going.post, localdate(at)):
        raise NotAllowed(
            f"{going.name}没有可以登录的账号，不能提交督导报告。", remedy="请先在登记里关联账号。"
        )
    return going


def _why_not(person: RegisteredPerson, told: dict[str, list[str]]) -> str:
    """What speaks against somebody: a tie to the body, working for it, another batch, no account."""
    said = [*told["ties"], *(f"同一天另有任务：{each}" for each in told["elsewhere"])]
    said += ["在这家机构工作"] if told["own"] else []
    said += ["没有关联账号"] if person.post_id is None else []
    return "；".join(said)


def _ensure_sends(plan: Plan, by: Post, at: datetime) -> None:
    """Raises NotYours for whoever the batch's text does not let send."""
    if by.role in SENDING and plan.senders.filter(pk=by.organisation_id).exists():
        return
    named = "、".join(str(each) for each in plan.senders.order_by("pk"))
    raise NotYours(f"本批次的外派质量督导员由{named}委派。", article=article_of(plan, localdate(at)))


def _tell(row: Assignment, what: str, says: str, by: Post, at: datetime) -> None:
    plan = row.plan
    if row.post_id is None or plan.starts_on is None or plan.ends_on is None:
        return
    body, days = plan.filing.institution, f"{in_words(plan.starts_on)}至{in_words(plan.ends_on)}"
    news = News(
        Topic.SENT,
        title=f"{what}：{body}",
        text=f"{called(plan)}，实施日期：{days}。{says}",
        path=path_of(plan),
        about=("evaluations.Plan", plan.pk),
        key=f"assignment:{row.pk}:{what}",
    )
    tell(Post.objects.filter(pk=row.post_id), news, by=by, at=at)

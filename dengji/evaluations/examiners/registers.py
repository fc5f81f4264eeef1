"""Reads of the registers of examiners and supervisors (登记查询): for those who may see them, no identity number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from dengji.evaluations.models.examiners import (
    DeclaredTie,
    ExaminerDraw,
    RegisteredPeople,
    RegisteredPerson,
)
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.queries import plans_within
from dengji.evaluations.terms import PlanState, Task
from dengji.occupations.queries import names
from dengji.people.models import Organisation, Post
from dengji.people.queries import place_chain, stem
from dengji.people.staffing import organisations_within
from dengji.people.terms import OFFICE_ROLES, SENT_ROLES, Office, Role

VALID, SOON, OVER, REMOVED = "valid", "soon", "over", "removed"
STATES = {VALID: "有效", OVER: "已过有效期", REMOVED: "已移出"}
NAME, NUMBER, END = "", "number", "until"
SORTS = {NAME: "按姓名排序", NUMBER: "按证卡编号排序", END: "有效期先到的在前"}
ORDERS = {
    NAME: (F("name").asc(), F("id").asc()),
    NUMBER: (F("number").asc(), F("id").asc()),
    END: (F("valid_until").asc(), F("id").asc()),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for in the registers (登记检索条件); empty means any."""

    words: str = ""
    kind: str = ""
    occupation: str = ""
    state: str = ""
    sort: str = NAME


def people_within(post: Post) -> RegisteredPeople:
    """登记人员: those of the registers over the post's place and within it; for offices, and one's own entry."""
    found = RegisteredPerson.objects.select_related("authority__division", "post__person")
    if post.role in SENT_ROLES:
        return found.filter(post=post)
    if post.role not in OFFICE_ROLES:
        return found.none()
    place = post.organisation.division_id
    above = Q(authority__division__in=place_chain(place))
    return found.filter(above | Q(authority__division__code__startswith=stem(place)))


def person_within(post: Post, token: UUID) -> RegisteredPerson | None:
    """One of them by address, or None."""
    return people_within(post).filter(token=token).first()


def roster(post: Post, sought: Sought, on: date) -> RegisteredPeople:
    """登记一览: whom somebody looks for, in the order asked for."""
    found = people_within(post).prefetch_related("qualifications")
    if sought.words:
        words = sought.words.strip()
        found = found.filter(
            Q(name__icontains=words) | Q(number__icontains=words) | Q(employer__icontains=words)
        )
    if sought.kind:
        found = found.filter(kind=sought.kind)
    if sought.occupation:
        found = found.filter(qualifications__occupation=sought.occupation).distinct()
    gone = Q(removed_on__lte=on)
    states = {
        VALID: Q(valid_from__lte=on, valid_until__gte=on) & ~gone,
        OVER: Q(valid_until__lt=on) & ~gone,
        REMOVED: gone,
    }
    found = found.filter(states[sought.state]) if sought.state in states else found
    return found.order_by(*ORDERS.get(sought.sort, ORDERS[NAME]))


def state_of(person: RegisteredPerson, on: date) -> str:
    """Where somebody stands in the register on a day, in words."""
    if person.removed_on is not None and person.removed_on <= on:
        return STATES[REMOVED]
    if on < person.valid_from:
        return "尚未生效"
    return STATES[VALID] if on <= person.valid_until else STATES[OVER]


def registers_kept(post: Post) -> Sequence[Organisation]:
    """The registers that the post may write in: a centre's own, or every centre's under an administrator."""
    if post.role == Role.CLERK and post.organisation.office == Office.CENTRE:
        return [post.organisation]
    if post.role != Role.ADMINISTRATOR:
        return []
    centres = organisations_within(post.organisation).filter(office=Office.CENTRE)
    return list(centres.order_by("division_id", "id"))


def occupations_named(people: Sequence[RegisteredPerson]) -> Mapping[str, str]:
    """The names of the occupations that any of them may examine, by code; in two queries."""
    return names({each.occupation for person in people for each in person.qualifications.all()})


def ties_of(person: RegisteredPerson) -> QuerySet[DeclaredTie]:
    """The ties that somebody declared and did not withdraw (已申报的回避关系), the latest first."""
    found = DeclaredTie.objects.filter(identity=person.identity, withdrawn_at=None)
    return found.select_related("organisation").order_by("-id")


def tasks_of(person: RegisteredPerson) -> QuerySet[Assignment]:
    """The batches in which somebody has or had a part (参加的批次), the latest first."""
    own = Assignment.objects.filter(identity=person.identity, plan__number__isnull=False)
    related = own.select_related("plan__filing__institution__organisation")
    return related.order_by(F("plan__starts_on").desc(nulls_last=True), "-id")


def tasks_at(post: Post) -> QuerySet[Assignment]:
    """我的评价任务: the parts in plans of whoever acts in the post, the latest first; none for others."""
    person = RegisteredPerson.objects.filter(post=post).first() if post.role in SENT_ROLES else None
    return tasks_of(person) if person else Assignment.objects.none()


def plans_to_watch(post: Post, on: date) -> QuerySet[Plan]:
    """待实施和正在实施的批次: those to which the post's office may send supervisors, the next one first."""
    found = Plan.objects.filter(senders=post.organisation_id, state=PlanState.APPROVED, ends_on__gte=on)
    related = found.select_related("filing__institution__organisation", "filing__authority")
    sent = Prefetch("assignments", Assignment.objects.filter(task=Task.WATCHER), to_attr="watchers")
    return related.prefetch_related(sent).order_by("starts_on", "id")


def plan_to_watch(post: Post, token: UUID) -> Plan | None:
    """A plan by its address, if the post's office may send supervisors to it."""
    return plans_within(post).filter(token=token, senders=post.organisation_id).first()


def watchers_of(plan: Plan) -> QuerySet[Assignment]:
    """The external supervisors who were sent to a plan (外派质量督导员), the first one first."""
    sent = plan.assignments.filter(task=Task.WATCHER)
    return sent.select_related("registered__authority", "post__person", "sent_by").order_by("id")


def draws_of(plan: Plan) -> QuerySet[ExaminerDraw]:
    """The draws of a plan (抽取记录), the first one first."""
    return plan.draws.select_related("by__person", "by__organisation", "instead_of").order_by("id")


def draw_within(post: Post, token: UUID) -> ExaminerDraw | None:
    """One draw by address, if the post may see its plan."""
    found = ExaminerDraw.objects.filter(token=token, plan__in=plans_within(post).order_by().values("pk"))
    return found.select_related("plan__filing__institution__organisation", "by__person", "instead_of").first()

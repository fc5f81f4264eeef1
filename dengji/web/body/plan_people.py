"""Who does what in a plan, as its page shows it (计划人员): what speaks against each, and who may be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from dengji.evaluations.acts.drawing import MOST
from dengji.evaluations.acts.planning import open_case_of
from dengji.evaluations.acts.staffing import Somebody
from dengji.evaluations.dossier import contents
from dengji.evaluations.examiners.eligible import asked_for, judged_for
from dengji.evaluations.examiners.groups import Fault, examining, group_faults, person_faults
from dengji.evaluations.examiners.registers import draws_of
from dengji.evaluations.models.examiners import ExaminerDraw, RegisteredPerson
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.terms import EXAMINING, PlanState, Task
from dengji.evaluations.texts import PLAN
from dengji.institutions.models import Member
from dengji.institutions.terms import MemberRole
from dengji.procedure.terms import CaseState
from dengji.web.body.forms import PlainForm

OWN = [(task.value, str(task.label)) for task in Task if task != Task.WATCHER]
OF_REGISTER = [(task.value, str(task.label)) for task in Task if task in EXAMINING]
FITS = {
    Task.EXAMINER: MemberRole.EXAMINER,
    Task.HEAD_EXAMINER: MemberRole.EXAMINER,
    Task.SUPERVISOR: MemberRole.SUPERVISOR,
}
"""Which of the body's people a task is for; the others are for anybody."""


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's part in the plan, and what speaks against it (一人的安排)."""

    assignment: Assignment
    number: str
    faults: Sequence[Fault]
    examines: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The plan's people: what is wrong with the group, each row, the draws, and who of the register may be chosen.

    `bars`: the text itself asks it of groups, so that a plan with faults is refused; else the standard advises it.
    """

    group: Sequence[Fault]
    rows: Sequence[Row]
    draws: Sequence[ExaminerDraw]
    eligible: Sequence[RegisteredPerson]
    others: Sequence[tuple[RegisteredPerson, Sequence[Fault]]]
    article: str
    bars: bool
    lacking: int
    filling: bool

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against the group or anybody in it."""
        return not self.group and not any(row.faults for row in self.rows)


def people_page(plan: Plan) -> PeoplePage:
    """Read what the page of a plan's people shows; a dozen queries however many they are."""
    asked, said = asked_for(plan), contents(plan)["assignments"]
    there = list(plan.assignments.select_related("registered", "member", "post"))
    rows = [_row(each, row, asked) for each, row in zip(there, said, strict=True)]
    judged = judged_for(plan)
    people = examining(said)
    more = max(asked.least - len(people), 0)
    return PeoplePage(
        group=group_faults(people, asked),
        rows=rows,
        draws=list(draws_of(plan)),
        eligible=[person for person, faults in judged if not faults],
        others=[(person, faults) for person, faults in judged if faults],
        article=asked.article,
        bars=asked.group is not None,
        lacking=more or int(asked.odd and len(people) % 2 == 0),
        filling=_filling(plan),
    )


def _filling(plan: Plan) -> bool:
    """Whether the plan's people may change now: it is a draft, or was returned."""
    case = open_case_of(plan, PLAN) if plan.state == PlanState.HANDED_IN else None
    return plan.state == PlanState.DRAFT or (case is not None and case.state == CaseState.CORRECTING)


def _row(each: Assignment, said: dict[str, Any], asked: Any) -> Row:
    examines = each.task in EXAMINING
    return Row(
        each,
        each.registered.number if each.registered else "",
        person_faults(said, asked) if examines else [],
        examines,
    )


class MemberForm(PlainForm):
    """One of the body's own people, and what he does (安排本机构人员)."""

    task = forms.ChoiceField(label="分工", choices=OWN)
    member = forms.ChoiceField(label="本机构人员")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in plan.filing.institution.members.all()}
        named = [(key, f"{each.name}（{_roles(each)}）") for key, each in self.people.items()]
        self.fields["member"].choices = [("", "请选择"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A task that is for those whom the body registered for it."""
        said = super().clean() or {}
        member, role = self.people.get(said.get("member", "")), FITS.get(Task(said.get("task") or Task.STAFF))
        if member is not None and role is not None and role not in member.roles:
            self.add_error("member", f"{member.name}没有登记为{role.label}，请先在“机构资料”的人员里登记。")
        return said

    def who(self) -> tuple[Task, Somebody]:
        """The task, and who does it."""
        return Task(self.cleaned_data["task"]), Somebody(self.people[self.cleaned_data["member"]])


class RegisteredForm(PlainForm):
    """Somebody of the register, and whether he heads the group (安排登记的考评员)."""

    task = forms.ChoiceField(label="分工", choices=OF_REGISTER, initial=Task.EXAMINER)
    registered = forms.ChoiceField(
        label="登记的考评员", help_text="只列出本职业、有效、没有其他任务、不需要回避的人。"
    )

    def __init__(self, *args: Any, people: Sequence[RegisteredPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.token): each for each in people}
        named = [(key, f"{each.name}　{each.number}　{each.employer}") for key, each in self.people.items()]
        self.fields["registered"].choices = [("", "请选择"), *named]  # type: ignore[attr-defined]

    def who(self) -> tuple[Task, Somebody]:
        """The task, and who does it."""
        chosen = self.people[self.cleaned_data["registered"]]
        return Task(self.cleaned_data["task"]), Somebody(registered=chosen)


class DrawForm(PlainForm):
    """How many are drawn (随机抽取)."""

    wanted = forms.IntegerField(label="抽取人数", min_value=1, max_value=MOST)
    seed = forms.CharField(
        label="随机种子",
        max_length=64,
        required=False,
        help_text="可以由在场的人随意说一串字。不填的，由系统产生。",
    )


class AgainForm(PlainForm):
    """Why somebody who was drawn does not come (补抽理由)."""

    because = forms.CharField(
        label="不能参加的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    seed = forms.CharField(label="随机种子", max_length=64, required=False, help_text="不填的，由系统产生。")


def _roles(member: Member) -> str:
    known = {role.value: str(role.label) for role in MemberRole}
    return "、".join(known.get(each, each) for each in member.roles)

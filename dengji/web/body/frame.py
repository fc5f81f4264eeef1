"""The application around a page (填报框架): whose it is, its tasks, how it stands; also for pages without one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from dengji import clock
from dengji.evaluations.texts import ABOUT_PLANS
from dengji.filings.checks import Checked, checked
from dengji.filings.queries import Question, Task, eligibility_of, questions_of, tasks
from dengji.filings.terms import TaskState
from dengji.institutions.models import Institution
from dengji.institutions.queries import institution_of
from dengji.people.models import Post
from dengji.policy.engine.pack import Matter, Pack
from dengji.policy.engine.terms import Section
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case
from dengji.procedure.queries import case_for
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.terms import CaseState
from dengji.records.acts import note_refused_reading

NAMES = {
    Section.BODY: "机构信息",
    Section.PEOPLE: "人员",
    Section.VENUES: "场所和设备",
    Section.OCCUPATIONS: "职业和等级",
    Section.RULES: "规章制度和收费",
    Section.DECLARATIONS: "申报事项",
    Section.DOCUMENTS: "材料",
    Section.COMMITMENT: "承诺",
    Section.CHANGES: "变更内容",
    Section.GIVEN_UP: "退出的职业",
    Section.FORMS: "申请表格",
}
OF_REGISTERS = (Section.BODY, Section.PEOPLE, Section.VENUES, Section.RULES)


@dataclass(frozen=True, slots=True)
class Named:
    """A task with its name and address (申请任务)."""

    task: Task
    title: str
    address: str


@dataclass(frozen=True)
class Frame:
    """What stands around a page of the body's registers (填报框架): by themselves, no application is filled in."""

    institution: Institution
    case: Case | None = None
    checked: Checked | None = None
    tasks: tuple[Named, ...] = ()

    @property
    def home(self) -> str:
        """Where one came from: the task list, or the registers' first page."""
        return self.address("fill") if self.case else self.address("registers")

    @property
    def left(self) -> int:
        """How many parts are not finished."""
        return sum(named.task.state != TaskState.DONE for named in self.tasks)

    @property
    def next(self) -> Named | None:
        """The first part that is not finished."""
        return next((named for named in self.tasks if named.task.state != TaskState.DONE), None)

    def address(self, name: str, **given: object) -> str:
        """The address of a page within this application, or among the registers without one."""
        token = {"token": self.case.token} if self.case else {}
        return reverse(f"body:{name}", kwargs={**given, **token})

    def section(self, section: Section) -> str:
        """The address of a part."""
        return self.address("section", part=section.value)

    @property
    def has_forms(self) -> bool:
        """Whether the text has forms of its own for this matter."""
        return self.task(Section.FORMS) is not None

    def task(self, section: Section) -> Named | None:
        """The task of a part, if the text asks for it."""
        return next((named for named in self.tasks if named.task.section is section), None)


@dataclass(frozen=True, kw_only=True)
class Filling(Frame):
    """An application that is being filled in (填报中的申请)."""

    case: Case
    checked: Checked
    tasks: tuple[Named, ...]
    pack: Pack
    questions: tuple[Question, ...]

    @property
    def matter(self) -> Matter:
        """The kind of case, as its text orders it."""
        return self.pack.matters[self.case.matter]


def own_institution(post: Post) -> Institution:
    """The body of the post. Raises Http404 for an account without one."""
    institution = institution_of(post)
    if institution is None:
        raise Http404
    return institution


def own_case(post: Post, token: UUID) -> Case:
    """One of the body's own cases. Raises Http404 for any other, and keeps on the trail that it was asked for."""
    case = case_for(post, token)
    if case is None:
        note_refused_reading(f"case/{token}", by=post, at=clock.now())
        raise Http404
    return case


def as_seen(request: HttpRequest, case: Case) -> Case:
    """The case at the version that the page showed: an act on a stale page is refused."""
    posted = request.POST.get("version", "")
    case.version = int(posted) if posted.isdecimal() and len(posted) < 9 else case.version
    return case


def frame_of(post: Post, token: UUID | None, on: date) -> Frame:
    """The frame of a page: of an application, or of the registers by themselves. Raises as `filling_of`."""
    return Frame(own_institution(post)) if token is None else filling_of(post, token, on)


def filling_of(post: Post, token: UUID, on: date) -> Filling:
    """An application in the applicant's hands. Raises NotAllowed once it is out of them, Http404 for others'."""
    institution, case = own_institution(post), own_case(post, token)
    if case.matter in ABOUT_PLANS:
        raise NotAllowed(
            "评价计划和结果不在这里填写。", remedy="请到“评价计划”里打开这份计划，修改后重新报送。"
        )
    if case.state not in (CaseState.DRAFT, CaseState.CORRECTING):
        raise NotAllowed(
            f"这件申请{case.get_state_display()}，现在不能修改。",
            remedy="需要修改的，请等待补正通知，或者撤回申请。",
        )
    pack, judgement = pack_of(case.edition_id), eligibility_of(case, on)
    asked = tuple(questions_of(case, judgement))
    without = () if asked else (Section.DECLARATIONS,)
    named = tuple(_named(case, task) for task in tasks(case, without=without))
    return Filling(
        institution=institution,
        case=case,
        checked=checked(judgement, pack),
        tasks=named,
        pack=pack,
        questions=asked,
    )


def _named(case: Case, task: Task) -> Named:
    address = reverse("body:section", kwargs={"part": task.section.value, "token": case.token})
    return Named(task, NAMES[task.section], address)

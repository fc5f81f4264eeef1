"""TJ21: an employer evaluates sixty of its own people, from the plan to the results that the centre has checked."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from dengji.evaluations.acts import arranging, attending, signing, staffing
from dengji.evaluations.acts.arranging import SittingEntry
from dengji.evaluations.acts.staffing import Somebody
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Room, Sitting
from dengji.evaluations.results import results
from dengji.evaluations.terms import EXAMINING, PlanState, Task
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.batch import ENDS, STARTS, given_filed_venues, in_figures
from tests.candidates import HEADS, line, number_of, xlsx
from tests.cast import AT, ELECTRICIAN, Cast, given_cast, given_post
from tests.journeys.evaluating import (
    downloaded,
    when_a_plan_is_begun,
    when_a_sheet_is_brought_in,
    when_a_sheet_is_signed,
    when_a_sitting_is_added,
    when_attendance_is_noted,
    when_every_venue_is_used,
    when_rooms_are_watched,
    when_seats_are_drawn,
    when_somebody_is_caught,
    when_somebody_is_given_a_part,
    when_the_days_are_set,
    when_the_supervisor_reports,
)
from tests.journeys.handling import (
    when_it_is_accepted,
    when_the_case_is_opened,
    when_the_officer_states_what_is_asked,
)
from tests.journeys.steps import (
    follow,
    press,
    says,
    then_the_pdf_opens,
    visit,
    when_somebody_signs_in,
)
from tests.life import given_filing
from tests.marking import PRACTICAL, THEORY, sheet_of
from tests.road import given_law, on_day

PEOPLE = 60
ABSENT, CAUGHT, FAILED = 7, 9, 11  # places on the list
WATCH = ("专1", "专2", "专3", "专4")
EXAMINERS = ("考7", "考8", "考9")
SUPERVISOR = "内13"
TOO_SOON = (date(2026, 11, 20), date(2026, 11, 23))
THEORY_, PRACTICAL_ = THEORY.label, PRACTICAL.label


@dataclass(frozen=True)
class People:
    """Who takes part."""

    cast: Cast
    filing: Filing
    head: Post
    examiners: tuple[Post, ...]

    @property
    def body(self) -> str:
        """The employer."""
        return self.filing.institution.organisation.name

    @property
    def plan(self) -> Plan:
        """The one plan there is, as it stands."""
        return Plan.objects.select_related("filing__institution").get()


@pytest.fixture
def people(transactional_db: None, today: Traveller) -> People:
    """Tianjin, its text going on, and an employer that is filed for electricians."""
    given_law("TJ21")
    cast = given_cast("120116", "120104")
    filing = given_filing(cast.employer, cast.province_clerk, number="Y000012000900")
    given_filed_venues(filing)
    own = cast.employer.organisation
    examiners = tuple(given_post(own, Role.STAFF, name) for name in EXAMINERS)
    return People(cast, filing, cast.manager, examiners)


@pytest.mark.row("TJ21-16.1", "TJ21-16.2", "TJ21-15")
@pytest.mark.row("TJ21-16.3a", "TJ21-16.3b", "TJ21-21", "TJ21-22")
def test_an_employers_batch_of_sixty_goes_from_plan_to_checked_results(
    page: Page, people: People, today: Traveller
) -> None:
    when_the_plan_is_handed_in(page, people)
    when_the_centre_approves(page, people)
    when_sixty_are_listed_by_sheet(page, people)
    when_rooms_seats_and_tickets_are_given(page, people)
    when_the_days_are_over(page, people, today)
    when_theory_comes_by_sheet(page, people, today)
    when_examiners_sign(page, people)
    when_results_are_handed_in(page, people)
    when_the_centre_checks(page, people)
    then_a_candidate_looks_up_the_score(page, people)


def when_the_plan_is_handed_in(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.head)
    when_a_plan_is_begun(page, people.filing.number, f"{ELECTRICIAN}||4|own_staff", PEOPLE, TOO_SOON)
    says(page, "计划已保存，还没有报送", "要报送，请先推迟开始日期")
    follow(page, "计划内容", within=".tasks")
    when_the_days_are_set(page, (STARTS, ENDS))
    when_every_venue_is_used(page)
    follow(page, "人员安排", within=".tasks")
    when_somebody_is_given_a_part(page, "内部质量督导员", SUPERVISOR)
    when_somebody_is_given_a_part(page, "考评组长", EXAMINERS[0])
    when_somebody_is_given_a_part(page, "考评员", *EXAMINERS[1:])
    when_somebody_is_given_a_part(page, "监考人员", WATCH[0])
    given_more_to_watch(people)
    says(page, "考评组符合要求")
    follow(page, "返回计划页")
    follow(page, "核对并报送")
    press(page, "报送")
    says(page, f"评价计划已报送，编号{people.plan.number}", "审查中")


def given_more_to_watch(people: People) -> None:
    """The other invigilators, by the same act."""
    for name in WATCH[1:]:
        who = Somebody(people.filing.institution.members.get(name=name))
        staffing.assign(people.plan, Task.INVIGILATOR, who, by=people.head, at=AT)


def when_the_centre_approves(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.cast.province_clerk)
    when_the_case_is_opened(page, people.body)
    when_the_officer_states_what_is_asked(page)
    when_it_is_accepted(page, "方案符合规定")
    assert people.plan.state == PlanState.APPROVED


def rows() -> list[list[object]]:
    """Sixty people of the employer."""
    return [line(100 + each, {"姓名": name_of(each)}) for each in range(1, PEOPLE + 1)]


def name_of(place: int) -> str:
    """Somebody's name."""
    return f"考生{in_figures(place)}"


def when_sixty_are_listed_by_sheet(page: Page, people: People) -> None:
    """Two rows are faulty: named, mended, sent again; whoever is there already is not taken twice."""
    when_somebody_signs_in(page, people.head)
    visit(page, f"/body/plans/{people.plan.token}/")
    follow(page, "考生名单")
    follow(page, "用表格导入")
    wrong, number = rows(), HEADS.index("证件号码")
    wrong[20][number] = str(wrong[20][number])[:-1] + "?"
    wrong[30][HEADS.index("考生来源")] = "社会人员"
    when_a_sheet_is_brought_in(page, xlsx(HEADS, *wrong))
    says(page, "已导入58人，2行有误，没有导入", "第22行", "第32行")
    left = downloaded(page, "下载有误的2行")
    assert [row[HEADS.index("姓名")] for row in left[1:]] == [name_of(21), name_of(31)]
    follow(page, "再导入一次")
    when_a_sheet_is_brought_in(page, xlsx(HEADS, *rows()))
    says(page, "已导入2人，原来已有58人")
    follow(page, "查看考生名单")
    says(page, "共60人，按登记先后")


def when_rooms_seats_and_tickets_are_given(page: Page, people: People) -> None:
    """Theory at the pages, practice by acts; nobody gets a ticket before everything is in order."""
    plan = people.plan
    visit(page, f"/body/plans/{plan.token}/")
    follow(page, "考务编排")
    says(page, "还没有安排理论知识考试的场次")
    when_a_sitting_is_added(page, THEORY_, STARTS, ("09:00", "11:00"), 2)
    when_rooms_are_watched(page, THEORY_, WATCH)
    given_practice_arranged(people)
    when_seats_are_drawn(page, THEORY_)
    when_seats_are_drawn(page, PRACTICAL_)
    says(page, "60名考生都有座位")
    press(page, "核发准考证")
    says(page, "已核发60人的准考证")
    then_the_pdf_opens(page, "下载准考证")


def given_practice_arranged(people: People) -> None:
    """A sitting on the second day in two rooms, watched by the same people."""
    plan, by, at = people.plan, people.head, on_day(STARTS - timedelta(days=7))
    entry = SittingEntry(PRACTICAL, on_day(ENDS, 9), on_day(ENDS, 17))
    sitting = arranging.add_sitting(plan, entry, by=by, at=at)
    venue = plan.venues.get(kind="practical")
    watching = list(plan.assignments.filter(task=Task.INVIGILATOR).order_by("pk"))
    for number in (1, 2):
        room: Room = arranging.add_room(sitting, venue, f"第{number}工段", 30, by=by, at=at)
        for who in watching[2 * number - 2 : 2 * number]:
            arranging.put_on_duty(room, who, by=by, at=at)


def when_the_days_are_over(page: Page, people: People, today: Traveller) -> None:
    """One does not come, one is caught and sent out."""
    today.move_to(on_day(STARTS, 12))
    when_somebody_signs_in(page, people.head)
    visit(page, f"/body/plans/{people.plan.token}/")
    follow(page, "实施现场")
    page.get_by_role("row", name=THEORY_).get_by_role("link", name="登记到场").click()
    when_attendance_is_noted(page, name_of(ABSENT))
    page.get_by_role("row", name=THEORY_).get_by_role("link", name="登记现场情况").click()
    when_somebody_is_caught(page, name_of(CAUGHT))
    expect(page.get_by_role("row", name=THEORY_)).to_contain_text("58")
    sitting = Sitting.objects.get(method=PRACTICAL)
    came = {each.pk: "present" for each in sitting.seats.exclude(candidate__ordinal=ABSENT)}
    came |= {each.pk: "absent" for each in sitting.seats.filter(candidate__ordinal=ABSENT)}
    attending.mark(sitting, came, by=people.head, at=on_day(ENDS, 18))


def when_theory_comes_by_sheet(page: Page, people: People, today: Traveller) -> None:
    """A score that cannot be is named; the one who was sent out has none."""
    today.move_to(on_day(ENDS + timedelta(days=1), 9))
    when_somebody_signs_in(page, people.head)
    visit(page, f"/body/plans/{people.plan.token}/")
    follow(page, "成绩和结果")
    says(page, "报送以前还要办好")
    follow(page, "登记、更正和公布成绩")
    page.get_by_role("row", name=THEORY_).get_by_role("link", name="用表格导入").click()
    said = {each: 70 for each in range(1, PEOPLE + 1) if each not in (ABSENT, CAUGHT)}
    said |= {FAILED: 59}
    assert len(downloaded(page, "下载成绩表")) == 1 + len(said)
    when_a_sheet_is_brought_in(page, sheet_of(*(said | {3: 101}).items()).content)
    says(page, "已导入57人", "“101”不在0到100之间")
    follow(page, "再导入")
    when_a_sheet_is_brought_in(page, sheet_of(*said.items()).content)
    says(page, "已导入1人的理论知识考试成绩，57人原来已有同样的成绩")


def when_examiners_sign(page: Page, people: People) -> None:
    """Each his own sheet for everybody who came; a few at the pages, the others by the same act."""
    group = list(people.plan.assignments.filter(task__in=EXAMINING).order_by("pk"))
    at = on_day(ENDS + timedelta(days=1), 10)
    for each, post in zip(group, people.examiners, strict=True):
        signing.sign_in_as(each, post, by=people.head, at=at)
        each.refresh_from_db()
    first = people.plan.candidates.get(ordinal=1)
    for who in people.plan.candidates.exclude(ordinal=ABSENT):
        for each, post in zip(group, people.examiners, strict=True):
            if (who, each) != (first, group[2]):
                sheet = signing.save_sheet(who, PRACTICAL, each, {signing.TOTAL: Decimal(80)}, by=post, at=at)
                signing.sign(sheet, by=post, at=at)
    when_somebody_signs_in(page, people.examiners[2])
    when_a_sheet_is_signed(page, people.plan.number or "", 1, 90)


def when_results_are_handed_in(page: Page, people: People) -> None:
    """Not without the supervisor's report."""
    when_somebody_signs_in(page, people.head)
    visit(page, f"/body/plans/{people.plan.token}/results/")
    says(page, "内部督导报告已提交")
    assert not page.get_by_role("button", name="报送结果").count()
    when_the_supervisor_reports(page, SUPERVISOR)
    follow(page, "成绩和结果")
    says(page, "共60人，合格57人", "最迟2026年12月15日 (周二)报送，还剩4个工作日")
    press(page, "报送结果")
    says(page, "评价结果已报送")


def when_the_centre_checks(page: Page, people: People) -> None:
    """A few are looked at, then the results are confirmed."""
    when_somebody_signs_in(page, people.cast.province_clerk)
    when_the_case_is_opened(page, people.body)
    follow(page, f"{people.plan.name} 四级/中级工 {people.plan.number}")
    says(page, "共60人，合格57人，全部缺考1人", "作弊", SUPERVISOR)
    follow(page, "随机抽查成绩")
    press(page, "抽取")
    says(page, "抽中5人，按名单顺序")
    when_the_case_is_opened(page, people.body)
    when_the_officer_states_what_is_asked(page)
    when_it_is_accepted(page, "核对无误")
    assert people.plan.state == PlanState.CHECKED


def then_a_candidate_looks_up_the_score(page: Page, people: People) -> None:
    """Once the body has made it known; who failed one part has failed."""
    when_somebody_signs_in(page, people.head)
    visit(page, f"/body/plans/{people.plan.token}/")
    follow(page, "公布成绩")
    press(page, "公布成绩")
    says(page, "成绩已公布")
    for place, outcome in ((FAILED, "不合格"), (CAUGHT, "作废")):
        page.context.clear_cookies()
        visit(page, "/scores/")
        page.get_by_label("证件号码").fill(number_of(100 + place))
        page.get_by_label("准考证号或者姓名").fill(name_of(place))
        press(page, "查询")
        says(page, outcome)
    came_to = results(people.plan)
    assert (came_to["candidates"], came_to["passed"], came_to["absent"]) == (60, 57, 1)
    passed = Candidate.objects.filter(plan=people.plan, passed=True)
    assert not passed.filter(ordinal__in=(ABSENT, CAUGHT, FAILED)).exists()
    assert passed.count() == 57

"""The page of a plan's people: chosen, drawn, taken off, with what speaks against each; badges; the draw checked."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dengji.evaluations.acts import planning
from dengji.evaluations.acts.drawing import draw
from dengji.evaluations.acts.staffing import Somebody, assign
from dengji.evaluations.examiners import badges
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import Task
from tests.batch import WHOLE, given_approved, given_filed_venues
from tests.cast import AT, Cast, given_cast
from tests.evaluations.people import given_examiner, given_examiners, keeper
from tests.life import given_filing
from tests.road import given_law, manager_of
from tests.web.body.pages import faults, signed_in


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities and bodies of Tianjin, with the text that goes on applying."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan with days and without people."""
    filing = given_filing(cast.employer, keeper(cast), number="Y000012000900")
    given_filed_venues(filing)
    return planning.begin(filing, WHOLE, by=cast.manager, at=AT)


def page_of(plan: Plan, name: str = "plan_people", **given: Any) -> str:
    """The address of a page of the plan's people."""
    return reverse(f"body:{name}", kwargs={"token": plan.token, **given})


def sent(desk: Client, plan: Plan, which: str, status: int = 302, **fields: Any) -> str:
    """What comes back when one of the page's forms is sent."""
    typed = {f"{which}-{name}": said for name, said in fields.items()}
    answer = desk.post(page_of(plan), {"which": which, "version": plan.version, **typed})
    assert answer.status_code == status, answer.content.decode()[-2000:]
    plan.refresh_from_db()
    return answer.content.decode()


@pytest.mark.row("JLJD-16")
def test_a_group_is_put_together_and_what_is_wrong_is_said_beside_it(
    cast: Cast, desk: Client, plan: Plan
) -> None:
    members = list(cast.employer.members.all())
    examiners = [each for each in members if "examiner" in each.roles]
    assert "还没有安排人员" in desk.get(page_of(plan)).content.decode()
    for member in examiners[:2]:
        sent(desk, plan, "member", task="examiner", member=member.pk)
    page = desk.get(page_of(plan)).content.decode()
    assert "有2人，少于3人" in page
    assert "没有考评组长" in page
    sent(desk, plan, "member", task="head_examiner", member=examiners[2].pk)
    assert "考评组符合要求" in desk.get(page_of(plan)).content.decode()
    examiners[2].qualifications.all().delete()
    page = desk.get(page_of(plan)).content.decode()
    assert "考评资格" in page
    assert "不符合" in page


def test_a_member_is_given_what_he_is_registered_for(cast: Cast, desk: Client, plan: Plan) -> None:
    staff = next(each for each in cast.employer.members.all() if "staff" in each.roles)
    said = sent(desk, plan, "member", 200, task="examiner", member=staff.pk)
    assert "没有登记为考评人员" in said
    sent(desk, plan, "member", task="staff", member=staff.pk)
    assert plan.assignments.get().member == staff


def test_somebody_of_the_register_is_chosen_made_head_and_taken_off(
    cast: Cast, desk: Client, plan: Plan
) -> None:
    person = given_examiner(cast)
    sent(desk, plan, "registered", task="examiner", registered=str(person.token))
    row = plan.assignments.get()
    assert row.registered == person
    assert person.number in desk.get(page_of(plan)).content.decode()
    desk.post(page_of(plan, "plan_people_head", pk=row.pk), {"version": plan.version})
    row.refresh_from_db()
    assert row.task == Task.HEAD_EXAMINER
    plan.refresh_from_db()
    desk.post(page_of(plan, "plan_people_off", pk=row.pk), {"version": plan.version})
    assert not plan.assignments.exists()


@pytest.mark.row("JLJD-16")
def test_a_draw_is_made_checked_and_made_again_for_one_who_declines(
    cast: Cast, desk: Client, plan: Plan
) -> None:
    given_examiners(cast, 5)
    assert "不足9人" in sent(desk, plan, "draw", 200, wanted=9)
    sent(desk, plan, "draw", wanted=3, seed="现场")
    made = plan.draws.get()
    page = desk.get(page_of(plan, "plan_draw", draw_token=made.token)).content.decode()
    assert "重算一致" in page
    assert page.count("抽中</span>") == 3
    made.drawn = list(reversed(made.drawn))
    made.save()
    assert "重算不一致" in desk.get(page_of(plan, "plan_draw", draw_token=made.token)).content.decode()
    gone = plan.assignments.earliest("pk")
    again = page_of(plan, "plan_people_again", pk=gone.pk)
    assert "请填写" in desk.post(again, {"version": plan.version, "because": ""}).content.decode()
    assert desk.post(again, {"version": plan.version, "because": "出差<i>"}).status_code == 302
    page = desk.get(page_of(plan)).content.decode()
    assert "出差&lt;i&gt;" in page
    assert "可以核对" in page


def test_a_stale_page_changes_nothing_and_says_so(cast: Cast, desk: Client, plan: Plan) -> None:
    given_examiners(cast, 3)
    stale = plan.version
    sent(desk, plan, "draw", wanted=1)
    answer = desk.post(page_of(plan), {"which": "draw", "version": stale, "draw-wanted": 1})
    assert "已由其他人修改" in answer.content.decode()
    assert plan.draws.count() == 1
    row = plan.assignments.get()
    off = desk.post(page_of(plan, "plan_people_off", pk=row.pk), {"version": stale})
    assert off.status_code == 409


def test_an_approved_plan_offers_no_change_of_people(cast: Cast, desk: Client, plan: Plan) -> None:
    approved = given_approved(plan.filing)
    page = desk.get(page_of(approved)).content.decode()
    assert "申请变更" in page
    assert 'name="which"' not in page


@pytest.mark.row("JLJD-15")
def test_badges_are_downloaded_and_each_is_checked_by_everybody(cast: Cast, desk: Client, plan: Plan) -> None:
    approved = given_approved(plan.filing)
    answer = desk.get(page_of(approved, "plan_badges"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    each = approved.assignments.earliest("pk")
    address = f"/badge/{approved.token}/{badges.key_of(approved, each)}/"
    page = Client().get(address)
    assert "今天无效" in page.content.decode()
    assert "2026年12月7日起有效" in page.content.decode()
    assert faults(page.content.decode()) == []
    assert Client().get(f"/badge/{approved.token}/{'0' * 20}/").status_code == 404


def test_others_find_nothing(cast: Cast, plan: Plan) -> None:
    given_examiners(cast, 1)
    made = draw(plan, 1, by=cast.manager, at=AT)
    row = plan.assignments.get()
    school = signed_in(manager_of(cast.school))
    addresses = [
        page_of(plan),
        page_of(plan, "plan_badges"),
        page_of(plan, "plan_draw", draw_token=made.token),
        page_of(plan, "plan_people_again", pk=row.pk),
    ]
    assert {school.get(each).status_code for each in addresses} == {404}
    assert school.post(page_of(plan, "plan_people_off", pk=row.pk)).status_code == 404
    assert signed_in(keeper(cast)).get(page_of(plan)).status_code == 403
    other = planning.begin(plan.filing, WHOLE, by=cast.manager, at=AT)
    own = signed_in(cast.manager)
    assert own.get(page_of(other, "plan_draw", draw_token=made.token)).status_code == 404
    assert plan.assignments.exists()


def test_the_page_costs_the_same_for_any_number_and_is_sound(cast: Cast, desk: Client, plan: Plan) -> None:
    def costs() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(page_of(plan)).content.decode()
        assert faults(page) == []
        return len(asked)

    def three_more(first: int) -> None:
        for person in given_examiners(cast, 6, first)[:3]:
            assign(plan, Task.EXAMINER, Somebody(registered=person), by=cast.manager, at=AT)

    three_more(700)
    costs()
    few = costs()
    three_more(720)
    assert costs() == few <= 45

"""Arrangement at the body's desk: what is wrong on top, sittings and rooms added and dropped, seats, tickets, lists."""

import pytest
from django.test import Client
from django.urls import reverse

from dengji.audit.models import Entry
from dengji.evaluations.acts import arranging
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Room, RoomStaff, Seat, Sitting
from dengji.evaluations.terms import Attendance, Task
from dengji.filings.models import Filing
from dengji.people.terms import Role
from tests.batch import STARTS, given_candidates, given_plan
from tests.cast import AT, Cast, given_cast
from tests.evaluations.test_arranging import given_staffed, sat
from tests.road import given_law, manager_of, post_in
from tests.web.body.batches import at, given_employers_filing, said
from tests.web.body.pages import faults, signed_in, text

SITTING = {"method": "theory", "day": STARTS.isoformat(), "begins": "9:00", "ends": "11:00"}


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities and bodies of Tianjin."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """A filing of the employer, its venues filed."""
    return given_employers_filing(cast)


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """An approved plan with theory only, and five people who may invigilate."""
    return given_staffed(filing)


@pytest.fixture
def desk(client: Client, cast: Cast, plan: Plan) -> Client:
    """The browser of the employer's head."""
    client.force_login(cast.manager.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_whole_arrangement_is_made_at_the_desk(desk: Client, plan: Plan) -> None:
    """From nothing to tickets: what is lacking is said on the way."""
    people = given_candidates(plan, 3)
    assert "还没有安排理论知识考试的场次" in text(desk, at(plan, "arrangement"))
    assert "接下来添加这一场的考场" in said(desk, at(plan, "sitting_add"), **SITTING)
    sitting, venue = plan.sittings.get(), plan.venues.get(kind="theory")
    page = said(desk, at(plan, "room_add", sitting.pk), venue=venue.pk, name="一考场", capacity="20")
    assert "一考场已添加，20个座位" in page
    assert "3名考生没有座位" in page
    assert "已随机编排3名考生的座位" in said(desk, at(plan, "seat", "theory"))
    room = sitting.rooms.get()
    assert "需要2名，现有0名" in text(desk, at(plan, "arrangement"))
    for one in plan.assignments.filter(task=Task.INVIGILATOR)[:2]:
        assert f"一考场已安排{one.name}" in said(desk, at(plan, "duty_add", room.pk), assignment=one.pk)
    assert "编排没有问题" in text(desk, at(plan, "arrangement"))
    assert "已核发3人的准考证" in said(desk, at(plan, "tickets_give"))
    assert "准考证都已经核发过了" in said(desk, at(plan, "tickets_give"))
    for page in (at(plan, "tickets"), at(plan, "sign_in_list", sitting.pk)):
        answer = desk.get(page)
        assert answer.content[:4] == b"%PDF"
        assert "no-store" in answer.headers["Cache-Control"]
    assert Entry.objects.filter(act__in=("plan.tickets_printed", "plan.sign_in_printed")).count() == 2
    assert Seat.objects.filter(candidate__in=people).count() == len(people)


def test_pressed_twice_it_is_one(desk: Client, plan: Plan) -> None:
    """A sitting, a duty, and taking off."""
    given_candidates(plan, 1)
    for _ in range(2):
        said(desk, at(plan, "sitting_add"), **SITTING)
    assert Sitting.objects.count() == 1
    sitting = plan.sittings.get()
    typed = {"venue": plan.venues.get(kind="theory").pk, "name": "一考场", "capacity": "20"}
    desk.post(at(plan, "room_add", sitting.pk), typed)
    assert "这一场已经有“一考场”" in said(desk, at(plan, "room_add", sitting.pk), **typed)
    room, who = sitting.rooms.get(), plan.assignments.filter(task=Task.INVIGILATOR)[0]
    for _ in range(2):
        said(desk, at(plan, "duty_add", room.pk), assignment=who.pk)
    duty = RoomStaff.objects.get()
    for _ in range(2):
        said(desk, at(plan, "duty_off", duty.pk))
    assert not RoomStaff.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"ends": "8:00"}, "“结束时间”应晚于“开始时间”"),
        ({"day": "2026-12-06"}, "场次应在计划的日期之内"),
        ({"day": ""}, "请填写“日期”"),
        ({"begins": "早上"}, "“开始时间”填写得不对"),
        ({"method": "practical"}, "请从列出的选项中选择"),
    ],
)
def test_a_sitting_that_cannot_be_keeps_what_was_typed(
    desk: Client, plan: Plan, typed: dict[str, str], says: str
) -> None:
    page = said(desk, at(plan, "sitting_add"), **{**SITTING, **typed})
    assert says in page
    assert 'value="11:00"' in page or "ends" in typed
    assert not Sitting.objects.exists()


def test_a_room_of_nothing_and_one_too_large_are_refused(desk: Client, plan: Plan) -> None:
    """The venue has forty seats; a venue of another plan is none of this one."""
    sitting = sat(plan, rooms=())
    venue = plan.venues.get(kind="theory").pk
    page = at(plan, "room_add", sitting.pk)
    assert "1到40" in said(desk, page, venue=venue, name="一考场", capacity="41")
    assert "不能小于1" in said(desk, page, venue=venue, name="一考场", capacity="0")
    assert "请从列出的选项中选择" in said(desk, page, venue="999999", name="一考场", capacity="5")
    assert "最多40个字" in said(desk, page, venue=venue, name="长" * 41, capacity="5")
    assert not Room.objects.exists()


def test_what_goes_with_a_sitting_or_a_room_is_said_first(desk: Client, plan: Plan) -> None:
    given_candidates(plan, 4)
    sitting = sat(plan, rooms=(4, 4))
    arranging.seat(plan, "theory", by=manager_of(plan.filing.institution), at=AT)
    room = sitting.rooms.order_by("pk")[0]
    assert "4名考生在这个考场的座位随着取消" in text(desk, at(plan, "room_drop", room.pk))
    assert "2个考场、4名考生的座位" in text(desk, at(plan, "sitting_drop", sitting.pk))
    assert "第1考场已取消" in said(desk, at(plan, "room_drop", room.pk))
    assert "这一场已取消" in said(desk, at(plan, "sitting_drop", sitting.pk))
    assert desk.post(at(plan, "sitting_drop", sitting.pk)).status_code == 404


def test_once_somebody_was_marked_nothing_is_offered_any_more(desk: Client, plan: Plan) -> None:
    """A page that was open before says why."""
    given_candidates(plan, 2)
    sitting = sat(plan)
    arranging.seat(plan, "theory", by=manager_of(plan.filing.institution), at=AT)
    Seat.objects.update(attendance=Attendance.PRESENT)
    page = text(desk, at(plan, "arrangement"))
    assert "已登记到场，不能再编" in page
    assert "取消这一场" not in page
    assert "已经登记到场情况，不能再改编排" in said(desk, at(plan, "sitting_drop", sitting.pk))
    assert "已经登记到场情况，不能再改编排" in said(desk, at(plan, "seat", "theory"))
    assert Sitting.objects.exists()


def test_guessed_addresses_and_other_bodies_find_nothing(desk: Client, plan: Plan, cast: Cast) -> None:
    sitting = sat(plan)
    room, duty = sitting.rooms.get(), RoomStaff.objects.all()[0]
    other = signed_in(manager_of(cast.school))
    pages = [
        at(plan, "arrangement"),
        at(plan, "sitting_add"),
        at(plan, "room_add", sitting.pk),
        at(plan, "sitting_drop", sitting.pk),
        at(plan, "sign_in_list", sitting.pk),
        at(plan, "room_drop", room.pk),
        at(plan, "tickets"),
    ]
    buttons = [
        at(plan, "duty_add", room.pk),
        at(plan, "duty_off", duty.pk),
        at(plan, "seat", "theory"),
        at(plan, "tickets_give"),
    ]
    assert {other.get(page).status_code for page in pages} == {404}
    assert {other.post(page).status_code for page in [*pages[1:4], pages[5], *buttons]} == {404}
    assert RoomStaff.objects.filter(pk=duty.pk).exists()
    for name, given in (("room_add", 999), ("sitting_drop", 999), ("room_drop", 999), ("sign_in_list", 999)):
        assert desk.get(at(plan, name, given)).status_code == 404
    assert desk.post(at(plan, "seat", "practical")).status_code == 404


def test_the_rooms_of_another_plan_are_not_this_ones(desk: Client, plan: Plan, filing: Filing) -> None:
    """Though both belong to the body."""
    others = sat(given_staffed(filing), hour=14)
    assert desk.get(at(plan, "sitting_drop", others.pk)).status_code == 404
    assert desk.post(at(plan, "room_drop", others.rooms.get().pk)).status_code == 404
    assert Sitting.objects.filter(pk=others.pk).exists()


def test_before_approval_the_page_says_when(client: Client, filing: Filing) -> None:
    plan = given_plan(filing)
    desk = signed_in(manager_of(filing.institution))
    page = text(desk, at(plan, "arrangement"))
    assert "审查通过以后才能编排考务" in page
    assert at(plan, "sitting_add") not in page
    assert "填写中，不能编排考务" in said(desk, at(plan, "sitting_add"), **SITTING)


def test_without_tickets_the_papers_are_refused_in_a_sentence(desk: Client, plan: Plan) -> None:
    answer = desk.get(at(plan, "tickets"))
    assert answer.status_code == 403
    assert "还没有核发准考证" in answer.content.decode()


def test_the_markup_of_a_room_is_shown_as_it_was_typed(desk: Client, plan: Plan) -> None:
    sitting = sat(plan, rooms=())
    arranging.add_room(
        sitting, plan.venues.get(kind="theory"), "<b>甲</b>", 5, by=manager_of(plan.filing.institution), at=AT
    )
    page = text(desk, at(plan, "arrangement"))
    assert "<b>甲</b>" not in page
    assert "&lt;b&gt;甲&lt;/b&gt;" in page


def test_the_bones_of_the_pages_are_sound(desk: Client, plan: Plan) -> None:
    assert faults(text(desk, at(plan, "arrangement"))) == []
    given_candidates(plan, 12)
    sitting = sat(plan, rooms=(5, 5))
    for name, given in (
        ("arrangement", ()),
        ("sitting_add", ()),
        ("room_add", (sitting.pk,)),
        ("sitting_drop", (sitting.pk,)),
        ("room_drop", (sitting.rooms.all()[0].pk,)),
    ):
        assert faults(text(desk, at(plan, name, *given))) == []


def test_three_rooms_and_forty_people_ask_the_database_no_more(
    desk: Client, plan: Plan, django_assert_max_num_queries: object
) -> None:
    """With the session and the frame of the page."""
    given_candidates(plan, 40)
    sat(plan, rooms=(15, 15, 10))
    arranging.seat(plan, "theory", by=manager_of(plan.filing.institution), at=AT)
    with django_assert_max_num_queries(27):  # type: ignore[operator]
        text(desk, at(plan, "arrangement"))


def test_the_plan_page_leads_here_and_the_office_reads_it(desk: Client, plan: Plan, cast: Cast) -> None:
    """The office sees counts and masked numbers."""
    given_candidates(plan, 2)
    sat(plan)
    arranging.seat(plan, "theory", by=manager_of(plan.filing.institution), at=AT)
    assert at(plan, "arrangement") in text(desk, at(plan, "plan"))
    office = signed_in(post_in(cast.province_centre, Role.CLERK))
    page = text(office, reverse("office:plan", args=(plan.token,)))
    assert "考务和现场" in page
    assert "考生一" not in page

"""The day at the body's desk: who came by room and seat, what went wrong and what follows from it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from dengji.evaluations.acts import arranging, attending
from dengji.evaluations.models.day import Incident
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Seat, Sitting
from dengji.evaluations.terms import Attendance, IncidentKind, PlanState
from dengji.people.terms import Role
from dengji.web.body.views import the_day
from tests.batch import STARTS, given_candidates
from tests.cast import AT, Cast, given_cast, identity_number
from tests.evaluations.test_arranging import given_staffed, sat
from tests.road import given_law, manager_of, on_day, post_in
from tests.web.body.batches import at, given_employers_filing, said
from tests.web.body.pages import faults, signed_in, text

NOON = on_day(STARTS, 12)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the first day of the batch."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities and bodies of Tianjin."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """An approved plan with three people in their seats, in two rooms."""
    plan = given_staffed(given_employers_filing(cast))
    given_candidates(plan, 3)
    sat(plan, rooms=(2, 2))
    arranging.seat(plan, "theory", by=manager_of(cast.employer), at=AT)
    return plan


@pytest.fixture
def sitting(plan: Plan) -> Sitting:
    """Its only sitting."""
    return plan.sittings.get()


@pytest.fixture
def desk(client: Client, cast: Cast, plan: Plan) -> Client:
    """The browser of the employer's head."""
    client.force_login(cast.manager.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def marks(desk: Client, page: str, seats: list[Seat], *absent: Seat) -> dict[str, str]:
    """The form of a page as it would be sent: everybody is there but those who are absent."""
    html = text(desk, page)
    stands = html.partition('name="stands" value="')[2].partition('"')[0]
    came = {f"seat-{seat.pk}": "absent" if seat in absent else "present" for seat in seats}
    return {"stands": stands, **came}


def test_everybody_is_there_unless_said_otherwise(desk: Client, plan: Plan, sitting: Sitting) -> None:
    """The names are there for the body's own people, the numbers masked."""
    page, seats = at(plan, "attendance", sitting.pk), list(sitting.seats.all())
    html = text(desk, page)
    assert html.count("checked") == len(seats)
    assert "考生一" in html
    assert identity_number(501) not in html
    assert "已登记3名考生的到场情况" in said(desk, page, **marks(desk, page, seats, seats[0]))
    assert sorted(Seat.objects.values_list("attendance", flat=True)) == ["absent", "present", "present"]
    assert "已登记3名考生的到场情况" in said(desk, page, **marks(desk, page, seats))
    assert set(Seat.objects.values_list("attendance", flat=True)) == {Attendance.PRESENT}


def test_one_room_may_be_marked_by_itself(desk: Client, plan: Plan, sitting: Sitting) -> None:
    """The others wait."""
    room = sitting.rooms.order_by("pk")[0]
    page = f"{at(plan, 'attendance', sitting.pk)}?room={room.pk}"
    seats = list(room.seats.all())
    said(desk, page, **marks(desk, page, seats))
    assert Seat.objects.filter(attendance=Attendance.EXPECTED).count() == 3 - len(seats)
    assert "全部考场" in text(desk, f"{at(plan, 'attendance', sitting.pk)}?room=x")


def test_a_large_sitting_is_marked_room_by_room(
    desk: Client, plan: Plan, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first room unless another was chosen."""
    monkeypatch.setattr(the_day, "MOST_ON_A_PAGE", 2)
    html, room = text(desk, at(plan, "attendance", sitting.pk)), sitting.rooms.order_by("pk")[0]
    assert "全部考场" not in html
    assert html.count("checked") == room.seats.count()


def test_what_somebody_marked_meanwhile_is_not_written_over_unseen(
    desk: Client, plan: Plan, sitting: Sitting
) -> None:
    """It is said first, and what was chosen stays; sent again it counts. Pressing twice is no such case."""
    page, seats = at(plan, "attendance", sitting.pk), list(sitting.seats.all())
    typed = marks(desk, page, seats)
    attending.mark(sitting, {seats[0].pk: Attendance.ABSENT}, by=manager_of(plan.filing.institution), at=NOON)
    html = said(desk, page, **typed)
    assert "您打开页面以后，别人登记过到场情况" in html
    assert "已登记缺考" in html
    assert Seat.objects.get(pk=seats[0].pk).attendance == Attendance.ABSENT
    stands = html.partition('name="stands" value="')[2].partition('"')[0]
    assert "已登记3名考生的到场情况" in said(desk, page, **{**typed, "stands": stands})
    assert "已登记3名考生的到场情况" in said(desk, page, **typed)


def test_a_seat_left_unsaid_or_strange_is_asked_for_by_name(
    desk: Client, plan: Plan, sitting: Sitting
) -> None:
    page, seats = at(plan, "attendance", sitting.pk), list(sitting.seats.all())
    typed = marks(desk, page, seats)
    html = said(desk, page, **{k: v for k, v in typed.items() if k != f"seat-{seats[0].pk}"})
    assert "是到场还是缺考。" in html
    html = said(desk, page, **{**typed, f"seat-{seats[0].pk}": "expelled"})
    assert "是到场还是缺考。" in html
    assert set(Seat.objects.values_list("attendance", flat=True)) == {Attendance.EXPECTED}


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (1, True)])
def test_the_form_is_there_from_the_first_day_on(plan: Plan, sitting: Sitting, days: int, may: bool) -> None:
    """The day before, the day, the day after."""
    with time_machine.travel(NOON + timedelta(days=days), tick=False):
        desk = signed_in(manager_of(plan.filing.institution))
        page = text(desk, at(plan, "attendance", sitting.pk))
        assert ("保存到场情况" in page) is may
        assert ("现在不能登记到场情况" in page) is not may
        assert (at(plan, "day") in text(desk, at(plan, "plan"))) is may


def test_cheating_sends_somebody_out(desk: Client, plan: Plan, sitting: Sitting) -> None:
    """What follows stands beside the field; he cannot be marked any more, and everybody sees why."""
    page, seat = at(plan, "incident", sitting.pk), sitting.seats.all()[0]
    assert "取消这名考生本场的考试资格" in text(desk, page)
    typed = {"kind": IncidentKind.CHEATING, "says": "夹带资料", "dealt_with": "请出考场"}
    assert "请选择是哪一名考生" in said(desk, page, **typed)
    typed["candidate"] = str(seat.candidate.token)
    for _ in range(2):
        assert "已登记：作弊" in said(desk, page, **typed)
    assert Incident.objects.count() == 1
    seat.refresh_from_db()
    assert seat.attendance == Attendance.EXPELLED
    assert f'name="seat-{seat.pk}"' not in text(desk, at(plan, "attendance", sitting.pk))
    html = text(desk, at(plan, "day"))
    assert "夹带资料" in html
    assert "处理：请出考场" in html


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": "strange", "says": "说明"}, "请从列出的选项中选择"),
        ({"kind": "equipment", "says": " "}, "请填写“发生了什么”"),
        ({"kind": "equipment", "says": "长" * 501}, "最多500个字"),
        ({"kind": "late", "says": "迟到", "candidate": "somebody"}, "请从列出的选项中选择"),
    ],
)
def test_what_is_lacking_of_an_incident_is_said(
    desk: Client, plan: Plan, sitting: Sitting, typed: dict[str, str], says: str
) -> None:
    assert says in said(desk, at(plan, "incident", sitting.pk), **typed)
    assert not Incident.objects.exists()


def test_the_markup_of_an_incident_is_shown_as_it_was_typed(
    desk: Client, plan: Plan, sitting: Sitting
) -> None:
    room = sitting.rooms.order_by("pk")[0]
    typed = {"kind": "equipment", "says": "<script>alert(1)</script>", "room": str(room.pk)}
    html = said(desk, at(plan, "incident", sitting.pk), **typed)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert Incident.objects.get().room == room


def test_after_the_results_are_in_the_day_is_only_read(desk: Client, plan: Plan, sitting: Sitting) -> None:
    """A form that was open before is refused, with what was typed still there."""
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.REPORTED)
    assert "到场和现场情况不能再改" in text(desk, at(plan, "day"))
    assert "保存到场情况" not in text(desk, at(plan, "attendance", sitting.pk))
    html = said(desk, at(plan, "incident", sitting.pk), kind="equipment", says="停电十分钟")
    assert "现在不能登记现场情况" in html
    assert "停电十分钟" in html
    assert not Incident.objects.exists()


def test_guessed_addresses_and_other_bodies_find_nothing(
    desk: Client, plan: Plan, sitting: Sitting, cast: Cast
) -> None:
    """Nor does anybody of an office open the body's pages."""
    pages = [at(plan, "day"), at(plan, "attendance", sitting.pk), at(plan, "incident", sitting.pk)]
    other, office = signed_in(manager_of(cast.school)), signed_in(post_in(cast.province_centre, Role.CLERK))
    assert {other.get(page).status_code for page in pages} == {404}
    assert {other.post(page).status_code for page in pages[1:]} == {404}
    assert {office.get(page).status_code for page in pages} == {403}
    assert desk.get(at(plan, "attendance", 999)).status_code == 404
    assert desk.get(at(plan, "incident", 999)).status_code == 404


def test_the_bones_of_the_pages_are_sound_and_their_queries_few(
    desk: Client, plan: Plan, sitting: Sitting, django_assert_max_num_queries: object
) -> None:
    for name, given in (("day", ()), ("attendance", (sitting.pk,)), ("incident", (sitting.pk,))):
        with django_assert_max_num_queries(24):  # type: ignore[operator]
            html = text(desk, at(plan, name, *given))
        assert faults(html) == []

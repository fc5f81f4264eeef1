"""Days of filings that come by themselves: once, in order, after a week off, and again after a new calendar."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from dengji.filings.models import Filing, Timer
from dengji.filings.terms import FilingState
from dengji.messages.models import Message
from dengji.monitors import acts, filings
from dengji.monitors.acts import Report, run
from dengji.monitors.models import Run
from dengji.policy.acts import load_schedule
from dengji.procedure.acts.applying import withdraw
from tests.cast import AT, Cast
from tests.life import EXPIRY, given_filing, given_matter, noon
from tests.road import handed_in, manager_of

pytestmark = pytest.mark.django_db
WINDOW = EXPIRY - timedelta(days=90)
GRACE = date(2027, 7, 8)
ONE = timedelta(days=1)


@pytest.fixture
def filing(fujian: Cast) -> Filing:
    """A Fujian filing that ends on 9 May 2027."""
    filing = given_filing(fujian.employer, fujian.clerk)
    manager_of(filing.institution)
    return filing


def state_after(filing: Filing, at: datetime) -> str:
    """The state of the filing once the monitors ran at a moment."""
    run(at=at)
    filing.refresh_from_db()
    return filing.state


def told(filing: Filing) -> list[str]:
    """The timers of which somebody was told, by key."""
    keys = Message.objects.filter(key__startswith=f"filing:{filing.pk}:").values_list("key", flat=True)
    return sorted({key.split(":")[2] for key in keys})


@pytest.mark.row("FJ22-2a")
@pytest.mark.parametrize(("day", "opened"), [(-1, False), (0, True), (1, True)])
def test_the_window_opens_by_itself_and_the_body_is_told(filing: Filing, day: int, opened: bool) -> None:
    run(at=noon(WINDOW + day * ONE))
    assert ("renewal_opens" in told(filing)) is opened


@pytest.mark.row("FJ22-5.2a")
@pytest.mark.parametrize(("day", "stopped"), [(-1, False), (0, False), (1, True)])
def test_reporting_stops_on_the_day_after_the_last(filing: Filing, day: int, stopped: bool) -> None:
    run(at=noon(EXPIRY + day * ONE))
    assert ("reporting_stops" in told(filing)) is stopped
    assert filing.operates_on(EXPIRY + day * ONE) is not stopped


@pytest.mark.row("FJ22-5.2b")
@pytest.mark.parametrize(
    ("day", "state"), [(-1, FilingState.IN_FORCE), (0, FilingState.IN_FORCE), (1, FilingState.EXPIRED)]
)
def test_a_filing_lapses_on_the_day_after_its_grace(filing: Filing, day: int, state: str) -> None:
    assert state_after(filing, noon(GRACE + day * ONE)) == state


@pytest.mark.row("FJ22-5.2b")
def test_a_renewal_applied_for_in_the_grace_holds_the_lapse_until_it_is_decided(
    filing: Filing, fujian: Cast
) -> None:
    case = given_matter(filing, "renewal", at=noon(GRACE))
    handed_in(case, at=noon(GRACE))
    assert state_after(filing, noon(GRACE + ONE)) == FilingState.IN_FORCE
    withdraw(case, "不续了", by=manager_of(filing.institution), at=noon(GRACE + 2 * ONE))
    assert state_after(filing, noon(GRACE + 3 * ONE)) == FilingState.EXPIRED


def test_run_twice_nobody_is_told_twice_and_nothing_happens_twice(filing: Filing) -> None:
    run(at=noon(GRACE + ONE))
    before = Message.objects.count(), filing.standings.count()
    assert run(at=noon(GRACE + ONE)).done["timers"] == 0
    assert (Message.objects.count(), filing.standings.count()) == before


def test_after_a_week_off_everything_is_caught_up_in_order(filing: Filing) -> None:
    run(at=noon(GRACE + 7 * ONE))
    fired = Timer.objects.filter(filing=filing).exclude(fired_at=None).order_by("acts_on", "id")
    assert [timer.key for timer in fired][-1] == "gives_up"
    filing.refresh_from_db()
    assert filing.standings.get(until=None).from_on == GRACE + ONE


@pytest.mark.row("CR-8")
def test_a_schedule_that_is_loaded_moves_the_days_that_rest_on_it(fujian: Cast) -> None:
    until = date(2028, 8, 2)  # its grace ends on Sunday 1 October 2028, in a year without a schedule
    filing = given_filing(fujian.employer, fujian.clerk, until=until)
    run(at=AT)
    grace = filing.timers.get(key="gives_up")
    assert (grace.falls_on, grace.provisional) == (date(2028, 10, 2), True)
    schedule = (
        'year: 2028\nsource: "国办发明电〔2027〕9号"\npublished_on: "2027-11-04"\nholidays:\n'
        '  - {name: "国庆节", from: "2028-10-01", to: "2028-10-07"}\nmake_up_days: []\n'
    )
    load_schedule(schedule, name="2028.yaml", by=None, at=AT)
    assert run(at=AT + ONE).done["dates"] == 1
    grace.refresh_from_db()
    assert (grace.falls_on, grace.provisional) == (date(2028, 10, 9), False)  # the eighth is a Sunday
    assert run(at=AT + 2 * ONE).done["dates"] == 0


@pytest.mark.row("FJ22-2a")
def test_reminders_come_as_the_window_opens_half_way_and_a_week_before_it_closes(filing: Filing) -> None:
    days = dict(filing.timers.filter(key__startswith="window").values_list("key", "falls_on"))
    assert days == {"window_halfway": date(2027, 3, 25), "window_closing": EXPIRY - 7 * ONE}
    assert filing.timers.get(key="renewal_opens").falls_on == WINDOW


def test_a_timer_that_fails_holds_up_no_other_and_is_tried_again(filing: Filing) -> None:
    def fail(name: str, *args: object, **said: object) -> None:
        raise LookupError(name)

    patched = pytest.MonkeyPatch()
    patched.setattr("dengji.filings.acts.firing.run_effect", fail)
    assert state_after(filing, noon(GRACE + ONE)) == FilingState.IN_FORCE
    assert "reporting_stops" in told(filing)
    patched.undo()
    assert state_after(filing, noon(GRACE + ONE)) == FilingState.EXPIRED


def test_a_duty_that_fails_holds_up_no_other_and_is_named(
    monkeypatch: pytest.MonkeyPatch, filing: Filing
) -> None:
    def fail(at: datetime) -> int:
        raise ValueError("no")

    monkeypatch.setattr(acts, "DUTIES", {"dates": fail, "timers": filings.fire_due})
    assert run(at=noon(EXPIRY)) == Report({"timers": 4}, ("dates",))
    assert Run.objects.get().failed == ["dates"]


def test_with_nothing_due_a_run_asks_a_handful_of_questions(
    filing: Filing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    run(at=AT)
    with django_assert_max_num_queries(2):
        assert filings.fire_due(AT) == 0
    with django_assert_max_num_queries(4):
        assert filings.reckon_again(AT) == 0

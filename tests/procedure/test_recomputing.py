"""A holiday schedule is published: what is open is reckoned again, and each change is on the record."""

from datetime import date, datetime

import pytest

from dengji.audit.queries import entries_about
from dengji.notices.models import Publicity
from dengji.people.terms import Role
from dengji.policy.acts import load_schedule
from dengji.policy.foreseen import calendar_with
from dengji.policy.queries import calendar_in_force
from dengji.procedure.acts.publishing import publish
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.acts.recomputing import recompute_open_clocks
from dengji.procedure.models import Case
from dengji.procedure.moving import Shown, moves_at, moves_with
from dengji.procedure.terms import Act
from dengji.workdays.schedule import parse_schedule
from tests.cast import Cast, given_person
from tests.road import (
    NOTICE,
    brought_to,
    given_application,
    given_round,
    handed_in,
    on_day,
    post_in,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
NEW_YEARS_EVE = date(2026, 12, 30)
WEEKENDS_ONLY, AS_PUBLISHED = date(2027, 1, 6), date(2027, 1, 8)
SCHEDULE = """\
year: 2027
source: "国办发明电〔2026〕1号"
published_on: "2026-12-31"
holidays:
  - {name: "元旦", from: "2027-01-01", to: "2027-01-01"}
  - {name: "补假", from: "2027-01-04", to: "2027-01-04"}
make_up_days: []
"""
PUBLISHED_AT = on_day(date(2026, 12, 31))


def loaded(at: datetime = PUBLISHED_AT) -> None:
    """The schedule of 2027, loaded as it stands."""
    load_schedule(SCHEDULE, name="2027.yaml", by=None, at=at)


@pytest.fixture
def case(tianjin: Cast) -> Case:
    """A case that came in on 2026-12-30: its fifth working day lies in a year without schedule."""
    given_round(tianjin.bureau, "TJ21", at=on_day(NEW_YEARS_EVE))
    made = given_application(tianjin.employer, "TJ21", at=on_day(NEW_YEARS_EVE))
    brought_to(made, "first_review", tianjin, at=on_day(NEW_YEARS_EVE))
    return made


@pytest.mark.row("CR-8")
def test_a_day_in_a_year_without_schedule_is_provisional(case: Case) -> None:
    assert (case.due_on, case.provisional) == (WEEKENDS_ONLY, True)


@pytest.mark.row("CR-8")
def test_loading_a_schedule_reckons_open_due_days_again(case: Case) -> None:
    loaded()
    case.refresh_from_db()
    assert (case.due_on, case.provisional) == (AS_PUBLISHED, False)
    clock = case.clocks.get()
    assert (clock.due_on, clock.provisional) == (AS_PUBLISHED, False)


@pytest.mark.row("CR-8", "CR-10")
def test_each_change_is_on_the_record_and_on_the_trail(case: Case) -> None:
    loaded()
    event = case.events.get(act=Act.RECOMPUTE)
    change = {
        "before": {"due_on": "2027-01-06", "provisional": True},
        "after": {"due_on": "2027-01-08", "provisional": False},
    }
    assert (event.detail, event.by, event.at) == (change, None, PUBLISHED_AT)
    entry = entries_about("procedure.Case", case.pk).get(act="case.recompute")
    assert entry.after is not None
    assert entry.after["detail"] == change


@pytest.mark.row("CR-8")
def test_what_does_not_change_is_left_alone(case: Case) -> None:
    loaded()
    case.refresh_from_db()
    assert recompute_open_clocks(by=None, at=PUBLISHED_AT) == []
    assert case.version == Case.objects.get().version
    assert case.events.filter(act=Act.RECOMPUTE).count() == 1


@pytest.mark.row("CR-8", "CR-4")
def test_a_clock_that_stands_is_reckoned_when_the_correction_arrives(case: Case) -> None:
    items = [Correction("rules", "补财务制度")]
    return_for_correction(case, items, by=whoever_holds(case), at=on_day(date(2026, 12, 31)))
    loaded()
    case.refresh_from_db()
    assert not case.events.filter(act=Act.RECOMPUTE).exists()
    handed_in(case, at=on_day(date(2027, 1, 5)))
    assert (case.due_on, case.provisional) == (date(2027, 1, 12), False)


@pytest.mark.row("CR-8")
def test_whoever_loads_the_schedule_stands_on_the_record(case: Case, tianjin: Cast) -> None:
    administrator = post_in(tianjin.bureau, Role.ADMINISTRATOR)
    load_schedule(SCHEDULE, name="2027.yaml", by=administrator, at=PUBLISHED_AT)
    assert case.events.get(act=Act.RECOMPUTE).by == administrator


def test_an_account_without_a_post_may_load_a_schedule_too(case: Case) -> None:
    load_schedule(SCHEDULE, name="2027.yaml", by=given_person("系统管理员"), at=PUBLISHED_AT)
    assert case.events.get(act=Act.RECOMPUTE).by is None


@pytest.mark.row("CR-8", "TJ21-10.4")
def test_a_publicity_under_way_ends_on_the_new_day(tianjin: Cast) -> None:
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "publicity", tianjin)
    publish(case, NOTICE, by=whoever_holds(case), at=on_day(NEW_YEARS_EVE))
    notice = Publicity.objects.get()
    assert (notice.last_day, notice.provisional) == (WEEKENDS_ONLY, True)
    loaded()
    notice.refresh_from_db()
    assert (notice.last_day, notice.provisional) == (AS_PUBLISHED, False)


@pytest.mark.row("CR-8")
def test_the_moves_are_foreseen_and_told_as_they_were(case: Case) -> None:
    foreseen = moves_with(calendar_with(parse_schedule(SCHEDULE, name="2027")), PUBLISHED_AT.date())
    assert [(move.case, move.before, move.after) for move in foreseen] == [
        (case, Shown(WEEKENDS_ONLY, provisional=True), Shown(AS_PUBLISHED, provisional=False))
    ]
    assert moves_at(PUBLISHED_AT) == []
    loaded()
    assert moves_at(PUBLISHED_AT) == foreseen
    assert moves_with(calendar_in_force(), PUBLISHED_AT.date()) == []

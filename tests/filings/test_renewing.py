"""A filing is renewed, or gives up, by the text and by its days (备案续期)."""

from datetime import date, timedelta

import pytest

from dengji.filings.acts.firing import fire, timers_due
from dengji.filings.history import as_of, coming, renewal_time, turns
from dengji.filings.models import Filing
from dengji.filings.offering import offers_about
from dengji.filings.terms import FilingState
from tests.cast import Cast
from tests.life import EXPIRY, given_filing, given_matter, noon
from tests.road import brought_to_its_end

pytestmark = pytest.mark.django_db
OPENS = EXPIRY - timedelta(days=90)


@pytest.fixture
def filing(fujian: Cast) -> Filing:
    """A filing of a Fujian employer that ends on a day."""
    return given_filing(fujian.employer, fujian.clerk)


def fire_all(on: date) -> list[str]:
    """What acts by a day, by key."""
    fired = [fire(number, at=noon(on)) for _, number in timers_due(on, after=(date.min, 0), most=99)]
    return [timer.key for timer in fired if timer is not None]


@pytest.mark.row("FJ22-2a")
@pytest.mark.parametrize(("day", "open_"), [(-1, False), (0, True), (1, True)])
def test_a_renewal_is_offered_from_ninety_days_before_the_last_day(
    filing: Filing, day: int, open_: bool
) -> None:
    offer = next(
        each for each in offers_about(filing, OPENS + timedelta(days=day)) if each.matter == "renewal"
    )
    assert offer.available is open_
    assert open_ or "第二条" in offer.why


@pytest.mark.row("FJ22-4.3", "FJ22-2b")
def test_a_renewed_filing_keeps_its_number_and_goes_on_from_its_old_last_day(
    filing: Filing, fujian: Cast
) -> None:
    case = given_matter(filing, "renewal", at=noon(OPENS))
    brought_to_its_end(case, fujian, at=noon(OPENS + timedelta(days=10)))
    number = filing.number
    filing.refresh_from_db()
    assert (filing.number, filing.state) == (number, FilingState.IN_FORCE)
    assert [(term.from_on, term.until) for term in filing.terms.all()] == [
        (date(2024, 5, 10), EXPIRY),
        (date(2027, 5, 10), date(2030, 5, 9)),
    ]
    assert as_of(filing, date(2029, 1, 1)).until == date(2030, 5, 9)
    assert "有效期" in {turn.what for turn in turns(filing)}


@pytest.mark.row("FJ22-5.2b")
def test_a_filing_that_nobody_renews_lapses_after_its_grace(filing: Filing) -> None:
    time = renewal_time(filing, OPENS)
    assert time is not None
    assert time.days.grace_until is not None
    last = time.days.grace_until
    assert "gives_up" not in fire_all(last)
    assert filing.operates_on(EXPIRY)
    assert not filing.operates_on(EXPIRY + timedelta(days=1))
    assert fire_all(last + timedelta(days=1)) == ["gives_up"]
    assert fire_all(last + timedelta(days=1)) == []
    filing.refresh_from_db()
    assert filing.state == FilingState.EXPIRED
    assert all(each.done for each in coming(filing, last))

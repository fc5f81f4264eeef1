"""What this room answers to the texts: an overdue rectification bars a renewal, in the validity that runs."""

from datetime import timedelta

import pytest

from dengji.filings.models import Filing
from dengji.filings.terms import Origin
from dengji.procedure.acts.receiving import accept
from dengji.procedure.ground import Ground
from dengji.procedure.refusals import NotAllowed
from dengji.supervision.acts.rectifying import Demand, accept_work, demand, hand_in
from dengji.supervision.facts import rectification_overdue
from dengji.supervision.models import Rectification
from tests.cast import Cast
from tests.packs.lives import all_stated, before_expiry, given_at_the_office, given_place, given_two
from tests.road import manager_of, stated_well, whoever_holds

AT = before_expiry(80)


@pytest.fixture
def fujian(db: None) -> Cast:
    """Everybody in Fujian."""
    return given_place("FJ22")


@pytest.fixture
def filing(fujian: Cast) -> Filing:
    """A filing of an employer, entered from paper."""
    return given_two(fujian.employer, fujian)


def given_overdue(filing: Filing, cast: Cast) -> Rectification:
    """Something that was to be put right five days ago."""
    asked = Demand("督导通知", "补齐档案。", (AT - timedelta(days=5)).date())
    return demand(filing, asked, by=cast.clerk, at=AT - timedelta(days=40))


@pytest.mark.row("FJ22-3.2.1")
def test_a_rectification_that_is_overdue_bars_the_renewal_until_it_is_accepted(
    fujian: Cast, filing: Filing
) -> None:
    made = given_overdue(filing, fujian)
    case = given_at_the_office(filing, "renewal", at=AT)
    stated_well(case, at=AT)
    with pytest.raises(NotAllowed) as refused:
        accept(case, by=whoever_holds(case), at=AT)
    assert "第三条第（二）项第1目" in (refused.value.article or "")
    made = hand_in(made, "补齐了。", by=manager_of(fujian.employer), at=AT)
    accept_work(made, "看过。", by=fujian.clerk, at=AT)
    all_stated(case, at=AT, rectification_overdue=False)
    accept(case, by=whoever_holds(case), at=AT)
    case.refresh_from_db()
    assert case.step == "evaluate"


def test_of_a_filing_from_paper_nothing_overdue_here_is_not_known_of_one_granted_here_it_is_none(
    fujian: Cast, filing: Filing
) -> None:
    case = given_at_the_office(filing, "renewal", at=AT)
    subject = Ground(case, AT.date()).subject
    assert rectification_overdue(subject, AT.date()) is None
    Filing.objects.filter(pk=filing.pk).update(origin=Origin.CASE)
    assert rectification_overdue(Ground(case, AT.date()).subject, AT.date()) is False
    given_overdue(filing, fujian)
    assert rectification_overdue(Ground(case, AT.date()).subject, AT.date()) is True


def test_what_was_demanded_in_an_earlier_validity_is_not_of_this_one(fujian: Cast, filing: Filing) -> None:
    made = given_overdue(filing, fujian)
    case = given_at_the_office(filing, "renewal", at=AT)
    before = filing.valid_from - timedelta(days=1)
    Rectification.objects.filter(pk=made.pk).update(demanded_on=before)
    assert rectification_overdue(Ground(case, AT.date()).subject, AT.date()) is None

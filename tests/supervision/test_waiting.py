"""What stands on the first page of a body and of an office about supervision, and on nobody else's."""

from datetime import timedelta

import pytest

from dengji.filings.models import Filing
from dengji.supervision.acts.rectifying import hand_in
from dengji.supervision.waiting import waits_for
from tests.cast import Cast
from tests.supervision.campaigns import clerk_of, given_committed, somebody_else
from tests.supervision.test_rectifying import DUE, LATER, given_demand, manager_of


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """The first of the filed bodies."""
    return Filing.objects.order_by("number")[0]


def says(post: object, on: object) -> list[str]:
    """What waits, in words."""
    return [f"{each.count}{each.says}" for each in waits_for(post, on)]  # type: ignore[arg-type]


def test_a_demand_waits_on_the_body_then_on_the_office(cast: Cast, filing: Filing) -> None:
    made, manager, clerk = given_demand(filing, cast), manager_of(filing), clerk_of(cast)
    assert says(manager, DUE) == ["1项整改等贵单位报告"]
    assert says(manager, DUE + timedelta(days=1)) == ["1项整改等贵单位报告，其中1项已逾期"]
    assert says(clerk, DUE) == []
    assert says(clerk, DUE + timedelta(days=1)) == ["1项整改逾期没有报告"]
    hand_in(made, "改好了。", by=manager, at=LATER)
    assert (says(manager, DUE), says(clerk, DUE)) == ([], ["1项整改等待验收"])


def test_a_campaign_waits_from_its_day_on(cast: Cast) -> None:
    made = given_committed(cast)
    assert says(clerk_of(cast), made.draw_on - timedelta(days=1)) == []
    assert says(clerk_of(cast), made.draw_on) == ["1次抽查到了抽取日期"]


def test_others_have_nothing_to_do(cast: Cast, filing: Filing) -> None:
    given_demand(filing, cast)
    assert waits_for(manager_of(Filing.objects.order_by("number")[1]), DUE) == []
    assert waits_for(somebody_else(cast), DUE) == []

"""Spot checks at the office's desk: drawn by lot, on the trail, with every trace; by whoever checks the results."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from dengji.audit.models import Entry
from dengji.evaluations.acts.sampling import sample
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.scores.samples import sampled
from dengji.people.terms import Role
from dengji.procedure.refusals import NotAllowed, NotYours
from tests.batch import (
    after,
    given_approved,
    given_candidates,
    given_filed_venues,
    given_reported,
    given_scores,
)
from tests.candidates import noted
from tests.cast import Cast, given_post
from tests.life import given_filing
from tests.road import manager_of
from tests.web.office.desk import browser_of, opened, sent, well_built

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tianjin: Cast) -> Iterator[Plan]:
    """A batch of four whose results wait to be checked."""
    filing = given_filing(tianjin.employer, tianjin.province_clerk, number="Y000012000900")
    given_filed_venues(filing)
    plan = given_approved(filing)
    given_candidates(plan, 4)
    given_scores(plan, [88, 59, None, 60])
    given_reported(plan)
    with time_machine.travel(after(plan, 2), tick=False):
        yield plan


def page(plan: Plan) -> str:
    """Where candidates are drawn."""
    return reverse("office:sample", args=[plan.token])


@pytest.mark.row("TJ21-16.3b")
def test_some_are_drawn_by_lot_with_every_trace_and_the_draw_stands_on_the_trail(
    tianjin: Cast, plan: Plan
) -> None:
    clerk = tianjin.province_clerk
    assert page(plan) in opened(clerk, reverse("office:plan", args=[plan.token]))
    well_built(opened(clerk, page(plan)))
    answer = sent(clerk, page(plan), wanted="2")
    said = noted("plan.sampled")
    assert answer["Location"] == f"{page(plan)}?seed={said['seed']}&wanted=2"
    shown = opened(clerk, answer["Location"])
    assert "抽中2人" in shown
    assert "导入" in shown
    well_built(shown)
    found = sampled(plan, said["seed"], 2)
    assert [each.who.ordinal for each in found] == said["people"]
    assert all(f"第{each.who.ordinal}号" in shown and each.who.masked in shown for each in found)


@pytest.mark.parametrize(
    ("wanted", "says"), [("", "请填写抽查人数"), ("x", "整数"), ("0", "1"), ("51", "50")]
)
def test_how_many_is_said_well(tianjin: Cast, plan: Plan, wanted: str, says: str) -> None:
    assert says in sent(tianjin.province_clerk, page(plan), wanted=wanted).content.decode()
    assert not Entry.objects.filter(act="plan.sampled").exists()


def test_a_strange_address_draws_nobody(tianjin: Cast, plan: Plan) -> None:
    for asked in ({"seed": "x"}, {"seed": "x", "wanted": "-1"}, {"seed": "", "wanted": "3"}):
        assert "抽中" not in opened(tianjin.province_clerk, page(plan), **asked)
    assert "抽中4人" in opened(tianjin.province_clerk, page(plan), seed="x" * 99, wanted="50")


def test_only_whoever_checks_the_results_draws(tianjin: Cast, plan: Plan) -> None:
    at, auditor = after(plan, 2), given_post(tianjin.province_centre, Role.AUDITOR, "审计")
    for by in (auditor, tianjin.approver, manager_of(tianjin.employer)):
        assert browser_of(by).get(page(plan)).status_code in (403, 404)
        with pytest.raises(NotYours):
            sample(plan, 2, by=by, at=at)
    early = given_approved(plan.filing)
    with pytest.raises(NotAllowed, match="结果报送以后"):
        sample(early, 2, by=tianjin.province_clerk, at=at)
    assert browser_of(tianjin.province_clerk).get(page(early)).status_code == 404

"""Candidates are told by short message: of a ticket, of scores, of a correction, of a batch that counts for nothing."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from dengji.audit.models import Entry
from dengji.evaluations.acts import arranging, complaining, listing
from dengji.evaluations.acts.correcting import confirm, propose, second
from dengji.evaluations.acts.voiding import propose_void
from dengji.evaluations.candidates.persons import CandidateEntry
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score
from dengji.evaluations.scores.lookup import own_scores
from dengji.evaluations.voided import voided
from dengji.filings.models import Filing
from dengji.messages.models import OutsideMessage
from dengji.messages.outside import switch_outside
from dengji.messages.sending import send_due
from dengji.people.terms import Role
from dengji.procedure.acts.deciding import approve
from tests.batch import SKILLED, after, given_approved, given_checked, given_scores
from tests.cast import AT, Cast, given_post, identity_number
from tests.evaluations.examined import NEXT, centre, given_examining, given_taken
from tests.evaluations.places import given_at
from tests.evaluations.test_arranging import given_staffed, sat
from tests.marking import THEORY, another, head
from tests.road import manager_of, post_in, stated, whoever_holds

PHONE = "1390000000"


@pytest.fixture(autouse=True)
def gateway(settings: Settings, tmp_path: Path) -> Path:
    """Short messages go into this file."""
    settings.DENGJI_SMS = "dengji.messages.fakes.write_line"
    settings.DENGJI_SMS_FOLDER = tmp_path
    return tmp_path / "sms.jsonl"


def given_reachable(plan: Plan, how_many: int = 2) -> None:
    """Candidates with a mobile number each; the last has none."""
    for number in range(1, how_many + 1):
        phone = f"{PHONE}{number}" if number < how_many else ""
        entry = CandidateEntry(
            "张三", identity_number(500 + number), plan.categories[0], phone=phone, stated=SKILLED
        )
        listing.enlist(plan, entry, by=manager_of(plan.filing.institution), at=AT)


def switched_on(plan: Plan) -> None:
    """The place of the plan's authority tells candidates."""
    switch_outside(on=True, by=given_post(plan.filing.authority, Role.ADMINISTRATOR, "赵敏"), at=AT)


def got(gateway: Path) -> list[tuple[str, str]]:
    """What went out by now: to whom, and what it is about."""
    send_due(at=NEXT)
    lines = gateway.read_text(encoding="utf-8").splitlines() if gateway.exists() else []
    return [(json.loads(line)["phone"], json.loads(line)["text"]) for line in lines]


def test_whoever_got_a_ticket_is_told_once(filing: Filing, gateway: Path) -> None:
    plan, by = given_staffed(filing), manager_of(filing.institution)
    given_reachable(plan, 3)
    switched_on(plan)
    sat(plan, rooms=(3,))
    arranging.seat(plan, "theory", by=by, at=AT)
    arranging.give_tickets(plan, by=by, at=AT)
    arranging.give_tickets(plan, by=by, at=AT)
    found = got(gateway)
    assert [phone for phone, _ in found] == [f"{PHONE}1", f"{PHONE}2"]
    assert all("准考证已经核发" in text and "张三" not in text for _, text in found)


def test_scores_that_can_be_looked_up_are_told_without_the_scores(filing: Filing, gateway: Path) -> None:
    plan = given_approved(filing)
    given_reachable(plan)
    switched_on(plan)
    given_scores(plan, [87, 59])
    given_checked(plan)
    complaining.publish(plan, by=head(plan), at=after(plan))
    ((phone, text),) = got(gateway)
    assert phone == f"{PHONE}1"
    assert "成绩已经公布" in text
    assert "87" not in text


@pytest.mark.parametrize(("published", "told"), [(False, 0), (True, 1)])
def test_a_correction_is_told_to_the_one_whose_scores_were_known(
    filing: Filing, published: bool, told: int
) -> None:
    plan = given_approved(filing)
    given_reachable(plan)
    given_scores(plan, [59, 60])
    given_checked(plan)
    if published:
        complaining.publish(plan, by=head(plan), at=after(plan))
    switched_on(plan)
    at = after(plan)
    score = Score.objects.get(candidate=plan.candidates.earliest("ordinal"), method=THEORY)
    made = propose(score, Decimal(60), "复核答卷，漏计1分", by=head(plan), at=at)
    waiting = second(made, by=another(plan), at=at)
    confirm(waiting, by=post_in(plan.filing.authority, Role.CLERK), at=at)
    assert OutsideMessage.objects.filter(topic="corrected").count() == told


def test_nobody_is_told_where_the_place_has_not_switched_it_on(filing: Filing, gateway: Path) -> None:
    plan = given_approved(filing)
    given_reachable(plan)
    given_scores(plan, [60, 60])
    given_checked(plan)
    complaining.publish(plan, by=head(plan), at=after(plan))
    assert got(gateway) == []


@pytest.fixture
def examined(db: None) -> tuple[Plan, Cast]:
    """A batch in Jilin whose scores are in, not published."""
    jilin = given_at("JLJD")
    plan = given_taken(given_examining(jilin), jilin)
    given_reachable(plan)
    given_scores(plan, [80, 59], at=NEXT)
    plan.refresh_from_db()
    return plan, jilin


@pytest.mark.row("JLJD-31.4")
def test_a_batch_that_counts_for_nothing_is_told_and_can_be_looked_up_with_its_article(
    examined: tuple[Plan, Cast], gateway: Path
) -> None:
    plan, jilin = examined
    switched_on(plan)
    assert own_scores(identity_number(501), "张三") == []
    assert voided(plan) is None
    case = propose_void(plan, "督导报告建议无效", by=centre(jilin), at=NEXT)
    for name, value in (("void_ground", "papers"), ("void_found", True), ("void_statement_heard", True)):
        stated(case, name, value, at=NEXT)
    for _ in range(2):
        approve(case, "查证属实", by=whoever_holds(case), at=NEXT)
    ((phone, text),) = got(gateway)
    assert phone == f"{PHONE}1"
    assert "成绩不予认定" in text
    plan.refresh_from_db()
    (mine,) = own_scores(identity_number(501), "张三")
    assert mine.voided == voided(plan)
    assert mine.voided is not None
    assert (mine.void, mine.voided.article) == (True, "第三十一条第（四）项")
    assert "证件核对" in mine.voided.finding
    assert mine.voided.by == str(jilin.province_centre)
    told = Entry.objects.get(act="messages.tell_outside")
    assert (told.object_kind, told.after) == ("evaluations.Plan", {"topic": "void", "people": 1})

"""External supervisors: sent by whoever supervises the filing, told, called back; and the ties that people declare."""

from datetime import timedelta

import pytest

from dengji.evaluations.acts import planning
from dengji.evaluations.acts.declaring import TieEntry, declare_tie, withdraw_tie
from dengji.evaluations.acts.sending import call_back, free_for, send
from dengji.evaluations.acts.staffing import Somebody, assign, dismiss
from dengji.evaluations.examiners.registers import plans_to_watch, tasks_at, ties_of, watchers_of
from dengji.evaluations.examiners.roster_entries import HeldEntry
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.queries import plan_for
from dengji.evaluations.terms import Task, Tie
from dengji.filings.models import Filing
from dengji.messages.models import Message
from dengji.people.terms import Role
from dengji.procedure.refusals import NotAllowed, NotYours
from tests.batch import ENDS, STARTS, given_approved, given_plan
from tests.cast import AT, ELECTRICIAN, Cast, given_post, identity_number
from tests.evaluations.people import given_examiner, given_supervisor, keeper
from tests.road import manager_of


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """An approved plan."""
    return given_approved(filing)


@pytest.mark.row("JLJD-17")
@pytest.mark.row("JLJD-14.1")
@pytest.mark.row("TJ21-20")
def test_a_supervisor_is_sent_sees_the_plan_and_is_told(cast: Cast, plan: Plan) -> None:
    person = given_supervisor(cast)
    assert person.post is not None
    assert plan_for(person.post, plan.token) is None
    row = send(plan, person, by=keeper(cast), at=AT)
    assert (row.task, row.post, row.registered) == (Task.WATCHER, person.post, person)
    assert plan_for(person.post, plan.token) == plan
    assert list(tasks_at(person.post)) == list(watchers_of(plan)) == [row]
    told = Message.objects.get(recipient=person.post.person)
    assert "委派您督导" in told.title
    assert plan.number is not None
    assert plan.number in told.text
    assert send(plan, person, by=keeper(cast), at=AT) == row


@pytest.mark.row("JLJD-17")
def test_only_the_authority_of_the_filing_sends_and_only_to_an_approved_plan(
    cast: Cast, plan: Plan, filing: Filing
) -> None:
    person = given_supervisor(cast)
    bureau = given_post(cast.province_bureau, Role.CLERK)
    for post in (bureau, cast.manager, given_post(cast.province_centre, Role.AUDITOR)):
        with pytest.raises(NotYours):
            send(plan, person, by=post, at=AT)
    draft = given_plan(filing)
    with pytest.raises(NotAllowed, match="只有待实施的计划"):
        send(draft, person, by=keeper(cast), at=AT)


@pytest.mark.row("JLJD-17")
def test_a_body_neither_sends_nor_dismisses_an_external_supervisor(cast: Cast, plan: Plan) -> None:
    person = given_supervisor(cast)
    row = send(plan, person, by=keeper(cast), at=AT)
    planning.change(plan, by=cast.manager, at=AT)
    with pytest.raises(NotYours):
        assign(plan, Task.WATCHER, Somebody(registered=person), by=cast.manager, at=AT)
    with pytest.raises(NotYours):
        dismiss(plan, row.pk, by=cast.manager, at=AT)
    planning.drop_change(plan, by=cast.manager, at=AT)
    assert list(watchers_of(plan)) == [row]


@pytest.mark.row("JLJD-14.3")
@pytest.mark.parametrize(("days", "goes"), [(-1, False), (0, True), (1, True)])
def test_a_supervisor_stands_in_the_register_until_the_last_day(
    cast: Cast, plan: Plan, days: int, goes: bool
) -> None:
    person = given_supervisor(cast, valid_until=ENDS + timedelta(days=days))
    if goes:
        assert send(plan, person, by=keeper(cast), at=AT).name == person.name
    else:
        with pytest.raises(NotAllowed, match="没有全程有效"):
            send(plan, person, by=keeper(cast), at=AT)


def test_whoever_is_tied_busy_of_the_body_or_without_account_is_not_sent(
    cast: Cast, plan: Plan, filing: Filing
) -> None:
    tied, busy, free = (given_supervisor(cast, serial) for serial in (801, 802, 803))
    own = given_supervisor(cast, 804, employer=filing.institution.organisation.name)
    silent = given_examiner(cast, 805, kind="supervisor", number="DD805", held=())
    declare_tie(tied, TieEntry(Tie.KIN, filing.institution.organisation), by=keeper(cast), at=AT)
    other = given_approved(filing)
    send(other, busy, by=keeper(cast), at=AT)
    assert {person for person, why_not in free_for(plan) if not why_not} == {free}
    for person, says in (
        (tied, "近亲属"),
        (busy, "同一天另有任务"),
        (own, "在这家机构工作"),
        (silent, "账号"),
    ):
        with pytest.raises(NotAllowed, match=says):
            send(plan, person, by=keeper(cast), at=AT)


def test_an_examiner_of_the_register_is_not_sent_as_a_supervisor(cast: Cast, plan: Plan) -> None:
    with pytest.raises(NotAllowed, match="不在本地区的质量督导员登记中"):
        send(plan, given_examiner(cast), by=keeper(cast), at=AT)


def test_one_who_is_called_back_is_told_why_and_sees_the_plan_no_more(cast: Cast, plan: Plan) -> None:
    person = given_supervisor(cast)
    row = send(plan, person, by=keeper(cast), at=AT)
    with pytest.raises(NotAllowed, match="请写明撤回委派的理由"):
        call_back(plan, row.pk, "", by=keeper(cast), at=AT)
    call_back(plan, row.pk, "另有安排", by=keeper(cast), at=AT)
    call_back(plan, row.pk, "再按一次", by=keeper(cast), at=AT)
    assert person.post is not None
    assert plan_for(person.post, plan.token) is None
    texts = [each.text for each in Message.objects.filter(recipient=person.post.person)]
    assert any("理由：另有安排" in text for text in texts)


def test_the_batches_to_come_are_listed_with_whoever_is_sent(cast: Cast, plan: Plan) -> None:
    person = given_supervisor(cast)
    send(plan, person, by=keeper(cast), at=AT)
    (found,) = plans_to_watch(keeper(cast), STARTS)
    assert [each.name for each in found.watchers] == [person.name]  # type: ignore[attr-defined]
    assert list(plans_to_watch(keeper(cast), ENDS + timedelta(days=1))) == []
    assert list(plans_to_watch(given_post(cast.province_bureau, Role.CLERK), STARTS)) == []


def test_a_tie_is_declared_by_oneself_or_the_keeper_once_and_withdrawn(cast: Cast, filing: Filing) -> None:
    person, body = given_supervisor(cast), filing.institution.organisation
    assert person.post is not None
    made = declare_tie(person, TieEntry(Tie.ADVISER, body), by=person.post, at=AT)
    assert declare_tie(person, TieEntry(Tie.ADVISER, body), by=keeper(cast), at=AT) == made
    assert list(ties_of(person)) == [made]
    with pytest.raises(NotYours):
        declare_tie(person, TieEntry(Tie.ADVISER, body), by=cast.manager, at=AT)
    withdraw_tie(person, made, by=person.post, at=AT)
    withdraw_tie(person, made, by=person.post, at=AT)
    assert list(ties_of(person)) == []
    with pytest.raises(NotAllowed):
        withdraw_tie(given_examiner(cast), made, by=keeper(cast), at=AT)


def test_a_tie_is_to_a_body_or_to_a_candidate_and_of_a_kind_that_can_be(cast: Cast, filing: Filing) -> None:
    person, by, body = given_examiner(cast), keeper(cast), filing.institution.organisation
    wrong = {
        "请填写一家评价机构，或者": TieEntry(Tie.KIN),
        "请填写一家评价机构": TieEntry(Tie.KIN, body, identity_number(1)),
        "任职、亲属或者利益": TieEntry(Tie.TEACHER, body),
        "任职、亲属": TieEntry(Tie.KIN, cast.province_centre),
        "亲属、师生或者利益": TieEntry(Tie.EMPLOYED, number=identity_number(1)),
        "应为18位": TieEntry(Tie.KIN, number="123"),
    }
    for says, entry in wrong.items():
        with pytest.raises(NotAllowed, match=says):
            declare_tie(person, entry, by=by, at=AT)
    kept = declare_tie(person, TieEntry(Tie.TEACHER, number=identity_number(1)), by=by, at=AT)
    assert identity_number(1) not in (kept.candidate + kept.masked)


def test_somebody_of_the_register_takes_part_on_its_days_only(cast: Cast, filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    late = given_examiner(cast, 710, valid_until=STARTS)
    with pytest.raises(NotAllowed, match="登记有效期是"):
        assign(plan, Task.EXAMINER, Somebody(registered=late), by=by, at=AT)
    watching = given_supervisor(cast, 711)
    with pytest.raises(NotAllowed, match="只担任本地区批次的考评组长、考评员"):
        assign(plan, Task.EXAMINER, Somebody(registered=watching), by=by, at=AT)
    sound = given_examiner(cast, 712, held=(HeldEntry(ELECTRICIAN, "1"),))
    with pytest.raises(NotAllowed, match="只担任"):
        assign(plan, Task.STAFF, Somebody(registered=sound), by=by, at=AT)
    assert assign(plan, Task.EXAMINER, Somebody(registered=sound), by=by, at=AT).registered == sound

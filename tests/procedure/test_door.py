"""The one door: two people at once, the wrong hands, an act half done, and what stays on the record."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from dengji.audit.queries import entries_about
from dengji.filings.models import Filing
from dengji.people.terms import Role
from dengji.procedure import letters
from dengji.procedure.acts.applying import withdraw
from dengji.procedure.acts.assessing import convene
from dengji.procedure.acts.deciding import approve, issue
from dengji.procedure.acts.receiving import accept, reject, return_for_correction, state
from dengji.procedure.models import Case, Serial
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.procedure.terms import Act
from tests.cast import AT, Cast, given_post
from tests.road import (
    brought_to,
    brought_to_its_end,
    given_application,
    post_in,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(jilin: Cast) -> Case:
    """A case that waits for acceptance in the city, with every fact known."""
    made = given_application(jilin.employer, "JL25")
    brought_to(made, "acceptance", jilin)
    stated_well(made)
    return made


def as_seen_before(case: Case) -> Case:
    """The case as a second person has it open."""
    return Case.objects.get(pk=case.pk)


def test_the_second_of_two_people_is_told_who_did_what(case: Case) -> None:
    elsewhere = as_seen_before(case)
    clerk = whoever_holds(case)
    accept(case, by=clerk, at=AT)
    with pytest.raises(Moved) as refused:
        return_for_correction(elsewhere, [], by=clerk, at=AT)
    assert clerk.person.full_name in refused.value.sentence
    assert "受理" in refused.value.sentence


def test_a_button_pressed_twice_acts_once(case: Case) -> None:
    pressed_again, clerk = as_seen_before(case), whoever_holds(case)
    accept(case, by=clerk, at=AT)
    with pytest.raises(Moved):
        accept(pressed_again, by=clerk, at=AT)
    assert case.events.filter(act=Act.ACCEPT).count() == case.letters.count() == 1


def test_what_the_system_did_is_told_as_the_systems_doing(case: Case) -> None:
    elsewhere = as_seen_before(case)
    accept(case, by=whoever_holds(case), at=AT)
    case.events.update(by=None)
    with pytest.raises(Moved, match="系统"):
        withdraw(elsewhere, "", by=post_in(case.applicant, Role.MANAGER), at=AT)


def test_a_case_that_lost_its_record_still_says_that_it_moved(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(version=99)
    case.letters.all().delete()
    case.events.all().delete()
    with pytest.raises(Moved, match="系统办理“更新”"):
        accept(case, by=whoever_holds(case), at=AT)


def test_an_act_costs_no_more_statements_than_it_needs(
    case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = whoever_holds(case)
    assert clerk.person.full_name
    assert str(clerk.organisation)
    with django_assert_num_queries(17 + connection.features.has_select_for_update):
        accept(case, by=clerk, at=AT)


def test_the_callers_copy_is_up_to_date_after_the_act(case: Case) -> None:
    accept(case, by=whoever_holds(case), at=AT)
    fresh = as_seen_before(case)
    assert (case.step, case.version, case.holder_role) == (fresh.step, fresh.version, fresh.holder_role)


def test_nothing_more_is_done_to_a_case_that_has_ended(case: Case) -> None:
    manager = post_in(case.applicant, Role.MANAGER)
    withdraw(case, "不再申请", by=manager, at=AT)
    with pytest.raises(NotAllowed, match=r"已办结（申请人撤回）"):
        withdraw(case, "", by=manager, at=AT)
    assert case.events.filter(act=Act.WITHDRAW).count() == 1


@pytest.mark.row("JL25-4.1")
def test_another_authority_cannot_accept(case: Case, jilin: Cast) -> None:
    for organisation in (jilin.province_bureau, jilin.centre, jilin.other_centre):
        with pytest.raises(NotYours) as refused:
            accept(case, by=post_in(organisation, Role.CLERK), at=AT)
        assert str(jilin.bureau) in refused.value.sentence
    assert case.step == "acceptance"


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.ISSUER, Role.ADMINISTRATOR, Role.EXPERT])
def test_another_role_of_the_right_authority_cannot_accept(case: Case, role: Role) -> None:
    with pytest.raises(NotYours):
        accept(case, by=given_post(case.holder, role), at=AT)


def test_an_applicant_cannot_decide_and_an_office_cannot_withdraw(case: Case) -> None:
    with pytest.raises(NotYours):
        accept(case, by=post_in(case.applicant, Role.MANAGER), at=AT)
    with pytest.raises(NotYours):
        withdraw(case, "", by=whoever_holds(case), at=AT)


def test_the_staff_of_a_body_may_withdraw_as_its_manager_may(case: Case) -> None:
    withdraw(case, "", by=given_post(case.applicant, Role.STAFF), at=AT)
    assert case.ending == "withdrawn"


def test_an_act_that_the_step_does_not_know_is_refused_by_name(case: Case, jilin: Cast) -> None:
    clerk = whoever_holds(case)
    with pytest.raises(NotAllowed, match="“受理”步骤不能作“审议通过”处理"):
        approve(case, "", by=clerk, at=AT)
    with pytest.raises(NotAllowed, match="“受理”步骤不能作“组建专家组”处理"):
        convene(case, list(jilin.experts), jilin.experts[0], by=clerk, at=AT)


@pytest.mark.row("CR-10")
def test_every_act_is_on_the_trail_with_who_when_before_and_after(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to_its_end(case, jilin)
    kept = [each for each in entries_about("procedure.Case", case.pk) if each.act.startswith("case.")]
    events = list(case.events.order_by("ordinal").select_related("by__person"))
    assert [each.act for each in kept] == [f"case.{event.act}" for event in events]
    for entry, event in zip(kept, events, strict=True):
        assert event.by is not None
        assert (entry.person_name, entry.at) == (event.by.person.full_name, event.at)
    accepted = next(each for each in kept if each.act == "case.accept")
    assert accepted.before == {"step": "acceptance"}
    assert accepted.after is not None
    assert (accepted.after["step"], accepted.after["state"]) == ("first_review", "open")


@pytest.mark.row("CR-9")
def test_the_facts_of_the_day_are_frozen_into_the_event(case: Case) -> None:
    accept(case, by=whoever_holds(case), at=AT)
    judged = case.events.get(act=Act.ACCEPT).judgement
    assert judged is not None
    assert judged["eligible"]
    used = {fact["name"] for result in judged["results"] for fact in result["used"]}
    assert {"credit_clean", "representative_credit_clean", "full_time_staff"} <= used


def test_an_act_that_fails_half_way_leaves_nothing_and_no_gap_in_the_numbers(
    jilin: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = given_application(jilin.employer, "JL25")
    at = brought_to(case, "notice", jilin)
    issuer, before = whoever_holds(case), dict(Serial.objects.values_list("key", "last"))
    whole = letters.issue

    def breaks(*args: Any) -> None:
        whole(*args)
        raise RuntimeError("the printer burns")

    with monkeypatch.context() as patched:
        patched.setattr(letters, "issue", breaks)
        with pytest.raises(RuntimeError):
            issue(case, by=issuer, at=at)
    assert dict(Serial.objects.values_list("key", "last")) == before
    assert not Filing.objects.exists()
    assert as_seen_before(case).step == "notice"
    issue(as_seen_before(case), by=issuer, at=at + timedelta(hours=1))
    assert case.letters.get(key="notice").number.endswith("〕1号")


@pytest.mark.row("CR-5")
def test_a_case_is_decided_in_its_favour_only_when_every_condition_is_met(case: Case) -> None:
    clerk = whoever_holds(case)
    state(case, "representative_credit_clean", False, "查询到失信记录", by=clerk, at=AT)
    with pytest.raises(NotAllowed) as refused:
        accept(case, by=clerk, at=AT)
    assert refused.value.article == "第六条第（一）项"
    assert refused.value.remedy == "完成信用修复，或者变更法定代表人后再申请"
    with pytest.raises(NotAllowed, match="请写明理由"):
        reject(case, "  ", by=clerk, at=AT)
    reject(case, "法定代表人有失信记录", by=clerk, at=AT)
    assert case.ending == "not_accepted"


@pytest.mark.row("CR-5")
def test_nothing_is_refused_while_nothing_is_unmet(case: Case) -> None:
    with pytest.raises(NotAllowed, match="没有不符合的"):
        reject(case, "感觉不合适", by=whoever_holds(case), at=AT)

"""The fact about a plan's group: asked of what was handed in, and frozen with it; heads, badges, people put back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings

from dengji.evaluations.acts import planning, registering
from dengji.evaluations.acts.sending import send
from dengji.evaluations.acts.staffing import Somebody, assign, dismiss, name_head
from dengji.evaluations.dossier import build, contents
from dengji.evaluations.examiners import badges
from dengji.evaluations.facts.grouped import plan_group_faults
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.terms import Task
from dengji.evaluations.texts import text_of
from dengji.filings.models import Filing
from dengji.institutions.identities import number_of
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.subject import Subject
from tests.batch import ENDS, STARTS, given_approved, given_plan
from tests.cast import AT, Cast
from tests.evaluations.people import given_examiner, given_supervisor, keeper
from tests.road import manager_of


def asked(plan: Plan, dossier: Any = None) -> list[str] | None:
    """The fact about a plan, as it stands or as a dossier says."""
    pack = text_of(plan, AT.date())
    assert pack is not None
    said = dossier or build(plan, on=AT.date())
    subject = Subject(plan.filing.institution.organisation, pack, "plan", plan.filing.regime, said)
    return plan_group_faults(subject, AT.date())


def headed(plan: Plan, keep: int = 3) -> None:
    """The plan's group cut down to so many, the first of them its head."""
    by = manager_of(plan.filing.institution)
    rows = list(plan.assignments.filter(task=Task.EXAMINER).order_by("pk"))
    for row in rows[keep:]:
        dismiss(plan, row.pk, by=by, at=AT)
    name_head(plan, rows[0].pk, by=by, at=AT)


@pytest.mark.row("JLJD-16")
def test_the_fact_names_what_is_wrong_and_nothing_once_it_is_put_right(filing: Filing) -> None:
    plan = given_plan(filing)
    found = asked(plan)
    assert found is not None
    assert [each.partition("（")[0] for each in found] == ["考评组：有6人，不是单数", "考评组：没有考评组长"]
    headed(plan)
    assert asked(plan) == []


@pytest.mark.row("JLJD-16")
def test_what_was_handed_in_stays_when_somebody_leaves_the_register_later(cast: Cast, filing: Filing) -> None:
    plan, person = given_plan(filing), given_examiner(cast)
    headed(plan, keep=2)
    assign(plan, Task.EXAMINER, Somebody(registered=person), by=cast.manager, at=AT)
    assert asked(plan) == []
    planning.hand_in(plan, by=cast.manager, at=AT)
    handed_in = Case.objects.get(about=plan.number).submissions.latest("ordinal").dossier
    registering.remove(person, "违规", by=keeper(cast), at=AT)
    assert asked(plan, handed_in) == []
    now = asked(plan)
    assert now is not None
    assert [each for each in now if f"{person.name}：已于" in each]


@pytest.mark.parametrize(("days", "sound"), [(-1, False), (0, True), (1, True)])
def test_a_card_of_the_bodys_own_that_ends_before_the_last_day_is_named(
    filing: Filing, days: int, sound: bool
) -> None:
    plan = given_plan(filing)
    headed(plan)
    member = plan.assignments.get(task=Task.HEAD_EXAMINER).member
    assert member is not None
    member.qualifications.filter(kind="examiner_card").update(valid_until=ENDS + timedelta(days=days))
    assert (asked(plan) == []) is sound


def test_the_fact_is_not_known_without_a_plan_or_without_what_was_told(filing: Filing) -> None:
    plan = given_plan(filing)
    dossier = build(plan, on=AT.date())
    for row in dossier["plan"]["assignments"]:
        row.pop("examiner", None)
    assert asked(plan, dossier) is None
    assert asked(plan, {"body": {}}) is None


def test_the_dossier_tells_no_identity_number(cast: Cast, filing: Filing) -> None:
    plan = given_plan(filing)
    said = str(contents(plan))
    numbers = [number_of(each) for each in filing.institution.members.all()]
    assert not [number for number in numbers if number and number in said]


def test_the_dossier_costs_the_same_for_any_number_of_people(
    filing: Filing, django_assert_max_num_queries: Any
) -> None:
    plan = given_plan(filing)
    with django_assert_max_num_queries(14):
        contents(plan)


def test_a_head_is_named_out_of_the_examiners_and_is_one(filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    first, second, *_ = plan.assignments.filter(task=Task.EXAMINER).order_by("pk")
    name_head(plan, first.pk, by=by, at=AT)
    name_head(plan, second.pk, by=by, at=AT)
    name_head(plan, second.pk, by=by, at=AT)
    assert list(plan.assignments.filter(task=Task.HEAD_EXAMINER)) == [second]
    supervisor = plan.assignments.filter(task=Task.SUPERVISOR).earliest("pk")
    with pytest.raises(NotAllowed, match="从本计划的考评员中指定"):
        name_head(plan, supervisor.pk, by=by, at=AT)


@pytest.mark.row("JLJD-17")
def test_people_put_back_keep_their_posts_and_whoever_was_sent_stays(cast: Cast, filing: Filing) -> None:
    plan = given_approved(filing)
    sent = send(plan, given_supervisor(cast), by=keeper(cast), at=AT)
    before = set(plan.assignments.values_list("name", "task"))
    planning.change(plan, by=cast.manager, at=AT)
    dismiss(plan, plan.assignments.filter(task=Task.EXAMINER).earliest("pk").pk, by=cast.manager, at=AT)
    planning.drop_change(plan, by=cast.manager, at=AT)
    assert set(plan.assignments.values_list("name", "task")) == before
    assert Assignment.objects.get(pk=sent.pk).post == sent.post


@pytest.mark.row("JLJD-15")
@pytest.mark.parametrize(
    ("on", "why_not"),
    [
        (STARTS - timedelta(days=1), "考核还没有开始"),
        (STARTS, ""),
        (ENDS, ""),
        (ENDS + timedelta(days=1), "考核已经结束"),
    ],
)
def test_a_badge_is_valid_on_the_days_of_the_batch(filing: Filing, on: date, why_not: str) -> None:
    plan = given_approved(filing)
    each = plan.assignments.earliest("pk")
    found = badges.badge_at(plan.token, badges.key_of(plan, each), on)
    assert found is not None
    assert (found.name, found.valid) == (each.name, not why_not)
    assert found.why_not.startswith(why_not)


@pytest.mark.row("JLJD-15")
def test_a_badge_is_not_valid_for_somebody_taken_out_or_a_batch_that_is_not_carried_out(
    cast: Cast, filing: Filing
) -> None:
    plan = given_approved(filing)
    row = send(plan, person := given_supervisor(cast), by=keeper(cast), at=AT)
    key = badges.key_of(plan, row)
    registering.remove(person, "违规", by=keeper(cast), at=AT)
    found = badges.badge_at(plan.token, key, STARTS)
    assert found is not None
    assert found.why_not == "本人已经移出登记"
    planning.cancel(plan, "设备故障", by=cast.manager, at=AT)
    found = badges.badge_at(plan.token, key, STARTS)
    assert found is not None
    assert "已取消" in found.why_not
    assert badges.badge_at(plan.token, "0" * 20, STARTS) is None


@pytest.mark.row("JLJD-15")
def test_a_badge_is_printed_for_everybody_with_the_address_that_checks_it(filing: Filing) -> None:
    plan = given_approved(filing)
    said = badges.badges_content(plan)
    people = list(plan.assignments.order_by("pk"))
    assert [each["name"] for each in said["badges"]] == [each.name for each in people]
    assert said["days"] == "2026年12月7日至2026年12月8日"
    assert badges.address_of(plan, people[0]).startswith(f"{settings.DENGJI_ADDRESS}/badge/{plan.token}/")
    assert badges.badges_pdf(plan, on=AT.date()).startswith(b"%PDF")

"""What each may see of cases: its own, those it has or had a part in, the panels it sits on."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.policy.engine.terms import Verb
from dengji.procedure.acts.assessing import hand_in
from dengji.procedure.acts.receiving import state
from dengji.procedure.models import Case, PanelSeat, Submission
from dengji.procedure.panels import sheets
from dengji.procedure.queries import (
    case_for,
    case_to_act_on,
    cases_within,
    opinions_seen,
    rounds_open,
    seats_of,
    standing,
    timeline,
)
from tests.cast import AT, Cast, given_expert, given_post
from tests.road import (
    brought_to,
    given_application,
    given_opinion,
    given_panel,
    given_round,
    manager_of,
    post_in,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
TODAY = AT.date()
FULL = {"business": 20, "people": 25, "premises": 25, "rules": 20, "fees": 10}


@pytest.fixture
def case(jilin: Cast) -> Case:
    """A case that waits for its first review in the city."""
    made = given_application(jilin.employer, "JL25")
    brought_to(made, "first_review", jilin)
    return made


def sees(post: Post, case: Case) -> bool:
    """Whether a post may see a case."""
    return case_for(post, case.token) == case


def test_a_case_is_found_to_act_on_as_the_tables_have_it(
    case: Case, jilin: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = given_application(jilin.school, "JL25")
    for each in (case, draft):
        with django_assert_num_queries(1 + connection.features.has_select_for_update):
            found = case_to_act_on(each.pk)
            bodies = [found.applicant.__dict__, found.holder.__dict__]
        last = Submission.objects.filter(case=OuterRef("pk")).order_by("-ordinal").values("dossier")[:1]
        asked = Case.objects.annotate(handed_in=Subquery(last), edition_digest=F("edition__sha256"))
        by_orm = asked.select_related("applicant", "holder").get(pk=each.pk)
        wanted = [by_orm.applicant.__dict__, by_orm.holder.__dict__]
        assert _plain(found.__dict__) == _plain(by_orm.__dict__)
        assert [_plain(body) for body in bodies] == [_plain(body) for body in wanted]


def _plain(held: dict[str, object]) -> dict[str, object]:
    """What an object holds, but for Django's own note of where it comes from."""
    return {name: value for name, value in held.items() if name != "_state"}


def test_a_case_to_act_on_is_the_last_that_was_handed_in(case: Case) -> None:
    first = case.submissions.get()
    Submission.objects.create(case=case, ordinal=2, dossier={"second": "次"}, sha256="", by=first.by, at=AT)
    assert vars(case_to_act_on(case.pk))["handed_in"] == {"second": "次"}


def test_a_case_to_act_on_is_locked_where_several_write_at_once(case: Case) -> None:
    with CaptureQueriesContext(connection) as asked:
        case_to_act_on(case.pk)
    assert asked[0]["sql"].endswith("FOR UPDATE") is connection.features.has_select_for_update


def test_a_case_that_is_not_there_cannot_be_acted_on(case: Case) -> None:
    with pytest.raises(Case.DoesNotExist):
        case_to_act_on(case.pk + 1)


@pytest.mark.django_db(transaction=True)
def test_a_case_is_not_found_to_act_on_outside_a_transaction() -> None:
    with pytest.raises(TransactionManagementError, match="in the transaction"):
        case_to_act_on(1)


def test_a_case_is_seen_by_its_body_and_the_authority_that_has_it(case: Case, jilin: Cast) -> None:
    assert sees(manager_of(jilin.employer), case)
    assert sees(given_post(jilin.employer.organisation, Role.STAFF), case)
    assert sees(post_in(jilin.bureau, Role.CLERK), case)
    for stranger in (jilin.wrong_clerk, jilin.clerk, manager_of(jilin.school), jilin.issuer):
        assert not sees(stranger, case)


def test_the_province_sees_a_city_case_once_it_has_a_part_in_it(case: Case, jilin: Cast) -> None:
    issuer = post_in(jilin.province_bureau, Role.ISSUER)
    assert not sees(issuer, case)
    brought_to(case, "notice", jilin)
    assert sees(issuer, case)
    assert sees(post_in(jilin.bureau, Role.REVIEWER), case)


def test_a_draft_is_seen_by_its_body_alone(jilin: Cast) -> None:
    draft = given_application(jilin.employer, "JL25")
    assert list(cases_within(manager_of(jilin.employer))) == [draft]
    assert not cases_within(post_in(jilin.bureau, Role.CLERK)).exists()


def test_a_quality_supervisor_of_the_authority_has_no_part_in_cases(case: Case, jilin: Cast) -> None:
    assert not sees(given_post(jilin.bureau, Role.SUPERVISOR), case)


def test_an_expert_sees_the_cases_of_his_panels_once(case: Case, jilin: Cast) -> None:
    expert = jilin.experts[0].post
    assert not sees(expert, case)
    given_opinion(case, jilin)
    brought_to(case, "site_assessment", jilin)
    given_panel(case, jilin.experts)
    assert list(cases_within(expert)) == [case]
    assert not sees(jilin.conflicted.post, case)


def test_the_sheets_to_fill_in_come_first(case: Case, jilin: Cast) -> None:
    given_opinion(case, jilin)
    brought_to(case, "site_assessment", jilin)
    given_panel(case, jilin.experts)
    mine = list(seats_of(jilin.experts[0].post))
    assert [seat.panel.step for seat in mine] in (
        ["site_assessment", "first_review"],
        ["first_review", "site_assessment"],
    )
    assert mine[0].handed_in_at is None


@pytest.mark.row("JL25-7.3")
def test_a_sheet_is_seen_by_nobody_else_until_ones_own_is_in(case: Case, jilin: Cast) -> None:
    panel = given_panel(case, jilin.experts)
    first, second, third = panel.seats.order_by("id")
    hand_in(case, second, FULL, "好", by=second.expert.post, at=AT)
    assert list(opinions_seen(first.expert.post, case)) == [first]
    hand_in(case, first, FULL, "好", by=first.expert.post, at=AT)
    assert list(opinions_seen(first.expert.post, case)) == [first, second]
    assert list(opinions_seen(third.expert.post, case)) == [third]
    assert not opinions_seen(given_expert(jilin.centre, "戊", "某大学").post, case).exists()
    assert not opinions_seen(whoever_holds(case), case).exists()


def test_the_office_sees_all_sheets_once_the_opinion_is_drawn_up(case: Case, jilin: Cast) -> None:
    given_opinion(case, jilin)
    assert opinions_seen(whoever_holds(case), case).count() == 3


def test_an_expert_of_the_first_panel_does_not_see_the_second(case: Case, jilin: Cast) -> None:
    given_opinion(case, jilin)
    brought_to(case, "site_assessment", jilin)
    others = [given_expert(jilin.centre, name, f"{name}大学") for name in "戊己庚"]
    given_panel(case, others)
    assert {seat.panel.step for seat in opinions_seen(jilin.experts[0].post, case)} == {"first_review"}


def test_a_panel_page_shows_the_own_sheet_and_what_the_panel_is_asked(case: Case, jilin: Cast) -> None:
    panel = given_panel(case, jilin.experts)
    first, second, third = panel.seats.order_by("id")
    before = sheets(first)
    assert (before.handed_in, before.seats, before.ready, before.under_way) == (0, 3, False, True)
    assert (before.step, before.article, before.others) == ("初审", "第七条第（二）项", [])
    assert list(before.questions) == ["occupations_match_business"]
    for seat in (second, third):
        hand_in(case, seat, FULL, f"{seat.expert}认为合格", by=seat.expert.post, at=AT)
    assert sheets(first).others == []
    hand_in(case, first, FULL, "", by=first.expert.post, at=AT)
    after = sheets(PanelSeat.objects.get(pk=first.pk))
    assert (after.ready, after.others) == (True, [second, third])
    assert after.draft == f"{second.expert}：{second.expert}认为合格\n{third.expert}：{third.expert}认为合格"


def offered(case: Case, on: date = TODAY) -> dict[Verb, tuple[bool, str]]:
    """What may be done now, and why not."""
    return {option.verb: (option.allowed, option.why_not) for option in standing(case, on).options}


@pytest.mark.row("CR-5", "CR-9")
def test_the_page_offers_what_may_be_done_and_says_why_not(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    undetermined = offered(case)
    assert "缺：法定代表人无不良记录" in undetermined[Verb.ACCEPT][1]
    assert undetermined[Verb.REJECT] == (False, "各项条件没有不符合的，不能作出不利的决定。")
    assert undetermined[Verb.CORRECT] == (True, "")
    stated_well(case)
    assert offered(case)[Verb.ACCEPT] == (True, "")
    state(case, "representative_credit_clean", False, "失信名单", by=whoever_holds(case), at=AT)
    unmet = offered(case)
    assert (unmet[Verb.ACCEPT][0], unmet[Verb.REJECT][0]) == (False, True)


def test_the_page_says_why_a_panel_step_cannot_be_concluded(case: Case) -> None:
    now = offered(case)
    assert now[Verb.QUALIFIED] == (False, "专家组意见尚未形成，不能作出评估结论。")
    assert now[Verb.UNQUALIFIED] == (False, "专家组意见尚未形成，不能作出评估结论。")


def test_other_conditions_may_be_looked_at_before_the_case_comes_to_them(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    seen = standing(case, TODAY, conditions=["registered", "credit"])
    assert seen.judgement is not None
    assert [result.id for result in seen.judgement.results] == ["registered", "credit"]
    assert seen.article == "第七条第（一）项"
    assert (seen.clock, seen.clock_article) == (None, "")
    assert all(option.allowed for option in seen.options)
    assert standing(case, TODAY, conditions=[]).judgement is None


@pytest.mark.row("CR-10")
def test_the_timeline_runs_backwards(case: Case) -> None:
    assert [event.act for event in timeline(case)] == ["accept", "state", "submit", "open"]


@pytest.mark.row("TJ21-10.1")
def test_a_round_is_open_from_its_first_to_its_last_day(tianjin: Cast) -> None:
    call = given_round(tianjin.bureau, "TJ21")
    before, after = timedelta(days=-1), timedelta(days=1)
    days = [call.opens_on + before, call.opens_on, call.closes_until, call.closes_until + after]
    found = [rounds_open("TJ21", "initial", day, [tianjin.bureau]).exists() for day in days]
    assert found == [False, True, True, False]
    assert not rounds_open("TJ21", "initial", call.opens_on, [tianjin.centre]).exists() or (
        tianjin.centre == tianjin.bureau
    )
    assert not rounds_open("XZ24", "initial", call.opens_on, [tianjin.bureau]).exists()

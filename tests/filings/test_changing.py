"""Additions and changes: what comes into a filing, what leaves it, what it said before (新增、变更)."""

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from dengji.filings.acts import altering
from dengji.filings.acts import applying as filling
from dengji.filings.acts.standing import file_scope
from dengji.filings.history import as_of, turns
from dengji.filings.models import Filing
from dengji.filings.offering import offers_about
from dengji.filings.queries import Sought, directory
from dengji.filings.sheets import Scope
from dengji.filings.terms import FilingState
from dengji.institutions.acts.body import change_body
from dengji.institutions.entries import BodyEntry
from dengji.institutions.models import Venue
from dengji.institutions.terms import Affiliation, BodyKind
from dengji.people.refusals import Refused
from dengji.policy.engine.terms import Element
from dengji.procedure.models import Case
from tests.cast import AT, ELECTRICIAN, TURNER, Cast
from tests.life import given_filing, given_matter
from tests.road import brought_to_its_end, manager_of

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def filing(xinzhou: Cast) -> Filing:
    """A filing of a Xinzhou employer for electricians."""
    return given_filing(xinzhou.employer, xinzhou.clerk, number="Y000014000900")


def adding(filing: Filing, code: str, levels: list[str], *, out: tuple[str, ...] = ()) -> Case:
    """An application for an occupation more, perhaps for others less."""
    case, by = given_matter(filing, "added_occupations"), manager_of(filing.institution)
    audience = filing.scope.get().audience
    filling.apply_for(case, filling.Wanted(code, "", levels, audience), by=by, at=AT)
    altering.leave_out(case, out, by=by, at=AT)
    return case


def changing(filing: Filing, **said: str) -> Case:
    """An application to change elements."""
    case = given_matter(filing, "change")
    wanted: dict[Element, str | bool] = {Element(name): value for name, value in said.items()}
    altering.propose(case, wanted, by=manager_of(filing.institution), at=AT)
    return case


@pytest.mark.row("XZ24-23")
def test_an_added_occupation_ends_with_the_filing_and_not_later(filing: Filing, xinzhou: Cast) -> None:
    until = filing.valid_until
    brought_to_its_end(adding(filing, TURNER, ["5"]), xinzhou)
    filing.refresh_from_db()
    assert {row.code for row in filing.scope.in_force(TODAY)} == {ELECTRICIAN, TURNER}
    assert {row.code for row in filing.scope.in_force(TODAY - timedelta(days=1))} == {ELECTRICIAN}
    assert filing.valid_until == until


@pytest.mark.row("XZ24-26")
def test_an_exchange_takes_the_old_out_and_the_new_in_on_one_day(filing: Filing, xinzhou: Cast) -> None:
    brought_to_its_end(adding(filing, TURNER, ["5"], out=(ELECTRICIAN,)), xinzhou)
    yesterday = TODAY - timedelta(days=1)
    assert [row.code for row in as_of(filing, TODAY).scope] == [TURNER]
    assert [row.code for row in as_of(filing, yesterday).scope] == [ELECTRICIAN]
    assert list(directory(Sought(occupation=TURNER), TODAY)) == [filing]


@pytest.mark.row("XZ24-25")
def test_a_further_level_keeps_the_row_before_it_in_the_history(filing: Filing, xinzhou: Cast) -> None:
    brought_to_its_end(adding(filing, ELECTRICIAN, ["3"]), xinzhou)
    assert [row.levels for row in as_of(filing, TODAY).scope] == [["5", "4", "3"]]
    changed = next(turn for turn in turns(filing) if turn.on == TODAY)
    assert changed.before
    assert changed.before != changed.after


def cases_of(filing: Filing, what: str) -> dict[str, Case | None]:
    """By which case each line of the history of one thing came about today, by what it says."""
    return {turn.after: turn.case for turn in turns(filing) if turn.on == TODAY and turn.what == what}


@pytest.mark.row("XZ24-21")
def test_each_line_of_scope_and_venues_leads_to_the_case_that_made_it(filing: Filing, xinzhou: Cast) -> None:
    case = adding(filing, TURNER, ["5"], out=(ELECTRICIAN,))
    brought_to_its_end(case, xinzhou)
    scope = cases_of(filing, "职业和等级")
    assert len(scope) == 2
    assert "退出" in scope
    assert set(scope.values()) == {case}
    venues = cases_of(filing, "评价场所")
    assert venues
    assert set(venues.values()) == {case}
    entered = [turn for turn in turns(filing) if turn.on < TODAY]
    assert {turn.case for turn in entered} == {None}


def test_a_venue_that_is_left_says_in_which_case(filing: Filing, xinzhou: Cast) -> None:
    brought_to_its_end(adding(filing, TURNER, ["5"]), xinzhou)
    Venue.objects.filter(institution=filing.institution, kind="theory").update(name="新机房")
    case = given_matter(filing, "change")
    altering.propose(case, {Element.VENUES: True}, by=manager_of(filing.institution), at=AT)
    brought_to_its_end(case, xinzhou)
    assert cases_of(filing, "评价场所")["不再使用"] == case


def rows_of(*codes: str, levels: tuple[str, ...] = ("5",)) -> list[dict[str, Any]]:
    """Rows of scope as a dossier has them."""
    same = {"work_type": "", "levels": list(levels), "audience": "own_staff"}
    return [{"code": code, "name": f"职业{code}", **same} for code in codes]


def test_many_occupations_come_in_by_as_many_queries_as_one(
    filing: Filing, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many = [f"9-01-01-{n:02d}" for n in range(40)]
    with django_assert_num_queries(2):  # what stands; what is new
        file_scope(filing, rows_of(*many), on=TODAY - timedelta(days=9), case=None)
    with django_assert_num_queries(3):  # what stands; what is over; what is new
        file_scope(filing, rows_of(*many, levels=("4",)), on=TODAY, case=None)
    with django_assert_num_queries(1):
        file_scope(filing, rows_of(*many, levels=("4",)), on=TODAY, case=None)
    assert {tuple(row.levels) for row in filing.scope.in_force(TODAY).filter(code__in=many)} == {("5", "4")}
    assert filing.scope.filter(code__in=many).exclude(until=None).count() == 40


def test_an_occupation_named_twice_comes_in_once_with_all_its_levels(filing: Filing) -> None:
    twice = [*rows_of(TURNER), *rows_of(TURNER, levels=("4",))]
    file_scope(filing, twice, on=TODAY, case=None)
    assert [row.levels for row in filing.scope.filter(code=TURNER)] == [["5", "4"]]
    file_scope(filing, rows_of(TURNER, levels=("3",)), on=TODAY, case=None)
    assert [row.levels for row in filing.scope.filter(code=TURNER)] == [["5", "4", "3"]]


def test_what_stands_in_no_filing_cannot_be_given_up(filing: Filing) -> None:
    with pytest.raises(Refused, match="不能退出"):
        adding(filing, TURNER, ["5"], out=(TURNER,))


@pytest.mark.row("XZ24-21", "JL25-8")
def test_only_the_elements_that_changed_are_in_the_case_and_in_the_history(
    filing: Filing, xinzhou: Cast
) -> None:
    before = filing.institution.legal_representative
    case = changing(filing, legal_representative="孙立国")
    brought_to_its_end(case, xinzhou)
    handed_in = case.submissions.get().dossier
    assert [each["element"] for each in handed_in["changes"]] == ["legal_representative"]
    assert dict(as_of(filing, TODAY).elements)["法定代表人"] == "孙立国"
    assert dict(as_of(filing, TODAY - timedelta(days=1)).elements)["法定代表人"] == before
    filing.institution.refresh_from_db()
    assert filing.institution.legal_representative == "孙立国"


@pytest.mark.row("XZ24-22")
def test_a_change_that_changes_nothing_is_refused(filing: Filing) -> None:
    with pytest.raises(Refused, match="没有变更"):
        changing(filing, name=filing.institution.organisation.name)


def test_an_element_that_the_text_does_not_list_cannot_be_changed(filing: Filing) -> None:
    case = given_matter(filing, "change")
    with pytest.raises(Refused, match="没有把职业和等级列入"):
        altering.propose(case, {Element.OCCUPATIONS: True}, by=manager_of(filing.institution), at=AT)


@pytest.mark.row("JL25-8")
def test_what_stands_in_a_filing_is_not_changed_beside_it(filing: Filing) -> None:
    institution, by = filing.institution, manager_of(filing.institution)
    body = institution.organisation
    kind, affiliation = BodyKind(institution.kind), Affiliation(institution.affiliation)
    entry = BodyEntry("别的名称", body.uscc or "", body.division_id, kind, affiliation)
    institution.refresh_from_db()
    with pytest.raises(Refused, match="机构名称、注册地址、法定代表人已经备案，不能直接修改"):
        change_body(institution, entry, by=by, at=AT)


@pytest.mark.row("FJ22-2b")
def test_one_body_may_have_several_filings_and_a_matter_open_for_each(xinzhou: Cast) -> None:
    first = given_filing(xinzhou.employer, xinzhou.clerk, number="Y000014000901")
    other = given_filing(
        xinzhou.employer,
        xinzhou.clerk,
        number="Y000014000902",
        scope=(Scope(TURNER, "", ("5",), "own_staff"),),
    )
    one, two = given_matter(first, "change"), given_matter(other, "change")
    assert one.pk != two.pk
    with pytest.raises(Refused, match="正在办理"):
        given_matter(first, "change")


def test_a_filing_that_is_over_is_offered_nothing_and_says_so(filing: Filing) -> None:
    filing.state = FilingState.STRUCK_OFF
    assert {offer.why for offer in offers_about(filing, date(2027, 1, 1))} == {"这项备案已注销。"}

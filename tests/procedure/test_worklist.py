"""The worklist: what an office has to do, in groups by due day, filtered, counted up to a limit, page by page."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from dengji.policy.models import Edition
from dengji.procedure import lists, worklist
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.lists import cases_named, ended_cases
from dengji.procedure.models import Case, CaseOccupation, CaseParty
from dengji.procedure.rows import ROWS
from dengji.procedure.terms import CaseState, Ending, Urgency
from dengji.procedure.worklist import After, Wanted, counted, whole_list
from tests.cast import AT, ELECTRICIAN, Cast, given_post
from tests.road import brought_to, given_application, given_round, whoever_holds

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)  # a Monday
NUMBERS = count(1)
ANY = Wanted()


def given_case(cast: Cast, **fields: Any) -> Case:
    """A case that lies with the city's centre, at its clerk's."""
    number = next(NUMBERS)
    body = fields.pop("body", None) or Organisation.objects.create(
        kind="body", name=f"第{number}号机械厂", division=cast.county
    )
    plain = {
        "number": f"14{number:010d}",
        "edition": Edition.objects.current().get(pack_id="XZ24"),
        "matter": "initial",
        "regime": "skill_level",
        "step": "acceptance",
        "state": CaseState.OPEN,
        "applicant": body,
        "body_kind": "employer",
        "place": cast.county.code,
        "holder": cast.centre,
        "holder_role": "clerk",
        "office": cast.centre,
        "opened_at": AT,
        "entered_on": TODAY - timedelta(days=2),
    }
    case = Case.objects.create(**plain | fields)
    CaseParty.objects.create(case=case, organisation=cast.centre)
    return case


def numbers(post: Post, wanted: Wanted = ANY, after: After | None = None) -> list[str]:
    """The numbers on a page of the worklist."""
    return [row.number for row in worklist.worklist(post, wanted, TODAY, after).rows]


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (-1, Urgency.OVERDUE),
        (0, Urgency.TODAY),
        (1, Urgency.SOON),
        (3, Urgency.SOON),
        (4, Urgency.WEEK),
        (6, Urgency.WEEK),
        (7, Urgency.LATER),
        (None, Urgency.LATER),
    ],
)
def test_a_case_stands_in_the_group_of_its_due_day(xinzhou: Cast, days: int | None, urgency: Urgency) -> None:
    due = None if days is None else TODAY + timedelta(days=days)
    given_case(xinzhou, due_on=due)
    page = worklist.worklist(xinzhou.clerk, Wanted(), TODAY)
    assert [row.urgency for row in page.rows] == [urgency]
    assert {group.urgency: group.count for group in page.groups if group.count} == {urgency: 1}
    assert [row.number for row in whole_list(xinzhou.clerk, Wanted(urgency=urgency), TODAY, 5)] == numbers(
        xinzhou.clerk, Wanted(urgency=urgency.value)
    )


@pytest.mark.parametrize(
    ("days", "urgency", "said"),
    [
        (-1, Urgency.READY, "公示期满"),
        (0, Urgency.TODAY, "今日到期"),
        (1, Urgency.SOON, "还剩1个工作日"),
    ],
)
def test_a_publicity_whose_last_day_is_over_is_not_late(
    xinzhou: Cast, days: int, urgency: Urgency, said: str
) -> None:
    given_case(xinzhou, step="publicity", due_on=TODAY + timedelta(days=days))
    page = worklist.worklist(xinzhou.clerk, Wanted(), TODAY)
    assert [(row.urgency, row.left) for row in page.rows] == [(urgency, said)]
    assert {group.urgency: group.count for group in page.groups if group.count} == {urgency: 1}
    assert len(numbers(xinzhou.clerk, Wanted(urgency=urgency.value))) == 1


def test_three_working_days_pass_over_a_weekend(xinzhou: Cast) -> None:
    thursday = date(2026, 11, 19)
    case = given_case(xinzhou, due_on=date(2026, 11, 24))
    later = given_case(xinzhou, due_on=date(2026, 11, 25))
    page = worklist.worklist(xinzhou.clerk, Wanted(), thursday)
    assert {row.number: row.urgency for row in page.rows} == {
        case.number: Urgency.SOON,
        later.number: Urgency.LATER,
    }
    assert [row.left for row in page.rows] == ["还剩3个工作日", "还剩4个工作日"]


def test_a_row_says_all_that_a_clerk_looks_for(xinzhou: Cast) -> None:
    case = given_case(xinzhou, due_on=TODAY - timedelta(days=3), provisional=True)
    (row,) = worklist.worklist(xinzhou.clerk, Wanted(), TODAY).rows
    assert (row.body, row.number, row.token) == (case.applicant.name, case.number, case.token)
    assert (row.matter, row.step, row.waited) == ("首次备案", "受理和核验", 2)
    assert (row.left, row.provisional) == ("已逾期1个工作日", True)
    assert (row.holder, row.holder_role) == (xinzhou.centre.name, "经办人")


def test_what_waits_for_the_applicant_stands_apart_and_belongs_to_everybody(xinzhou: Cast) -> None:
    given_round(xinzhou.bureau, "XZ24")
    case = given_application(xinzhou.employer, "XZ24")
    brought_to(case, "acceptance", xinzhou)
    assert numbers(xinzhou.clerk) == [case.number]
    return_for_correction(case, [Correction("body", "补联系人")], by=whoever_holds(case), at=AT)
    assert numbers(xinzhou.clerk) == []
    assert numbers(xinzhou.clerk, Wanted(urgency="applicant", mine=True)) == [case.number]
    waiting = counted(xinzhou.clerk, Wanted(mine=True), TODAY)[-1]
    assert (waiting.urgency, waiting.said) == (Urgency.APPLICANT, "1")
    assert worklist.worklist(xinzhou.clerk, Wanted(), TODAY).total == "0"


def test_only_the_offices_own_open_cases_are_listed(xinzhou: Cast) -> None:
    mine = given_case(xinzhou)
    given_case(xinzhou, office=xinzhou.bureau, holder=xinzhou.bureau)
    given_case(xinzhou, state=CaseState.DRAFT, office=None)
    given_case(xinzhou, state=CaseState.ENDED, ending=Ending.GRANTED, ended_at=AT)
    assert numbers(xinzhou.clerk) == [mine.number]
    assert numbers(xinzhou.wrong_clerk) == []


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        ({"matter": "change"}, Wanted(matter="initial")),
        ({"step": "assessment"}, Wanted(step="acceptance")),
        ({"body_kind": "school"}, Wanted(kind="employer")),
        ({"place": "140921"}, Wanted(place="140902")),
        ({"place": "140213"}, Wanted(place="140900")),
        ({"holder_role": "reviewer"}, Wanted(mine=True)),
    ],
)
def test_each_filter_keeps_what_fits(xinzhou: Cast, other: dict[str, Any], wanted: Wanted) -> None:
    fits = given_case(xinzhou)
    given_case(xinzhou, **other)
    assert numbers(xinzhou.clerk, wanted) == [fits.number]
    assert sum(group.count for group in counted(xinzhou.clerk, wanted, TODAY)) == 1


@pytest.mark.parametrize("most", [0, 1000])
def test_occupation_and_words_find_the_same_few_or_many(
    xinzhou: Cast, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "MOST_COUNTED", most)
    monkeypatch.setattr(lists, "FEW", most)
    fits, other = given_case(xinzhou), given_case(xinzhou)
    CaseOccupation.objects.create(case=fits, code=ELECTRICIAN)
    assert numbers(xinzhou.clerk, Wanted(occupation=ELECTRICIAN)) == [fits.number]
    assert numbers(xinzhou.clerk, Wanted(occupation="9-99")) == []
    assert numbers(xinzhou.clerk, Wanted(words=fits.applicant.name[:-2])) == [fits.number]
    assert numbers(xinzhou.clerk, Wanted(words=other.number)) == [other.number]
    assert set(numbers(xinzhou.clerk, Wanted(words=" 机械 "))) == {fits.number, other.number}
    assert numbers(xinzhou.clerk, Wanted(words="没有这家")) == []


@pytest.mark.parametrize(("typed", "found"), [("14", True), ("15", False), ("99", False)])
def test_a_number_is_found_by_how_it_begins(xinzhou: Cast, typed: str, found: bool) -> None:
    named = Organisation.objects.create(kind="body", name="无号机械厂", division=xinzhou.county)
    case = given_case(xinzhou, body=named)
    assert numbers(xinzhou.clerk, Wanted(words=typed)) == ([case.number] if found else [])


def test_pages_follow_one_another_and_nothing_is_left_out_or_told_twice(xinzhou: Cast) -> None:
    dues = [None if n % 3 == 0 else TODAY + timedelta(days=n % 7) for n in range(2 * ROWS + 20)]
    cases = [given_case(xinzhou, due_on=due) for due in dues]
    seen, after = [], None
    for _ in range(3):
        page = worklist.worklist(xinzhou.clerk, Wanted(), TODAY, after)
        seen += list(page.rows)
        after = page.following
    assert after is None
    assert [row.number for row in seen] == [
        case.number for case in sorted(cases, key=lambda case: (case.due_on or date.max, case.pk))
    ]


def test_a_group_without_due_days_is_paged_too(xinzhou: Cast) -> None:
    cases = [given_case(xinzhou, state=CaseState.CORRECTING, step="apply") for _ in range(ROWS + 1)]
    first = worklist.worklist(xinzhou.clerk, Wanted(urgency="applicant"), TODAY)
    assert first.following == After(None, cases[ROWS - 1].pk)
    assert numbers(xinzhou.clerk, Wanted(urgency="applicant"), first.following) == [cases[-1].number]


def test_a_count_stops_just_past_its_limit(xinzhou: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "MOST_COUNTED", 2)
    for n in range(4):
        given_case(xinzhou, due_on=TODAY if n < 2 else None)
    page = worklist.worklist(xinzhou.clerk, Wanted(), TODAY)
    assert {group.urgency: group.said for group in page.groups if group.count} == {
        Urgency.TODAY: "2",
        Urgency.LATER: "2",
    }
    assert page.total == "2+"
    given_case(xinzhou)
    assert counted(xinzhou.clerk, Wanted(), TODAY)[5].said == "2+"


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(words="机械", occupation=ELECTRICIAN, mine=True)])
def test_the_worklist_asks_the_database_at_most_eight_times(xinzhou: Cast, wanted: Wanted) -> None:
    for _ in range(10):
        CaseOccupation.objects.create(case=given_case(xinzhou), code=ELECTRICIAN)
    worklist.worklist(xinzhou.clerk, wanted, TODAY)  # texts read once
    with CaptureQueriesContext(connection) as asked:
        page = worklist.worklist(xinzhou.clerk, wanted, TODAY)
    assert len(page.rows) == 10
    assert len(asked) <= 8


def test_ended_cases_and_a_search_show_whatever_the_office_had_a_part_in(xinzhou: Cast) -> None:
    ended = given_case(xinzhou, state=CaseState.ENDED, ending=Ending.REFUSED, ended_at=AT)
    moved_on = given_case(xinzhou, office=xinzhou.bureau, holder=xinzhou.bureau)
    rows, following = ended_cases(xinzhou.clerk, "", TODAY)
    assert [(row.number, row.ended) for row in rows] == [(ended.number, "不予确定")]  # the word of its text
    assert following is None
    found, _ = cases_named(xinzhou.clerk, "机械", TODAY)
    assert [row.number for row in found] == [moved_on.number, ended.number]
    assert cases_named(xinzhou.wrong_clerk, "机械", TODAY) == ([], None)


def test_a_long_list_of_ended_cases_goes_on_below_the_last_shown(xinzhou: Cast) -> None:
    for _ in range(ROWS + 1):
        given_case(xinzhou, state=CaseState.ENDED, ending=Ending.GRANTED, ended_at=AT)
    rows, following = ended_cases(xinzhou.clerk, "", TODAY)
    assert following == rows[-1].id
    assert len(ended_cases(xinzhou.clerk, "", TODAY, following)[0]) == 1


def test_another_role_of_the_office_has_its_own_turn(xinzhou: Cast) -> None:
    case = given_case(xinzhou, holder_role="reviewer")
    reviewer = given_post(xinzhou.centre, Role.REVIEWER, "田秀英")
    assert numbers(reviewer, Wanted(mine=True)) == [case.number]
    assert numbers(xinzhou.clerk, Wanted(mine=True)) == []


@pytest.mark.parametrize(("days", "says"), [(-1, "公示期满"), (0, "今日到期"), (1, "还剩1个工作日")])
def test_a_publicity_that_is_over_is_not_called_late(xinzhou: Cast, days: int, says: str) -> None:
    given_case(xinzhou, step="publicity", due_on=TODAY + timedelta(days=days))
    assert [row.left for row in worklist.worklist(xinzhou.clerk, ANY, TODAY).rows] == [says]

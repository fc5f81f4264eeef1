"""The library of texts: where each stands on a day, by itself and by decision; how long it was open to comment."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from dengji.policy.acts import AdoptionEntry, adopt
from dengji.policy.engine.form import Length
from dengji.policy.engine.pack import Effective, Parameter
from dengji.policy.engine.terms import Stage
from dengji.policy.library import comment, library, life, shelved
from dengji.policy.queries import calendar_in_force
from dengji.policy.terms import Kind, Life
from tests.cast import AT, given_divisions
from tests.web.public.builder import given_texts, text

TRIED, EXPIRED = date(2026, 11, 18), date(2023, 10, 20)


@pytest.mark.row("TJ21-27", "CR-7")
@pytest.mark.parametrize(("days", "expected"), [(-1, Life.IN_FORCE), (0, Life.IN_FORCE), (1, Life.EXPIRED)])
def test_a_text_is_in_force_to_the_end_of_its_last_day(days: int, expected: Life) -> None:
    assert life(text("TJ21"), None, EXPIRED + timedelta(days=days)) is expected


@pytest.mark.parametrize(("days", "expected"), [(-1, Life.AHEAD), (0, Life.IN_FORCE), (1, Life.IN_FORCE)])
def test_a_text_is_in_force_from_its_first_day(days: int, expected: Life) -> None:
    assert life(text("XZ24"), None, date(2024, 3, 21) + timedelta(days=days)) is expected


def test_a_text_without_a_first_day_has_not_begun() -> None:
    undated = text("XZ24").model_copy(update={"effective": Effective()})
    assert life(undated, None, TRIED) is Life.AHEAD


def test_a_text_is_superseded_once_another_took_its_place() -> None:
    assert life(text("XZ24"), text("TJ21"), TRIED) is Life.SUPERSEDED


@pytest.mark.row("CR-7")
def test_a_draft_stays_a_draft_however_long_ago_it_was_published() -> None:
    assert life(text("JL25"), None, date(2030, 1, 1)) is Life.DRAFT


@pytest.mark.django_db
@pytest.mark.row("CR-7")
def test_a_decision_shows_with_its_place_only_on_its_days() -> None:
    given_texts()
    given_divisions("220202")
    entry = AdoptionEntry("JL25", "220000", Kind.TRIAL, TRIED, TRIED, "试行")
    adopt(entry, by=None, at=AT)
    days = [TRIED - timedelta(days=1), TRIED, TRIED + timedelta(days=1)]
    on_the_days = [shelved("JL25", day) for day in days]
    assert [each.applied for each in on_the_days if each] == [False, True, False]
    during = on_the_days[1]
    assert during is not None
    assert [(each.place, each.adoption.reason) for each in during.decisions] == [("吉林省", "试行")]


@pytest.mark.django_db
@pytest.mark.row("CR-6")
def test_the_library_holds_each_text_once_in_three_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    given_texts()
    library(TRIED)
    with django_assert_max_num_queries(4):
        found = library(TRIED)
    assert sorted(each.pack.id for each in found) == ["FJ22", "JL25", "JLJD", "TJ21", "XZ24"]


@pytest.mark.django_db
def test_a_text_that_is_not_there_is_not_found() -> None:
    assert shelved("NONE", TRIED) is None


@pytest.mark.django_db
@pytest.mark.row("JL25-C", "CR-1")
@pytest.mark.parametrize(
    ("day", "running"),
    [
        (date(2025, 4, 10), False),
        (date(2025, 4, 11), True),
        (date(2025, 5, 5), True),
        (date(2025, 5, 6), True),
        (date(2025, 5, 7), False),
    ],
)
def test_a_draft_is_open_to_comment_for_its_working_days(day: date, running: bool) -> None:
    given_texts()
    period = comment(text("JL25"), day, calendar_in_force())
    assert period is not None
    assert (period.last.day, period.last.provisional, period.open) == (date(2025, 5, 6), False, running)


@pytest.mark.django_db
def test_without_a_length_the_published_last_day_counts_and_without_both_there_is_none() -> None:
    pack = text("JL25").model_copy(update={"parameters": {}})
    dated = comment(pack, date(2025, 5, 6), calendar_in_force())
    assert dated is not None
    assert (dated.last.day, dated.length, dated.open) == (date(2025, 5, 6), None, True)
    endless = pack.model_copy(update={"opened_for_comment": Effective(from_=date(2025, 4, 11))})
    assert comment(endless, date(2025, 5, 6), calendar_in_force()) is None
    assert comment(text("TJ21"), date(2025, 5, 6), calendar_in_force()) is None


@pytest.mark.django_db
def test_a_text_that_was_issued_is_no_longer_open_to_comment() -> None:
    issued = text("JL25").model_copy(update={"stage": Stage.ISSUED})
    period = comment(issued, date(2025, 5, 6), calendar_in_force())
    assert period is not None
    assert not period.open


@pytest.mark.django_db
def test_a_number_that_is_no_length_is_no_comment_period() -> None:
    parameters = {"comment_period": Parameter(label="征求意见期", value=15, cite="c")}
    pack = text("JL25").model_copy(update={"parameters": parameters})
    period = comment(pack, date(2025, 5, 6), calendar_in_force())
    assert period is not None
    assert period.length is None
    assert isinstance(text("JL25").parameters["comment_period"].value, Length)

"""What is asked of texts: which governs, what an edition says for ever, which calendar holds."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from dengji.policy import acts, queries
from dengji.policy.engine.pack import Pack
from dengji.policy.models import Edition
from dengji.policy.terms import Kind
from tests.policy.test_acts import AT, SCHEDULE, entry, given_edition

PLACE = ("990101", "990100", "990000")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What other tests read is forgotten."""
    queries._kept.clear()
    queries._calendar.cache_clear()


@pytest.mark.row("CR-6")
def test_the_text_in_force_governs_by_its_current_edition(tmp_path: Path) -> None:
    given_edition(tmp_path)
    second = given_edition(tmp_path, ("一个小办法", "一个新办法"))
    governs = queries.governing(PLACE, "skill_level", "initial", date(2024, 6, 3)).governing
    assert governs is not None
    assert queries.edition_of(governs) == second
    assert governs.pack.summary == "一个新办法"


@pytest.mark.row("CR-7")
def test_an_expired_text_governs_by_a_decision_until_it_is_withdrawn(tmp_path: Path) -> None:
    given_edition(tmp_path)
    adoption = acts.adopt(entry(), by=None, at=AT)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    found = [queries.governing(PLACE, "skill_level", "initial", day) for day in days]
    assert [choice.adoption is not None for choice in found] == [False, True, True, False]
    assert [choice.governing is not None for choice in found] == [True, True, True, False]
    acts.withdraw_adoption(adoption, reason="不再适用", by=None, at=AT)
    assert queries.governing(PLACE, "skill_level", "initial", date(2026, 1, 1)).governing is None
    assert list(queries.adoptions_of("SMALL")) == [adoption]
    assert queries.adoption_at(adoption.pk) == adoption


@pytest.mark.row("CR-7")
def test_a_draft_governs_on_trial_only(tmp_path: Path) -> None:
    given_edition(tmp_path, ('stage: "issued"', 'stage: "consultation"'))
    day = date(2026, 1, 1)
    assert queries.governing(PLACE, "skill_level", "initial", day).governing is None
    acts.adopt(entry(Kind.TRIAL), by=None, at=AT)
    assert queries.governing(PLACE, "skill_level", "initial", day).governing


@pytest.mark.row("CR-6")
def test_an_old_edition_says_for_ever_what_it_said(tmp_path: Path) -> None:
    first = given_edition(tmp_path)
    given_edition(tmp_path, ("一个小办法", "一个新办法"))
    assert queries.pack_of(first.pk).summary == "一个小办法"
    assert [edition.is_current for edition in queries.editions_of("SMALL")] == [True, False]
    assert queries.editions_current().count() == 1


def test_an_edition_is_read_once(tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    edition = given_edition(tmp_path)
    pack = queries.pack_of(edition.pk)
    with django_assert_num_queries(1):
        assert queries.pack_of(edition.pk) is pack
    with django_assert_num_queries(1):
        assert queries.packs_of([edition.pk]) == {edition.pk: pack}
    assert isinstance(pack, Pack)


def test_an_edition_that_was_tampered_with_is_not_believed(tmp_path: Path) -> None:
    edition = given_edition(tmp_path)
    on_table = " ON policy_edition" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER policy_edition_no_change{on_table}")
    Edition.objects.filter(pk=edition.pk).update(content=edition.content.replace("一个小办法", "改过的办法"))
    with pytest.raises(queries.EditionAltered, match="与装载时的 SHA-256 不一致"):
        queries.pack_of(edition.pk)


@pytest.mark.row("CR-8")
def test_the_calendar_follows_the_schedules_in_force(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    bare = queries.calendar_in_force()
    assert bare.add(date(2024, 1, 1), 0).provisional
    acts.load_schedule(SCHEDULE, name="2024.yaml", by=None, at=AT)
    calendar = queries.calendar_in_force()
    assert (calendar.is_workday(date(2024, 1, 1)), calendar.add(date(2024, 1, 1), 0).provisional) == (
        False,
        False,
    )
    with django_assert_num_queries(1):
        assert queries.calendar_in_force() is calendar
    (schedule,) = queries.schedules_current()
    assert queries.schedule_at(schedule.pk) == schedule
    acts.load_schedule(SCHEDULE.replace("某通知", "更正通知"), name="2024.yaml", by=None, at=AT)
    assert [each.source for each in queries.schedules_ever()] == ["更正通知", "某通知"]

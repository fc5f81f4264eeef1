"""Everybody sees what is public while it is; the office sees what waits; an objector sees his own."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files import File
from pytest_django import DjangoAssertNumQueries, Settings

from dengji.notices.acts.objecting import answer, object_to
from dengji.notices.effects import close_publicity
from dengji.notices.queries import (
    objection_file_for,
    objections_to,
    objections_waiting,
    public_view,
    publicities_open,
    publicities_past,
    publicity_at,
)
from dengji.notices.terms import Standing
from dengji.people.terms import Role
from dengji.procedure.models import Case
from tests.notices.cast import FIRST, LAST, days, given_objection, given_publicity
from tests.records import papers
from tests.records.cast import (
    NOON,
    given_authority,
    given_clerk,
    given_event,
    given_manager,
    given_post,
)

pytestmark = pytest.mark.django_db


@pytest.mark.row("JL25-7.5a", "TJ21-10.4")
@pytest.mark.parametrize(
    ("on", "listed"),
    [
        (FIRST - days(1), (0, 0)),
        (FIRST, (1, 0)),
        (LAST, (1, 0)),
        (LAST + days(1), (0, 1)),
    ],
)
def test_a_publicity_is_listed_as_open_from_its_first_day_to_its_last(
    on: date, listed: tuple[int, int]
) -> None:
    given_publicity()
    assert (publicities_open(on).count(), publicities_past(on).count()) == listed


@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_publicity_closed_early_is_past(withdrawn: bool) -> None:
    shown = given_publicity()
    if withdrawn:
        Case.objects.filter(pk=shown.case.pk).update(state="ended", ending="withdrawn", ended_at=NOON)
    else:
        close_publicity(shown.case, by=shown.clerk, at=NOON, detail={})
    assert not publicities_open(FIRST).exists()
    [past] = publicities_past(FIRST)
    assert public_view(past, FIRST).standing is Standing.OVER


@pytest.mark.parametrize(
    ("on", "standing", "named"),
    [
        (LAST, Standing.OPEN, True),
        (LAST + days(1), Standing.OVER, True),
        (LAST + days(29), Standing.OVER, True),
        (LAST + days(30), Standing.OVER, True),
        (LAST + days(31), Standing.TAKEN_DOWN, False),
    ],
)
def test_names_are_withdrawn_thirty_days_after_the_last(on: date, standing: Standing, named: bool) -> None:
    seen = public_view(given_publicity().publicity, on)
    assert (seen.standing, seen.open) == (standing, standing is Standing.OPEN)
    said = seen.title + seen.text + seen.body
    assert ("某市机械制造有限公司" in said) is named
    assert (seen.opened_on, seen.last_day) == (FIRST, LAST)


def test_how_long_names_stay_is_a_setting(settings: Settings) -> None:
    settings.DENGJI_NOTICE_DAYS = 0
    assert public_view(given_publicity().publicity, LAST + days(1)).standing is Standing.TAKEN_DOWN


def test_a_provisional_last_day_is_marked_while_it_matters() -> None:
    publicity = given_publicity(provisional=True).publicity
    assert public_view(publicity, LAST).provisional is True
    assert public_view(publicity, LAST + days(1)).provisional is False


def test_a_list_page_asks_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    given_publicity()
    with django_assert_num_queries(1):
        assert [public_view(each, LAST).authority.name for each in publicities_open(LAST)] == [
            "某市技能鉴定中心"
        ]


def test_a_notice_is_found_at_its_address_only() -> None:
    publicity = given_publicity().publicity
    assert publicity_at(publicity.token) == publicity
    assert publicity_at(uuid4()) is None


def test_the_office_sees_the_objections_that_it_has_to_answer() -> None:
    shown = given_publicity()
    first, second = given_objection(shown), given_objection(shown, "别的事")
    bureau = given_clerk(given_authority("某市人力资源和社会保障局", "bureau"))
    auditor = given_post(shown.clerk.organisation, Role.AUDITOR)
    assert list(objections_waiting([shown.clerk])) == [first, second]
    assert not objections_waiting([bureau, auditor]).exists()
    answer(first, upheld=False, answer="经查不属实。", by=shown.clerk, at=NOON)
    assert list(objections_waiting([shown.clerk])) == [second]
    assert list(objections_to(shown.case)) == [first, second]


def test_files_of_an_objection_are_for_the_authority_and_not_for_the_body() -> None:
    shown = given_publicity()
    files = [File(BytesIO(papers.PNG), name="现场.png")]
    objection = object_to(
        shown.publicity, name="孙亮", contact="13900001111", content="见附件", files=files, at=NOON
    )
    file = objection.files.get().file
    assert objection_file_for(shown.clerk, file.token) == file
    assert objection_file_for(None, file.token) is None
    assert objection_file_for(given_manager(shown.case.applicant), file.token) is None
    assert objection_file_for(given_post(shown.clerk.organisation, Role.EXPERT), file.token) is None
    assert objection_file_for(shown.clerk, uuid4()) is None


def test_the_authority_that_published_reads_the_files_after_the_case_went_on() -> None:
    shown = given_publicity()
    bureau = given_authority("某市人力资源和社会保障局", "bureau")
    files = [File(BytesIO(papers.PNG), name="现场.png")]
    objection = object_to(
        shown.publicity, name="孙亮", contact="13900001111", content="见附件", files=files, at=NOON
    )
    given_event(shown.case, shown.clerk)
    Case.objects.filter(pk=shown.case.pk).update(holder=bureau)
    token = objection.files.get().file.token
    assert objection_file_for(shown.clerk, token) is not None
    assert objection_file_for(given_clerk(bureau), token) is not None

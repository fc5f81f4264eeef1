"""A publicity opens and closes with its case's path."""

import pytest
from django.db import IntegrityError, transaction

from dengji.notices.effects import open_publicity
from dengji.notices.models import Publicity
from dengji.policy.effects import known_effects, run_effect
from tests.notices.cast import DETAIL, FIRST, LAST, given_publicity
from tests.records.cast import NOON, given_authority, given_body, given_case, given_clerk

pytestmark = pytest.mark.django_db


@pytest.mark.row("JL25-7.5a", "TJ21-10.4")
def test_the_notice_opens_with_its_words_its_days_and_the_authority_that_has_the_case() -> None:
    centre = given_authority()
    case = given_case(given_body(), centre)
    run_effect("publicity.open", case, by=given_clerk(centre), at=NOON, detail=DETAIL)
    shown = Publicity.objects.get(case=case)
    assert (shown.title, shown.text) == (DETAIL["title"], DETAIL["text"])
    assert (shown.opened_on, shown.last_day, shown.provisional) == (FIRST, LAST, False)
    assert shown.authority == centre


def test_the_notice_closes_when_the_case_moves_on() -> None:
    shown = given_publicity()
    run_effect("publicity.close", shown.case, by=shown.clerk, at=NOON, detail={})
    shown.publicity.refresh_from_db()
    assert shown.publicity.closed_at == NOON


def test_both_effects_are_known_by_name() -> None:
    assert {"publicity.open", "publicity.close"} <= known_effects()


def test_a_case_has_one_open_publicity() -> None:
    shown = given_publicity()
    with pytest.raises(IntegrityError, match=r"publicity_one_open_a_case|case_id"), transaction.atomic():
        open_publicity(shown.case, by=shown.clerk, at=NOON, detail=DETAIL)


def test_a_publicity_ends_no_earlier_than_it_opens() -> None:
    with pytest.raises(IntegrityError, match="publicity_ends_after_it_opens"), transaction.atomic():
        given_publicity(last_day="2026-11-15")

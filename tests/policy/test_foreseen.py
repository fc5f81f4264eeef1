"""What a decision about a text would change, told before it is taken."""

from datetime import timedelta

import pytest

from dengji.policy.acts import AdoptionEntry, adopt
from dengji.policy.foreseen import if_adopted, if_withdrawn
from dengji.policy.terms import Kind
from tests.cast import AT, given_divisions
from tests.road import given_law

pytestmark = [pytest.mark.django_db, pytest.mark.row("CR-7")]
TODAY = AT.date()
TRIAL = AdoptionEntry("JL25", "220000", Kind.TRIAL, TODAY + timedelta(days=9), None, "会议决定")


@pytest.fixture(autouse=True)
def law() -> None:
    """Every text, none applied by decision."""
    given_divisions("220202")
    given_law()


def test_a_trial_would_open_the_matters_of_its_text() -> None:
    turns = if_adopted(TRIAL)
    assert turns
    assert all(turn.before is None and turn.after and turn.changes for turn in turns)


def test_a_text_of_another_place_would_change_nothing() -> None:
    assert if_adopted(AdoptionEntry("FJ22", "220000", Kind.TRIAL, TODAY, None, "")) == []


def test_a_decision_that_has_not_begun_is_told_for_its_first_day() -> None:
    adoption = adopt(TRIAL, by=None, at=AT)
    turns = if_withdrawn(adoption, TODAY)
    assert turns
    assert all(turn.before and turn.after is None for turn in turns)


def test_beside_another_decision_a_withdrawal_may_change_nothing() -> None:
    adopt(TRIAL, by=None, at=AT)
    nearer = adopt(AdoptionEntry("JL25", "220200", Kind.TRIAL, TODAY, None, "先行先试"), by=None, at=AT)
    assert not any(turn.changes for turn in if_withdrawn(nearer, TODAY + timedelta(days=9)))

"""Administrators are told ahead that a text, or the decision to apply it, comes to its end (文本失效预告)."""

from datetime import timedelta

import pytest

from dengji.messages.models import Message
from dengji.monitors.texts import tell_ending
from dengji.people.terms import Role
from dengji.policy import acts as policy
from dengji.policy.terms import Kind
from tests.cast import AT, Cast, given_cast, given_post
from tests.road import given_law

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)
END = AT.date() + timedelta(days=200)


@pytest.fixture
def ending(xinzhou: Cast) -> None:
    """A draft in trial operation until a day, in the place of somebody who administers it."""
    given_post(xinzhou.bureau, Role.ADMINISTRATOR)
    entry = policy.AdoptionEntry("JL25", "220000", Kind.TRIAL, AT.date(), END, "试运行")
    policy.adopt(entry, by=None, at=AT)


@pytest.mark.row("TJ21-27")
@pytest.mark.usefixtures("ending")
def test_nobody_else_is_told_and_nothing_too_early(xinzhou: Cast) -> None:
    assert tell_ending(AT + timedelta(days=109)) == 0
    assert tell_ending(AT + timedelta(days=110)) == 0
    assert not Message.objects.filter(recipient=xinzhou.administrator.person).exists()


@pytest.mark.row("TJ21-27")
def test_it_is_told_three_months_a_month_and_a_week_before_each_once() -> None:
    given_law()
    jilin = given_cast()
    entry = policy.AdoptionEntry("JL25", "220000", Kind.TRIAL, AT.date(), END, "试运行")
    policy.adopt(entry, by=None, at=AT)
    told = [tell_ending(AT + timedelta(days=200 - left)) for left in (91, 90, 89, 31, 30, 8, 7, 6)]
    assert [bool(count) for count in told] == [False, True, False, False, True, False, True, False]
    first = Message.objects.filter(recipient=jilin.administrator.person, topic="text").order_by("id").first()
    assert first is not None
    assert "失效" in first.title

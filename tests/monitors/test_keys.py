"""Whoever can see to another key is told before the one that signs comes to its last day."""

from datetime import timedelta

import pytest

from dengji.messages.models import Message
from dengji.monitors.keys import tell_ending
from dengji.people.terms import Role
from dengji.signing.acts import Owner, make_key
from dengji.signing.models import Key
from dengji.signing.terms import Purpose
from tests.cast import AT, Cast, given_cast

pytestmark = [pytest.mark.row("TJ21-8b"), pytest.mark.django_db]
ENDS = 200


def given_ending(owner: Owner | None = None) -> Key:
    """A key for documents that ends in two hundred days."""
    key = make_key(Purpose.DOCUMENT, owner=owner, by=None, at=AT)
    Key.objects.filter(pk=key.pk).update(until=AT.date() + timedelta(days=ENDS))
    return key


def test_administrators_are_told_two_months_a_month_and_a_week_before_each_once() -> None:
    cast = given_cast()
    given_ending()
    told = [tell_ending(AT + timedelta(days=ENDS - left)) for left in (61, 60, 59, 31, 30, 8, 7, 6, 0)]
    assert [bool(count) for count in told] == [False, True, False, False, True, False, True, False, False]
    assert set(Message.objects.values_list("recipient__posts__role", flat=True)) == {Role.ADMINISTRATOR}
    first = Message.objects.filter(recipient=cast.administrator.person).order_by("id").first()
    assert first is not None
    assert first.title.startswith("PDF文件签名密钥d1将在")
    assert "此后没有密钥可用" in first.text


def test_the_people_of_a_body_are_told_of_its_own_key() -> None:
    cast: Cast = given_cast()
    body = cast.employer.organisation
    given_ending(Owner(body.pk, body.name))
    assert tell_ending(AT + timedelta(days=ENDS - 30)) > 1
    mine = Message.objects.filter(recipient__posts__organisation=body)
    assert mine
    assert {each.title.startswith(f"{body.name}的PDF文件签名密钥") for each in mine} == {True}
    assert "向认证机构换发证书" in mine[0].text

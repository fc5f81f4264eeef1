"""Where somebody is reached: kept by himself, on the trail without saying where."""

from datetime import datetime, timedelta

import pytest
import time_machine

from dengji.audit.models import Entry
from dengji.people.acts.contact import (
    GOOD_FOR,
    MOST_AN_HOUR,
    change_contact,
    confirm_mailbox,
    proof_of,
    proved_by,
)
from dengji.people.models import Person
from dengji.people.refusals import Refused
from tests.cast import AT, given_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    """Somebody."""
    return given_person("周启明")


def confirmed(person: Person, email: str, at: datetime = AT) -> None:
    """A mailbox that was named and confirmed."""
    change_contact(person, email=email, phone=person.phone, at=at)
    confirm_mailbox(person, proof_of(person, email), at=at)


def test_a_number_counts_at_once_and_a_new_mailbox_once_it_is_confirmed(person: Person) -> None:
    waits = change_contact(person, email=" zhou@example.cn ", phone="138-0000 0001", at=AT)
    assert (waits, person.email, person.phone) == ("zhou@example.cn", "", "138-0000 0001")
    assert confirm_mailbox(person, proof_of(person, waits), at=AT) == "zhou@example.cn"
    person.refresh_from_db()
    assert (person.email, person.phone) == ("zhou@example.cn", "138-0000 0001")
    said = Entry.objects.filter(act="people.change_contact").order_by("position")
    assert [(each.after, each.person_id) for each in said] == [
        ({"changed": ["phone"]}, person.pk),
        ({"changed": ["email"]}, person.pk),
    ]


def test_the_old_mailbox_stays_until_the_new_one_is_confirmed(person: Person) -> None:
    confirmed(person, "old@example.cn")
    assert change_contact(person, email="new@example.cn", phone="", at=AT) == "new@example.cn"
    person.refresh_from_db()
    assert person.email == "old@example.cn"


@pytest.mark.parametrize(("late", "good"), [(-1, True), (0, True), (1, False)])
def test_a_link_is_good_for_two_days(person: Person, late: int, *, good: bool) -> None:
    with time_machine.travel(AT, tick=False):
        proof = proof_of(person, "zhou@example.cn")
    with time_machine.travel(AT + GOOD_FOR + timedelta(seconds=late), tick=False):
        if good:
            assert proved_by(person, proof) == "zhou@example.cn"
            return
        with pytest.raises(Refused, match="已经失效"):
            proved_by(person, proof)


def test_a_link_is_good_once_for_one_person_and_not_altered(person: Person) -> None:
    proof = proof_of(person, "zhou@example.cn")
    with pytest.raises(Refused, match="不是发给您的"):
        confirm_mailbox(given_person("李红梅"), proof, at=AT)
    with pytest.raises(Refused, match="已经失效"):
        confirm_mailbox(person, f"{proof}x", at=AT)
    confirm_mailbox(person, proof, at=AT)
    with pytest.raises(Refused, match="已经用过"):
        confirm_mailbox(person, proof, at=AT)


def test_not_many_mailboxes_are_named_in_an_hour(person: Person) -> None:
    for number in range(MOST_AN_HOUR):
        change_contact(person, email=f"zhou{number}@example.cn", phone="", at=AT)
    with pytest.raises(Refused, match="太多"):
        change_contact(person, email="again@example.cn", phone="", at=AT)
    assert change_contact(person, email="again@example.cn", phone="", at=AT + timedelta(hours=1))


def test_what_stays_as_it_was_is_not_on_the_trail(person: Person) -> None:
    confirmed(person, "zhou@example.cn")
    assert change_contact(person, email="zhou@example.cn", phone="", at=AT) == ""
    assert Entry.objects.filter(act="people.change_contact").count() == 1


def test_an_address_may_be_taken_away_at_once(person: Person) -> None:
    confirmed(person, "zhou@example.cn")
    change_contact(person, email="", phone="13800000001", at=AT)
    change_contact(person, email="", phone="", at=AT)
    person.refresh_from_db()
    assert (person.email, person.phone) == ("", "")


@pytest.mark.parametrize("email", ["zhou", "zhou@", "周@@example.cn", "zhou@example.cn\nBcc: li@example.cn"])
def test_an_address_that_is_none_is_refused(person: Person, email: str) -> None:
    with pytest.raises(Refused, match="电子邮箱写得不对"):
        change_contact(person, email=email, phone="", at=AT)


@pytest.mark.parametrize("phone", ["123456", "12345678901234", "电话", "１３８０００００００１"])
def test_a_number_that_is_none_is_refused(person: Person, phone: str) -> None:
    with pytest.raises(Refused, match="电话号码写得不对"):
        change_contact(person, email="", phone=phone, at=AT)


@pytest.mark.parametrize("phone", ["1234567", "1234567890123", "0432 - 12345678"])
def test_a_number_has_seven_to_thirteen_digits(person: Person, phone: str) -> None:
    change_contact(person, email="", phone=phone, at=AT)
    assert person.phone == phone

"""Where somebody is reached: kept by himself, on the trail without saying where."""

import pytest

from dengji.audit.models import Entry
from dengji.people.acts.contact import change_contact
from dengji.people.models import Person
from dengji.people.refusals import Refused
from tests.cast import AT, given_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    """Somebody."""
    return given_person("周启明")


def test_an_address_is_kept_and_only_that_it_changed_is_on_the_trail(person: Person) -> None:
    change_contact(person, email=" zhou@example.cn ", phone="138-0000 0001", at=AT)
    assert (person.email, person.phone) == ("zhou@example.cn", "138-0000 0001")
    person.refresh_from_db()
    assert (person.email, person.phone) == ("zhou@example.cn", "138-0000 0001")
    entry = Entry.objects.get(act="people.change_contact")
    assert (entry.after, entry.person_id) == ({"changed": ["email", "phone"]}, person.pk)


def test_what_stays_as_it_was_is_not_on_the_trail(person: Person) -> None:
    change_contact(person, email="zhou@example.cn", phone="", at=AT)
    change_contact(person, email="zhou@example.cn", phone="", at=AT)
    assert Entry.objects.filter(act="people.change_contact").count() == 1


def test_an_address_may_be_taken_away_again(person: Person) -> None:
    change_contact(person, email="zhou@example.cn", phone="13800000001", at=AT)
    change_contact(person, email="", phone="", at=AT)
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

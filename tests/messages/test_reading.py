"""Reading: what is new, what is no longer, and what somebody does not want to be told of."""

from datetime import timedelta

import pytest

from dengji.audit.models import Entry
from dengji.messages.acts import read, read_all, switch_off
from dengji.messages.models import Message, SwitchedOff
from dengji.messages.queries import Unread, Wanted, inbox, keys_told, message_for, not_taken, switches, unread
from dengji.messages.terms import Channel, Topic
from dengji.people.refusals import Refused
from dengji.people.terms import BODY_ROLES, Role
from tests.cast import AT
from tests.messages.people import Town, at_body, told

LATER = AT + timedelta(hours=1)
OFF = [(Topic.PROGRESS, Channel.EMAIL)]


def test_a_message_is_read_once(town: Town) -> None:
    told(at_body(town))
    person = town.manager.person
    message = Message.objects.get(recipient=person)
    read(message, by=person, at=AT)
    read(message, by=person, at=LATER)
    message.refresh_from_db()
    assert message.read_at == AT


def test_nobody_reads_anothers_message(town: Town) -> None:
    told(at_body(town))
    message = Message.objects.get(recipient=town.manager.person)
    with pytest.raises(Refused, match="不是发给您的"):
        read(message, by=town.staff.person, at=AT)
    assert message_for(town.staff.person, message.pk) is None
    assert message_for(town.manager.person, message.pk) == message


def test_all_that_is_shown_is_read_and_no_more(town: Town) -> None:
    told(at_body(town), key="1")
    told(at_body(town), Topic.PROGRESS, key="2")
    person = town.manager.person
    assert read_all(inbox(person, Wanted(topic=Topic.PROGRESS)), by=person, at=AT) == 1
    assert read_all(inbox(town.staff.person, Wanted()), by=person, at=AT) == 0
    assert [each.topic for each in inbox(person, Wanted(unread=True))] == [Topic.CORRECTION]
    assert unread(town.staff.person_id).total == 2


def test_what_is_new_stands_first_then_the_latest(town: Town) -> None:
    person = town.manager.person
    for number in range(3):
        told(at_body(town), key=str(number), title=str(number))
        Message.objects.filter(key=str(number)).update(at=AT + timedelta(hours=number))
    read(Message.objects.get(recipient=person, key="2"), by=person, at=AT)
    assert [each.title for each in inbox(person, Wanted())] == ["1", "0", "2"]


def test_messages_about_one_thing_are_found_and_counted(town: Town) -> None:
    told(at_body(town), key="1", about=("procedure.Case", 7))
    told(at_body(town), key="2", about=("procedure.Case", 8))
    told(at_body(town), key="3", about=("procedure.Round", 7))
    person = town.manager.person
    assert [m.key for m in inbox(person, Wanted(about=("procedure.Case", "7")))] == ["1"]
    assert unread(person.pk) == Unread(3, {7: 1, 8: 1})


def test_occasions_that_somebody_was_told_of_are_known(town: Town) -> None:
    told(at_body(town), key="1")
    assert keys_told(["1", "2"]) == {"1"}


def test_somebody_who_was_told_nothing_has_nothing_new(town: Town) -> None:
    assert unread(town.clerk.person_id) == Unread(0, {})
    assert not inbox(town.clerk.person, Wanted())
    assert not not_taken(town.clerk.person)


def test_a_switch_is_kept_and_stands_on_the_trail(town: Town) -> None:
    person = town.manager.person
    switch_off(OFF, by=person, at=AT)
    switch_off(OFF, by=person, at=LATER)
    assert list(map(str, SwitchedOff.objects.all())) == [f"{person} 办理进展 电子邮件"]
    entry = Entry.objects.get(act="messages.switch_off")
    assert (entry.before, entry.after) == ({"off": []}, {"off": ["progress email"]})


def test_a_switch_is_turned_on_again(town: Town) -> None:
    person = town.manager.person
    switch_off(OFF, by=person, at=AT)
    switch_off([], by=person, at=LATER)
    assert not SwitchedOff.objects.exists()


def test_what_a_period_hangs_on_is_not_switched_off(town: Town) -> None:
    with pytest.raises(Refused, match="“退回补正”关系到法定期限"):
        switch_off([*OFF, (Topic.CORRECTION, Channel.EMAIL)], by=town.manager.person, at=AT)
    assert not SwitchedOff.objects.exists()


def test_switches_show_what_comes_how(town: Town) -> None:
    person = town.manager.person
    switch_off(OFF, by=person, at=AT)
    person.switched_off.create(topic=Topic.DECISION, channel=Channel.EMAIL)
    shown = {each.topic: each for each in switches(person, BODY_ROLES)}
    assert (shown[Topic.PROGRESS].could, shown[Topic.PROGRESS].on) == ((Channel.EMAIL,), frozenset())
    assert (shown[Topic.DECISION].required, shown[Topic.DECISION].on) == (True, frozenset({Channel.EMAIL}))
    assert shown[Topic.ROUND].on == {Channel.EMAIL}
    assert Topic.ARRIVED not in shown
    assert [each.topic for each in switches(person, {Role.EXPERT})] == [Topic.PANEL]

"""Sending: never inside a transaction, never by two at once, and given up only after some tries."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from dengji.audit.models import Entry
from dengji.messages.faults import NotReached, NotTaken
from dengji.messages.models import Dispatch, Message
from dengji.messages.queries import not_taken, queues, undelivered, undelivered_at
from dengji.messages.sending import CARRIERS, Sent, send_due, try_again
from dengji.messages.terms import Channel, State, Topic
from dengji.messages.tries import FIRST_PAUSE, LONGEST_PAUSE, STALE, pause
from dengji.messages.way import Carrier
from dengji.people.models import Person, Post
from dengji.people.refusals import Refused
from dengji.people.terms import Office, Rank, Role
from tests.audit.trail import on_disk, using
from tests.cast import AT, given_authority, given_divisions, given_post
from tests.messages.people import Town, at_body, given_town, reached, told
from tests.procedure.test_at_once import at_once

ZHOU = "zhou@example.cn"


def given_up(town: Town) -> Dispatch:
    """A mail to the head of the body that did not arrive."""
    reached(town.manager, email=ZHOU)
    told(at_body(town))
    Dispatch.objects.update(state=State.GIVEN_UP, tries=3, fault="收件邮箱拒收（550）")
    return Dispatch.objects.select_related("message__recipient").get()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction() -> None:
    reached(given_town().manager, email=ZHOU)
    told(Post.objects.all())
    with pytest.raises(RuntimeError), transaction.atomic():
        send_due(at=AT)
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_each_mail_goes_out_once(tmp_path: Path) -> None:
    town = given_town()
    for number in range(8):
        reached(given_post(town.body, Role.STAFF), email=f"s{number}@example.cn")
    told(at_body(town))
    elsewhere = on_disk(tmp_path / "messages.sqlite3")
    ready = Barrier(2)

    def send() -> Sent:
        ready.wait()
        return send_due(at=AT)

    came_to = [each for each in at_once(elsewhere, send, send) if isinstance(each, Sent)]
    assert sum(each.sent for each in came_to) == 8
    assert sorted(each.to[0] for each in mail.outbox) == [f"s{number}@example.cn" for number in range(8)]
    with using(elsewhere):
        assert set(Dispatch.objects.values_list("state", "tries")) == {(State.SENT, 1)}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_tell_at_once_one_is_heard(tmp_path: Path) -> None:
    town = given_town()
    reached(town.manager, email=ZHOU)
    elsewhere = on_disk(tmp_path / "telling.sqlite3")
    at_once(elsewhere, *[partial(told, at_body(town))] * 4)
    with using(elsewhere):
        assert (Message.objects.count(), Dispatch.objects.count()) == (2, 1)


def test_what_another_run_has_taken_is_left_until_it_is_stale(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached(town.manager, email=ZHOU)
    told(at_body(town))
    monkeypatch.setitem(CARRIERS, Channel.EMAIL, dying)
    with pytest.raises(MemoryError):
        send_due(at=AT)
    monkeypatch.undo()
    assert send_due(at=AT + STALE - timedelta(seconds=1)) == Sent()
    assert send_due(at=AT + STALE) == Sent(sent=1)
    assert Dispatch.objects.get().tries == 2


@contextmanager
def dying() -> Iterator[Carrier]:
    """A carrier whose run ends while it sends."""

    def send(to: str, messages: Sequence[Message], *, key: str) -> None:
        raise MemoryError

    yield send


def test_a_pause_grows_up_to_a_limit() -> None:
    assert [pause(1), pause(2), pause(3)] == [FIRST_PAUSE, FIRST_PAUSE * 4, FIRST_PAUSE * 16]
    assert pause(6) == pause(60) == LONGEST_PAUSE


def test_a_row_that_is_sent_has_its_moment(town: Town) -> None:
    row = given_up(town)
    with pytest.raises(IntegrityError, match=r"dispatch_sent_has_its_moment"), transaction.atomic():
        Dispatch.objects.filter(pk=row.pk).update(state=State.SENT)


def test_an_administrator_sees_what_did_not_arrive_in_his_place(town: Town) -> None:
    row = given_up(town)
    assert list(undelivered(town.centre)) == [row]
    assert list(undelivered(town.other_centre)) == []
    assert undelivered_at(town.other_centre, row.pk) is None
    assert list(not_taken(town.manager.person)) == [row]
    assert (str(row), row.fault) == ("首次备案：请补正2处 电子邮件", "收件邮箱拒收（550）")


def test_what_was_given_up_is_sent_again_when_an_administrator_says_so(town: Town) -> None:
    row = given_up(town)
    try_again(row, by=town.administrator, at=AT)
    try_again(row, by=town.administrator, at=AT)
    assert send_due(at=AT) == Sent(sent=1)
    entry = Entry.objects.get(act="messages.try_again")
    assert (entry.object_id, ZHOU in f"{entry.before}{entry.after}") == (str(town.manager.person_id), False)


def test_only_an_administrator_of_the_place_sends_again(town: Town) -> None:
    row = given_up(town)
    elsewhere = given_post(town.other_centre, Role.ADMINISTRATOR)
    for by in (town.clerk, elsewhere):
        with pytest.raises(Refused, match="本辖区"):
            try_again(row, by=by, at=AT)
    province = given_authority(given_divisions("220202")[Rank.PROVINCE], Office.CENTRE)
    try_again(row, by=given_post(province, Role.ADMINISTRATOR), at=AT)
    assert Dispatch.objects.get().state == State.WAITING


def test_a_queue_says_how_much_waits_since_when_and_why(town: Town) -> None:
    reached(town.manager, email=ZHOU)
    told(at_body(town))
    (queue,) = queues()
    assert (queue.waiting, queue.fault) == (1, "")
    assert queue.since is not None
    assert localtime(queue.since) == AT
    Dispatch.objects.update(fault="邮件服务器没有应答", next_try_at=AT)
    assert queues()[0].fault == "邮件服务器没有应答"


def test_somebody_whose_account_was_closed_gets_nothing_more(town: Town) -> None:
    reached(town.manager, email=ZHOU)
    told(at_body(town), Topic.DECISION)
    Person.objects.filter(pk=town.manager.person_id).update(is_active=False)
    assert send_due(at=AT) == Sent(dropped=1)
    assert mail.outbox == []


def test_faults_name_nobody() -> None:
    assert (NotTaken("拒收", for_good=True).for_good, str(NotReached("没有应答"))) == (True, "没有应答")

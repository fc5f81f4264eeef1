"""E-mail, sent to a mail server on this machine and read back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from dengji.messages.acts import read
from dengji.messages.models import Dispatch, Message
from dengji.messages.sending import Sent, send_due
from dengji.messages.terms import State, Topic
from dengji.messages.tries import MOST_TRIES, pause
from dengji.people.models import Person
from tests.cast import AT
from tests.messages.people import Town, at_body, reached, told
from tests.messages.smtp import Post, post_office

ZHOU, LI = "zhou@example.cn", "li@example.cn"
LATER = AT + timedelta(minutes=1)


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    """A mail server that the settings name."""
    with post_office() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.DENGJI_ADDRESS = "https://dengji.example.cn/"
        settings.DEFAULT_FROM_EMAIL = "office@dengji.example.cn"
        yield post


@pytest.fixture
def body(town: Town) -> Town:
    """A body whose people have addresses."""
    reached(town.manager, email=ZHOU)
    reached(town.staff, email=LI)
    return town


def state_of(person: Person) -> Dispatch:
    """What became of the only mail to somebody."""
    return Dispatch.objects.get(message__recipient=person)


def test_a_mail_arrives_in_plain_words_with_the_way_to_its_page(body: Town, post: Post) -> None:
    told(at_body(body))
    assert send_due(at=AT) == Sent(sent=2)
    (mail,) = post.to(ZHOU)
    message = Message.objects.get(recipient=body.manager.person)
    assert mail["Subject"].strip() == "【等级·登记】首次备案：请补正2处"
    assert mail["From"] == "office@dengji.example.cn"
    assert (mail.get_content_type(), mail["Auto-Submitted"]) == ("text/plain", "auto-generated")
    words = mail.get_content().replace("\r\n", "\n")
    assert words.startswith("周启明：\n\n首次备案：请补正2处\n2026年11月16日 09:00\n请修改后重新提交。\n")
    assert f"https://dengji.example.cn/desk/messages/{message.pk}/" in words
    assert "https://dengji.example.cn/desk/me/" in words
    assert "李红梅" not in words


def test_what_came_in_one_run_is_one_mail(body: Town, post: Post) -> None:
    for number in range(3):
        told(at_body(body), key=str(number), title=f"第{number}件")
    assert send_due(at=AT) == Sent(sent=6)
    (mail,) = post.to(ZHOU)
    assert mail["Subject"].strip() == "【等级·登记】您有3条新消息"
    assert "1. 第0件" in mail.get_content()
    assert "3. 第2件" in mail.get_content()
    assert mail["Message-ID"].endswith("@dengji.example.cn>")
    assert mail["Message-ID"] != post.to(LI)[0]["Message-ID"]


def test_nothing_is_sent_a_second_time(body: Town, post: Post) -> None:
    told(at_body(body))
    send_due(at=AT)
    assert send_due(at=AT + timedelta(days=1)) == Sent()
    assert len(post.taken) == 2
    row = state_of(body.manager.person)
    assert (row.state, row.sent_at, row.tries, row.next_try_at) == (State.SENT, AT, 1, None)


def test_what_was_read_in_the_site_is_not_sent(body: Town, post: Post) -> None:
    told(at_body(body))
    read(Message.objects.get(recipient=body.manager.person), by=body.manager.person, at=AT)
    assert send_due(at=AT) == Sent(sent=1, dropped=1)
    assert (post.to(ZHOU), state_of(body.manager.person).state) == ([], State.DROPPED)


def test_an_address_that_is_refused_for_good_is_given_up_at_once(body: Town, post: Post) -> None:
    post.refused[ZHOU] = 550
    told(at_body(body))
    assert send_due(at=AT) == Sent(sent=1, given_up=1)
    row = state_of(body.manager.person)
    assert (row.state, row.fault) == (State.GIVEN_UP, "收件邮箱拒收（550）")
    assert ZHOU not in row.fault
    assert len(post.to(LI)) == 1


def test_an_address_that_is_busy_is_tried_again_later_each_time(body: Town, post: Post) -> None:
    post.refused[ZHOU] = 450
    told(at_body(body), by=body.staff)
    at = AT
    for tries in range(1, MOST_TRIES):
        assert send_due(at=at) == Sent(postponed=1)
        assert send_due(at=at + pause(tries) - timedelta(seconds=1)) == Sent()
        at += pause(tries)
    assert send_due(at=at) == Sent(given_up=1)
    assert state_of(body.manager.person).tries == MOST_TRIES


def test_a_busy_address_that_is_free_again_gets_its_mail(body: Town, post: Post) -> None:
    post.refused[ZHOU] = 450
    told(at_body(body), by=body.staff)
    send_due(at=AT)
    post.refused.clear()
    assert send_due(at=LATER) == Sent(sent=1)
    assert (len(post.to(ZHOU)), state_of(body.manager.person).fault) == (1, "")


@pytest.mark.parametrize(("code", "came_of"), [(554, Sent(given_up=1)), (451, Sent(postponed=1))])
def test_content_may_be_refused_for_good_or_for_now(body: Town, post: Post, code: int, came_of: Sent) -> None:
    post.refused_content = code
    told(at_body(body), by=body.staff)
    assert send_due(at=AT) == came_of
    assert state_of(body.manager.person).fault == f"邮件被拒收（{code}）"


def test_an_address_that_is_none_is_given_up(body: Town, post: Post) -> None:
    reached(body.manager, email="no-address\n@example.cn")
    told(at_body(body), by=body.staff)
    assert send_due(at=AT) == Sent(given_up=1)
    assert state_of(body.manager.person).fault == "邮箱地址写得不对"


@pytest.mark.parametrize("gone", ["closed", "hangs up", "sender refused"])
def test_a_server_that_does_not_answer_costs_nobody_a_try(
    body: Town, post: Post, settings: Settings, gone: str
) -> None:
    port, post.hangs_up = post.port, gone == "hangs up"
    post.refused_sender = 530 if gone == "sender refused" else 0
    settings.EMAIL_PORT = 1 if gone == "closed" else port
    told(at_body(body))
    assert send_due(at=AT) == Sent()
    rows = {(row.state, row.tries, row.fault) for row in Dispatch.objects.all()}
    assert rows == {(State.WAITING, 0, "邮件服务器没有应答"), (State.WAITING, 0, "")}
    post.hangs_up, post.refused_sender, settings.EMAIL_PORT = False, 0, port
    assert send_due(at=LATER) == Sent(sent=2)


def test_a_run_goes_to_so_many_people_and_the_next_to_the_others(body: Town, post: Post) -> None:
    told(at_body(body))
    assert send_due(at=AT, limit=1) == Sent(sent=1)
    assert send_due(at=AT, limit=1) == Sent(sent=1)
    assert {to for to, _ in post.taken} == {ZHOU, LI}


def test_what_is_no_longer_wanted_is_not_sent(body: Town, post: Post) -> None:
    told(at_body(body), Topic.PROGRESS)
    body.manager.person.switched_off.create(topic=Topic.PROGRESS, channel="email")
    reached(body.staff, email="")
    assert send_due(at=AT) == Sent(dropped=2)
    assert post.taken == []

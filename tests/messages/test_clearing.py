"""Old messages: deleted once they were read and are older than the operator keeps; never before, never unread."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from dengji.messages import clearing
from dengji.messages.acts import read
from dengji.messages.clearing import clear_read
from dengji.messages.models import Dispatch, Message
from dengji.monitors.acts import DUTIES
from tests.cast import AT
from tests.messages.people import Town, at_body, reached, told

pytestmark = pytest.mark.django_db
KEPT = timedelta(days=730)
ONE = timedelta(days=1)


@pytest.fixture
def message(town: Town) -> Message:
    """Something that the body's head was told, outside the site too, and has read."""
    reached(town.manager, email="zhou@example.cn")
    told(at_body(town))
    message = Message.objects.get(recipient=town.manager.person)
    read(message, by=town.manager.person, at=AT)
    return message


@pytest.mark.parametrize(("day", "gone"), [(-1, 0), (0, 0), (1, 1)])
def test_what_was_read_goes_when_it_is_older_than_is_kept(message: Message, day: int, gone: int) -> None:
    assert clear_read(at=AT + KEPT + day * ONE) == gone
    assert Message.objects.filter(pk=message.pk).exists() is not bool(gone)
    assert Dispatch.objects.filter(message=message.pk).exists() is not bool(gone)


def test_what_nobody_read_stays_however_old(message: Message, town: Town) -> None:
    unread = Message.objects.filter(read_at=None).count()
    assert unread
    assert DUTIES["messages"](AT + 10 * KEPT) == 1
    assert Message.objects.filter(read_at=None).count() == unread == Message.objects.count()


def test_the_operator_says_how_long(message: Message, settings: Settings) -> None:
    settings.DENGJI_MESSAGES_KEPT = timedelta(days=30)
    assert clear_read(at=AT + 30 * ONE) == 0
    assert clear_read(at=AT + 31 * ONE) == 1


def test_many_go_a_part_at_a_time(message: Message, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "AT_ONCE", 1)
    Message.objects.filter(read_at=None).update(read_at=AT)
    assert clear_read(at=AT + KEPT + ONE) > 1
    assert not Message.objects.exists()

"""Announcements: written, looked at, put up once, taken down; by those who speak for the authority."""

import pytest
from django.test import Client

from dengji.notices.models import Announcement
from tests.cast import AT, Cast
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import pressed, text_of

SAID = {"title": "关于<b>备案的公告", "text": "第一段\n\n第二段"}


def put_up(clerk: Client) -> Announcement:
    """An announcement of the city's centre."""
    pressed(clerk, "announcements/new/", 302, **SAID, confirm="1")
    return Announcement.objects.get()


def test_an_announcement_is_looked_at_before_anybody_sees_it(clerk: Client) -> None:
    page = pressed(clerk, "announcements/new/", 200, **SAID)
    assert "任何人立即可以看到" in page
    assert "关于&lt;b&gt;备案的公告" in page
    assert not Announcement.objects.exists()
    assert "第二段" in pressed(clerk, "announcements/new/", 200, **SAID, edit="1")


def test_a_button_pressed_twice_puts_up_one(cast: Cast, clerk: Client) -> None:
    announcement = put_up(clerk)
    pressed(clerk, "announcements/new/", 302, **SAID, confirm="1")
    assert (Announcement.objects.count(), announcement.authority) == (1, cast.centre)
    assert "公开中" in text_of(clerk, "announcements/")


@pytest.mark.parametrize("said", [{"title": ""}, {"text": " "}, {"title": "长" * 161}])
def test_an_announcement_without_words_is_refused(clerk: Client, said: dict[str, str]) -> None:
    assert "还不能办理" in pressed(clerk, "announcements/new/", 200, **(SAID | said), confirm="1")
    assert not Announcement.objects.exists()


def test_an_announcement_is_taken_down_and_stays_in_the_list(clerk: Client) -> None:
    announcement = put_up(clerk)
    address = f"announcements/{announcement.pk}/withdraw/"
    assert "不能恢复" in text_of(clerk, address)
    pressed(clerk, address, 302)
    announcement.refresh_from_db()
    assert announcement.withdrawn_at == AT
    assert "已撤下" in text_of(clerk, "announcements/")


def test_another_authoritys_announcement_is_not_found(cast: Cast, clerk: Client) -> None:
    announcement = put_up(clerk)
    stranger = browser_of(cast.wrong_clerk)
    text_of(stranger, f"announcements/{announcement.pk}/", status=404)
    pressed(stranger, f"announcements/{announcement.pk}/withdraw/", 404)

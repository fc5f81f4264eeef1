"""The page of one's own: where one is reached, and what one is told of besides in the site."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from dengji.messages.models import Dispatch, SwitchedOff
from dengji.messages.terms import State
from dengji.people.acts.contact import proof_of
from dengji.people.terms import Role
from tests.cast import AT, given_post
from tests.messages.people import Town, at_body, given_town, reached, told
from tests.web.office.desk import browser_of, opened, well_built

ME = "/desk/me/"
PHONE = "13800000001"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the day of the cast."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def town(db: None) -> Town:
    """Everybody."""
    return given_town()


@pytest.fixture
def browser(town: Town) -> Client:
    """The browser of the body's head."""
    return browser_of(town.manager)


@pytest.fixture
def gateway(settings: Settings, tmp_path: Path) -> None:
    """Short messages can be sent."""
    settings.DENGJI_SMS, settings.DENGJI_SMS_FOLDER = "dengji.messages.fakes.write_line", tmp_path


def test_the_page_shows_where_one_is_reached_and_what_comes_how(town: Town) -> None:
    reached(town.manager, email="zhou@example.cn", phone=PHONE)
    page = opened(town.manager, ME)
    well_built(page)
    assert 'value="zhou@example.cn"' in page
    assert f'value="{PHONE}"' in page
    assert "关系到法定期限，不能关闭。" in page
    assert 'name="progress-email"' in page
    assert "短信" not in page
    assert 'name="arrived-email"' not in page


@pytest.mark.usefixtures("gateway")
def test_with_a_gateway_short_messages_are_offered(town: Town) -> None:
    page = opened(town.manager, ME)
    well_built(page)
    assert 'name="correction-sms"' in page
    assert "重要的通知会同时发短信" in page
    assert "短信</th>" in page


def test_with_neither_mail_nor_gateway_the_page_says_so(town: Town, settings: Settings) -> None:
    settings.DENGJI_EMAIL = False
    page = opened(town.manager, ME)
    assert "还没有接入邮件和短信" in page
    assert 'name="progress-email"' not in page


def test_an_auditor_is_told_of_nothing(town: Town) -> None:
    assert "还没有接入邮件和短信" in opened(given_post(town.centre, Role.AUDITOR), ME)


def test_a_new_mailbox_gets_a_letter_whose_link_confirms_it(
    town: Town, browser: Client, mailoutbox: list[EmailMessage]
) -> None:
    answer = browser.post(f"{ME}contact/", {"email": "zhou@example.cn", "phone": PHONE}, follow=True)
    assert "确认邮件已发到zhou@example.cn，请在2天内打开" in answer.content.decode()
    town.manager.person.refresh_from_db()
    assert (town.manager.person.email, town.manager.person.phone) == ("", PHONE)
    (letter,) = mailoutbox
    assert letter.to == ["zhou@example.cn"]
    found = re.search(r"/desk/me/mailbox/\S+", str(letter.body))
    assert found is not None
    page = browser.get(found[0]).content.decode()
    well_built(page)
    assert "zhou@example.cn" in page
    town.manager.person.refresh_from_db()
    assert town.manager.person.email == ""  # opened, and not confirmed
    assert "已确认" in browser.post(found[0], follow=True).content.decode()
    town.manager.person.refresh_from_db()
    assert town.manager.person.email == "zhou@example.cn"
    assert "已经用过" in browser.get(found[0], follow=True).content.decode()


def test_a_link_opened_by_somebody_else_confirms_nothing(town: Town, browser: Client) -> None:
    address = f"{ME}mailbox/{proof_of(town.manager.person, 'zhou@example.cn')}/"
    assert Client().get(address).status_code == 302
    assert "不是发给您的" in browser_of(town.staff).post(address, follow=True).content.decode()
    town.manager.person.refresh_from_db()
    assert town.manager.person.email == ""


def test_where_no_mail_can_be_sent_a_mailbox_is_not_taken(
    town: Town, browser: Client, settings: Settings
) -> None:
    settings.DENGJI_EMAIL = False
    page = browser.post(f"{ME}contact/", {"email": "zhou@example.cn", "phone": ""}).content.decode()
    assert "还没有接入邮件，新邮箱无法确认" in page
    assert 'value="zhou@example.cn"' in page


def test_where_the_mail_server_does_not_answer_the_old_mailbox_stays(
    town: Town, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **said: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", fail)
    page = browser.post(f"{ME}contact/", {"email": "zhou@example.cn", "phone": ""}).content.decode()
    assert "确认邮件没有发出去，邮箱没有更改。" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"email": "zhou"}, "请写成 name@example.cn 的样子。"), ({"phone": "电话"}, "电话号码写得不对。")],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    town: Town, browser: Client, wrong: dict[str, str], said: str
) -> None:
    page = browser.post(f"{ME}contact/", {"email": "", "phone": ""} | wrong).content.decode()
    well_built(page)
    assert said in page
    assert f'value="{next(iter(wrong.values()))}"' in page
    town.manager.person.refresh_from_db()
    assert (town.manager.person.email, town.manager.person.phone) == ("", "")


def test_switches_are_kept_and_those_that_are_required_stay_on(town: Town, browser: Client) -> None:
    answer = browser.post(f"{ME}switches/", {"round-email": "on"}, follow=True)
    assert "通知方式已保存" in answer.content.decode()
    off = set(SwitchedOff.objects.filter(person=town.manager.person).values_list("topic", flat=True))
    assert {"progress", "due_moved"} <= off
    assert not off & {"round", "correction", "decision", "arrived"}
    page = answer.content.decode()
    assert 'name="round-email" id="id_round-email" checked' in page
    assert 'name="progress-email" id="id_progress-email">' in page


def test_who_missed_a_mail_is_told_to_look_at_the_address(town: Town) -> None:
    reached(town.manager, email="zhou@example.cn")
    told(at_body(town))
    Dispatch.objects.update(state=State.GIVEN_UP)
    assert "有1条通知没有送到您的邮箱或手机" in opened(town.manager, ME)
    assert "没有送到" not in opened(town.staff, ME)


def test_an_address_of_the_demonstration_stays_as_it_is(
    town: Town, browser: Client, settings: Settings
) -> None:
    settings.DENGJI_DEMO = True
    reached(town.manager, email="zhou@demo.invalid")
    assert "演示账号的邮箱不能修改" in browser.get(ME).content.decode()
    browser.post(f"{ME}contact/", {"email": "zhou@example.cn", "phone": PHONE})
    town.manager.person.refresh_from_db()
    assert (town.manager.person.email, town.manager.person.phone) == ("zhou@demo.invalid", PHONE)

"""The sign-in page: whom it lists in the demo, what it says of a wrong password, and of too many."""

import pytest
from django.test import Client
from pytest_django import Settings

from dengji.people.models import Person
from tests.cast import PASSWORD, given_cast
from tests.web.public.reading import faults, words

pytestmark = pytest.mark.django_db


def test_the_demos_accounts_are_listed_by_place_with_authorities_first(
    client: Client, settings: Settings
) -> None:
    settings.DENGJI_DEMO = True
    cast = given_cast()
    Person.objects.update(email="someone@demo.invalid")
    answer = client.get("/sign-in/")
    said = words(answer)
    assert faults(answer) == []
    assert "吉林省 11个账号" in said
    assert said.index(cast.issuer.person.full_name) < said.index(cast.manager.person.full_name)


def test_outside_the_demo_no_account_is_listed(client: Client, settings: Settings) -> None:
    settings.DENGJI_DEMO = False
    cast = given_cast()
    Person.objects.update(email="someone@demo.invalid")
    assert cast.manager.person.full_name not in words(client.get("/sign-in/"))


def test_a_wrong_password_is_said_at_the_top_and_the_name_stays(client: Client) -> None:
    cast = given_cast()
    sent = client.post("/sign-in/", {"username": cast.manager.person.username, "password": "wrong"})
    assert "登录名或密码不正确" in words(sent)
    assert f'value="{cast.manager.person.username}"' in sent.content.decode()
    assert faults(sent) == []


def test_what_is_left_empty_is_asked_for_beside_its_field(client: Client) -> None:
    sent = client.post("/sign-in/", {"username": "", "password": ""})
    assert '<a href="#id_username">请填写登录名。</a>' in sent.content.decode()


def test_after_five_wrong_passwords_the_page_says_how_long_to_wait(client: Client) -> None:
    username = given_cast().manager.person.username
    for _ in range(5):
        sent = client.post("/sign-in/", {"username": username, "password": "wrong"})
    assert sent.status_code == 429
    assert "连续5次输错密码" in words(sent)
    assert "15分钟后可以重新登录" in words(sent)
    assert client.post("/sign-in/", {"username": username, "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize(("role", "address"), [("manager", "/body/"), ("clerk", "/office/")])
def test_ones_own_desk_is_that_of_ones_post(client: Client, role: str, address: str) -> None:
    post = getattr(given_cast(), role)
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/desk/")["Location"] == address


def test_without_a_post_the_way_to_a_desk_leads_to_the_sign_in_page(client: Client) -> None:
    assert client.get("/desk/")["Location"] == "/sign-in/"


def test_a_count_that_ran_out_between_two_looks_begins_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(key: str) -> int:
        raise ValueError(key)

    monkeypatch.setattr("dengji.web.public.limits.cache.incr", gone)
    sent = client.post("/objection/", {"receipt": "YY2026-000001", "contact": "13800001111"})
    assert "没有查到这件异议" in words(sent)

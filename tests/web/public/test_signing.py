"""The sign-in page: whom it lists in the demo, what it says of a wrong password, and of too many."""

import pytest
from django.test import Client
from pytest_django import Settings

from dengji.audit.models import Entry
from dengji.people.models import Person, Post
from dengji.people.terms import Role
from tests.cast import AT, PASSWORD, given_cast, given_person
from tests.web.public.reading import faults, words

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
NEW = "xin-mima-2026-nian"


def trail() -> list[Entry]:
    """What is on record, oldest first."""
    return list(Entry.objects.order_by("position"))


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


@pytest.mark.row("CR-10")
def test_signing_in_and_out_stand_on_the_trail_with_post_and_address(client: Client) -> None:
    post = given_cast().clerk
    client.post(
        "/sign-in/", {"username": post.person.username, "password": PASSWORD}, REMOTE_ADDR="203.0.113.7"
    )
    for _ in range(2):  # pressed twice
        client.post("/sign-out/", REMOTE_ADDR="203.0.113.7")
    assert [entry.act for entry in trail()] == ["people.sign_in", "people.sign_out"]
    for entry in trail():
        assert (entry.person_id, entry.organisation, entry.role) == (
            post.person_id,
            post.organisation_id,
            "clerk",
        )
        assert (entry.object_id, entry.from_address) == (str(post.person_id), "203.0.113.7")


@pytest.mark.row("CR-10")
def test_whoever_holds_no_post_signs_in_and_out_in_his_own_name(client: Client) -> None:
    person = given_person("无岗")
    client.post("/sign-in/", {"username": person.username, "password": PASSWORD})
    client.post("/sign-out/")
    assert [(entry.person_name, entry.organisation) for entry in trail()] == [("无岗", None), ("无岗", None)]


@pytest.mark.row("CR-10")
def test_failed_sign_ins_stand_on_the_trail_without_password_or_a_name_that_nobody_has(
    client: Client,
) -> None:
    person = given_cast().manager.person
    for username in (person.username, "mimaxieczuole", ""):
        client.post("/sign-in/", {"username": username, "password": "not-this-one"})
    known, unknown = trail()
    assert (known.act, known.person, known.object_id) == ("people.fail_to_sign_in", None, str(person.pk))
    assert (unknown.act, unknown.object_id) == ("people.fail_to_sign_in", "—")
    for entry in (known, unknown):
        assert entry.after == {"locked_out": False}
        assert not {"not-this-one", "mimaxieczuole"} & set(map(str, vars(entry).values()))


@pytest.mark.row("CR-10")
def test_a_lock_after_too_many_failures_stands_on_the_trail(client: Client) -> None:
    username = given_cast().manager.person.username
    for _ in range(5):
        client.post("/sign-in/", {"username": username, "password": "wrong"})
    client.post("/sign-in/", {"username": username, "password": PASSWORD})
    assert [entry.after for entry in trail()] == [{"locked_out": tried >= 5} for tried in range(1, 7)]


@pytest.mark.parametrize(("role", "address"), [("manager", "/body/"), ("clerk", "/office/")])
def test_ones_own_desk_is_that_of_ones_post(client: Client, role: str, address: str) -> None:
    post = getattr(given_cast(), role)
    client.force_login(post.person, backend=BACKEND)
    assert client.get("/desk/")["Location"] == address


def test_without_a_post_the_way_to_a_desk_leads_to_the_sign_in_page(client: Client) -> None:
    assert client.get("/desk/")["Location"] == "/sign-in/"


def test_after_twenty_tries_an_hour_a_network_has_to_wait(client: Client) -> None:
    asked = {"receipt": "YY2026-000001", "contact": "13800001111"}
    said = [words(client.post("/objection/", asked)) for _ in range(21)]
    assert ["没有查到这件异议" in each for each in said] == [True] * 20 + [False]
    assert "一小时后再试" in said[-1]


@pytest.mark.parametrize(("role", "address"), [("manager", "/body/"), ("clerk", "/office/")])
def test_whoever_signs_in_comes_to_the_own_desk(client: Client, role: str, address: str) -> None:
    post = getattr(given_cast(), role)
    sent = client.post("/sign-in/", {"username": post.person.username, "password": PASSWORD})
    assert sent["Location"] == address


def test_whoever_has_no_post_comes_to_the_public_pages(client: Client) -> None:
    cast = given_cast()
    Post.objects.filter(pk=cast.manager.pk).delete()
    sent = client.post("/sign-in/", {"username": cast.manager.person.username, "password": PASSWORD})
    assert sent["Location"] == "/"


def test_another_post_of_ones_own_opens_its_desk_and_one_of_somebody_else_does_not(client: Client) -> None:
    cast = given_cast()
    person = cast.manager.person
    office = Post.objects.create(
        person=person, organisation=cast.clerk.organisation, role=Role.REVIEWER, from_on=AT.date()
    )
    client.force_login(person, backend=BACKEND)
    assert client.get("/desk/")["Location"] == "/body/"
    assert client.post("/post/", {"post": str(office.pk)})["Location"] == "/office/"
    assert client.get("/desk/")["Location"] == "/office/"
    refused = client.post("/post/", {"post": str(cast.issuer.pk)})
    assert (refused.status_code, client.get("/desk/")["Location"]) == (403, "/office/")
    assert "请从自己的岗位中选择" in words(refused)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "wrong"}, "原密码不正确"),
        ({"again": "another-2026-nian"}, "两次输入的新密码不一致"),
        ({"new": "123", "again": "123"}, "密码不够安全"),
    ],
)
def test_a_password_is_not_changed_when_something_is_wrong(
    client: Client, typed: dict[str, str], said: str
) -> None:
    person = given_cast().manager.person
    client.force_login(person, backend=BACKEND)
    sent = client.post("/password/", {"old": PASSWORD, "new": NEW, "again": NEW} | typed)
    person.refresh_from_db()
    assert said in words(sent)
    assert person.check_password(PASSWORD)


def test_whoever_changes_the_password_stays_signed_in(client: Client) -> None:
    person = given_cast().manager.person
    client.force_login(person, backend=BACKEND)
    sent = client.post("/password/", {"old": PASSWORD, "new": NEW, "again": NEW})
    person.refresh_from_db()
    assert sent["Location"] == "/desk/"
    assert person.check_password(NEW)
    assert client.get("/desk/")["Location"] == "/body/"

"""Telling: whom the table names, once, not for one's own act, by the ways that are open to each."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from dengji.messages.acts import switch_off, tell_all
from dengji.messages.models import Dispatch, Message
from dengji.messages.recipients import Asked, Desk, recipients
from dengji.messages.terms import Channel, Topic
from dengji.people.models import Person, Post
from dengji.people.terms import BODY_ROLES, Role
from tests.cast import AT, given_post
from tests.messages.people import HOME, Town, at_body, names, news, reached, told, ways

EVERYBODY = frozenset(Role)


def test_those_whose_role_the_table_names_are_told(town: Town) -> None:
    given_post(town.body, Role.SUPERVISOR, "不相干")
    assert told(Desk(town.body.pk, EVERYBODY)) == 2
    assert names() == ["周启明", "李红梅"]


def test_an_office_is_not_told_what_a_body_is(town: Town) -> None:
    assert told(Desk(town.centre.pk, EVERYBODY), Topic.CORRECTION) == 0
    assert told(Post.objects.filter(organisation=town.centre), Topic.CORRECTION) == 0


def test_only_those_of_the_right_office_are_told(town: Town) -> None:
    told(Desk(town.centre.pk, (Role.CLERK,)), Topic.ARRIVED)
    assert names() == ["刘芳", "王大伟"]


@pytest.mark.parametrize("written_out", [True, False])
def test_nobody_is_told_of_his_own_act(town: Town, *, written_out: bool) -> None:
    whom = at_body(town) if written_out else Post.objects.filter(organisation=town.body)
    assert told(whom, by=town.manager) == 1
    assert names() == ["李红梅"]


@pytest.mark.parametrize("written_out", [True, False])
def test_nobody_is_told_twice_under_a_key(town: Town, *, written_out: bool) -> None:
    whom = at_body(town) if written_out else Post.objects.filter(organisation=town.body)
    reached(town.manager, email="zhou@example.cn")
    assert (told(whom), told(whom, title="又一次")) == (2, 0)
    assert Message.objects.filter(title="首次备案：请补正2处").count() == 2
    assert Dispatch.objects.count() == 1


def test_who_comes_later_is_told_under_the_same_key(town: Town) -> None:
    told(at_body(town))
    given_post(town.body, Role.STAFF, "新来的")
    assert told(at_body(town)) == 1
    assert names() == ["周启明", "新来的", "李红梅"]


def test_somebody_with_two_posts_is_told_once_in_the_older(town: Town) -> None:
    Post.objects.create(
        person=town.manager.person, organisation=town.body, role=Role.STAFF, from_on=AT.date()
    )
    assert told(at_body(town)) == 2
    assert Message.objects.get(recipient=town.manager.person).post == town.manager


def test_of_two_things_told_at_once_under_one_key_somebody_hears_the_first(town: Town) -> None:
    first, other = news(title="第一"), news(title="第二")
    assert tell_all([(at_body(town), first), (at_body(town), other)], by=None, at=AT) == 2
    assert set(Message.objects.values_list("title", flat=True)) == {"第一"}


@pytest.mark.parametrize(("until", "count"), [(-1, 1), (0, 2), (1, 2)])
def test_a_post_counts_to_its_last_day(town: Town, until: int, count: int) -> None:
    Post.objects.filter(pk=town.staff.pk).update(until=AT.date() + timedelta(days=until))
    assert told(at_body(town)) == count


@pytest.mark.parametrize(("begins", "count"), [(-1, 2), (0, 2), (1, 1)])
def test_a_post_counts_from_its_first_day(town: Town, begins: int, count: int) -> None:
    Post.objects.filter(pk=town.staff.pk).update(from_on=AT.date() + timedelta(days=begins))
    assert told(at_body(town)) == count


@pytest.mark.parametrize("written_out", [True, False])
def test_a_closed_account_is_not_told(town: Town, *, written_out: bool) -> None:
    Person.objects.filter(pk=town.staff.person_id).update(is_active=False)
    assert told(at_body(town) if written_out else Post.objects.filter(organisation=town.body)) == 1


def test_an_address_makes_a_way_out_of_the_site(town: Town, gateway: Path) -> None:
    reached(town.manager, email="zhou@example.cn", phone="138 0000 0001")
    reached(town.staff, phone="0432-12345678")
    told(at_body(town))
    assert ways() == {("周启明", "email"), ("周启明", "sms")}


def test_without_a_gateway_no_short_message_waits(town: Town) -> None:
    reached(town.manager, email="zhou@example.cn", phone="13800000001")
    told(at_body(town))
    assert ways() == {("周启明", "email")}


def test_without_a_mail_server_no_mail_waits(town: Town, settings: Settings) -> None:
    settings.DENGJI_EMAIL = False
    reached(town.manager, email="zhou@example.cn")
    told(at_body(town))
    assert ways() == set()


def test_a_topic_comes_only_by_the_ways_of_the_table(town: Town, gateway: Path) -> None:
    reached(town.manager, email="zhou@example.cn", phone="13800000001")
    told(at_body(town), Topic.PROGRESS)
    assert ways() == {("周启明", "email")}


@pytest.mark.parametrize("written_out", [True, False])
def test_what_somebody_switched_off_stays_in_the_site(town: Town, *, written_out: bool) -> None:
    whom = at_body(town) if written_out else Post.objects.filter(organisation=town.body)
    reached(town.manager, email="zhou@example.cn")
    reached(town.staff, email="li@example.cn")
    switch_off([(Topic.PROGRESS, Channel.EMAIL)], by=town.manager.person, at=AT)
    told(whom, Topic.PROGRESS)
    assert (names(), ways()) == (["周启明", "李红梅"], {("李红梅", "email")})


def test_what_a_period_hangs_on_goes_out_though_it_was_switched_off_before(town: Town) -> None:
    reached(town.manager, email="zhou@example.cn")
    town.manager.person.switched_off.create(topic=Topic.CORRECTION, channel=Channel.EMAIL)
    told(at_body(town))
    assert ways() == {("周启明", "email")}


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example/", "desk/", ""])
def test_a_message_leads_nowhere_but_into_the_site(town: Town, path: str) -> None:
    with pytest.raises(ValueError, match="page of this site"):
        told(at_body(town), path=path)


def test_a_title_is_one_line_that_fits(town: Town) -> None:
    told(at_body(town), title="一行\r\n又一行" + "长" * 300)
    title = Message.objects.all()[0].title
    assert title.startswith("一行 又一行长")
    assert (len(title), title[-1]) == (160, "…")


def test_telling_costs_three_statements_however_many_there_are(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        reached(given_post(town.body, Role.STAFF), email=f"s{number}@example.cn")
    with django_assert_num_queries(3):
        assert told(at_body(town)) == 22
    with django_assert_num_queries(1):
        assert told(at_body(town)) == 0


def test_a_desk_that_the_topic_is_not_for_costs_nothing(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert told(Desk(town.centre.pk, (Role.CLERK,)), Topic.CORRECTION) == 0


def test_the_statement_that_is_written_out_answers_as_the_tables_do(town: Town, gateway: Path) -> None:
    reached(town.manager, email="zhou@example.cn", phone="13800000001")
    reached(town.staff, email="li@example.cn")
    switch_off([(Topic.PANEL, Channel.SMS), (Topic.PROGRESS, Channel.EMAIL)], by=town.staff.person, at=AT)
    Post.objects.create(
        person=town.staff.person, organisation=town.body, role=Role.MANAGER, from_on=AT.date()
    )
    given_post(town.body, Role.STAFF, "已被告知")
    told(Post.objects.filter(person__full_name="已被告知"), Topic.PROGRESS, key="k")
    on = AT.date()
    for topic in Topic:
        asked = Asked(topic, "k", tuple(Channel), town.manager.person_id, AT)
        posts = Post.objects.held_on(on).filter(organisation=town.body, role__in=BODY_ROLES)
        assert recipients(at_body(town), asked) == recipients(posts, asked)


def test_a_message_says_where_it_leads_and_what_it_is_about(town: Town) -> None:
    told(at_body(town))
    message = Message.objects.all()[0]
    assert (message.path, message.about_kind, message.about_id) == (HOME, "procedure.Case", "7")
    assert (str(message), message.at, message.read_at) == ("首次备案：请补正2处", AT, None)

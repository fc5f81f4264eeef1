"""The post somebody acts in, and signing in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory

from dengji.people.forms import PasswordForm, SignInForm
from dengji.people.models import Person, Post
from dengji.people.posts import active_post, choose_post
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from tests.cast import AT, PASSWORD, Cast, given_cast

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


def second_post(cast: Cast) -> Post:
    """The clerk is a reviewer as well."""
    return Post.objects.create(
        person=cast.clerk.person, organisation=cast.centre, role=Role.REVIEWER, from_on=TODAY
    )


def test_with_several_posts_the_oldest_is_the_first(cast: Cast) -> None:
    second_post(cast)
    assert active_post({}, cast.clerk.person_id, TODAY) == cast.clerk


def test_a_chosen_post_stays_until_it_ends(cast: Cast) -> None:
    session: dict[str, Any] = {}
    post = second_post(cast)
    choose_post(session, cast.clerk.person_id, post.pk, TODAY)
    assert active_post(session, cast.clerk.person_id, TODAY) == post
    Post.objects.filter(pk=post.pk).update(until=TODAY)
    assert active_post(session, cast.clerk.person_id, TODAY) == post
    assert active_post(session, cast.clerk.person_id, TODAY + timedelta(days=1)) == cast.clerk


def test_nobody_acts_in_another_persons_post(cast: Cast) -> None:
    session: dict[str, Any] = {}
    with pytest.raises(Refused, match="没有这个岗位"):
        choose_post(session, cast.clerk.person_id, cast.approver.pk, TODAY)
    assert session == {}
    assert active_post({"post": cast.approver.pk}, cast.clerk.person_id, TODAY) == cast.clerk


def test_who_is_not_signed_in_or_has_no_post_acts_in_none(cast: Cast) -> None:
    nobody = Person.objects.create_user("nobody", full_name="某人", joined_at=AT)
    assert active_post({}, None, TODAY) is None
    assert active_post({}, nobody.pk, TODAY) is None


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_told_without_saying_which_of_the_two(cast: Cast, password: str) -> None:
    form = signed(cast.clerk.person.username, password)
    assert not form.is_valid()
    assert "登录名或密码不正确" in str(form.errors) or "请填写密码" in str(form.errors)


def test_name_and_password_sign_in(cast: Cast) -> None:
    form = signed(cast.clerk.person.username, PASSWORD)
    assert form.is_valid(), form.errors
    assert form.get_user() == cast.clerk.person


def signed(username: str, password: str) -> SignInForm:
    """The sign-in form as it was sent."""
    request = RequestFactory().post("/sign-in/")
    return SignInForm(request, data={"username": username, "password": password})


def test_a_new_password_is_typed_twice_alike() -> None:
    assert PasswordForm({"old": "a", "new": "b", "again": "b"}).is_valid()
    assert "不一致" in str(PasswordForm({"old": "a", "new": "b", "again": "c"}).errors)

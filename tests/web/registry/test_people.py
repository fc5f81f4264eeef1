"""Accounts, posts, experts and bodies: opened, closed and changed by an administrator of the place."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dengji.audit.models import Entry
from dengji.institutions.models import Institution
from dengji.people.models import DeclaredRelation, Expert, Person, Post
from dengji.people.terms import Role
from tests.cast import PASSWORD, Cast, given_post, given_relation, uscc
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import pressed, text_of

STRONG = "a-long-new-password-7"
NEWCOMER = {
    "full_name": "李新", "username": "lixin", "phone": "", "password": STRONG, "role": "clerk",
    "from_on": "2026-11-16",
}  # fmt: skip
EXPERT = {
    "username": "yizhuanjia", "full_name": "易专", "password": STRONG, "employer": "某大学",
    "employer_uscc": "", "title": "教授", "occupations": "6-31-01-03，6-18",
}  # fmt: skip


@pytest.mark.row("TJ21-26")
def test_somebody_new_gets_an_account_and_a_post_on_the_record(cast: Cast, administrator: Client) -> None:
    pressed(administrator, f"people/{cast.centre.pk}/new/", 302, **NEWCOMER)
    post = Post.objects.get(person__username="lixin")
    assert (post.organisation, post.role, post.person.check_password(STRONG)) == (
        cast.centre,
        "clerk",
        True,
    )
    said = list(Entry.objects.filter(person_name="赵敏").values_list("act", flat=True))
    assert said == ["people.open_account", "people.open_post"]
    assert STRONG not in str(list(Entry.objects.values_list("after", flat=True)))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"password": "12345678"}, "密码不够安全"),
        ({"username": ""}, "请填写“登录名”"),
        ({"role": "manager"}, "请从列出的选项中选择"),
    ],
)
def test_a_weak_password_or_an_unfitting_role_opens_nothing(
    cast: Cast, administrator: Client, said: dict[str, str], says: str
) -> None:
    assert says in pressed(administrator, f"people/{cast.centre.pk}/new/", 200, **(NEWCOMER | said))
    assert not Person.objects.filter(username="lixin").exists()


def test_a_name_that_is_taken_is_refused_and_no_post_is_opened(cast: Cast, administrator: Client) -> None:
    taken = NEWCOMER | {"username": cast.clerk.person.username}
    assert "已被使用" in pressed(administrator, f"people/{cast.centre.pk}/new/", 200, **taken)


def test_somebody_with_an_account_gets_another_post(cast: Cast, administrator: Client) -> None:
    asked = {"username": cast.clerk.person.username, "role": "reviewer", "from_on": "2026-11-16"}
    pressed(administrator, f"people/{cast.centre.pk}/posts/", 302, **asked)
    assert Post.objects.filter(person=cast.clerk.person, role=Role.REVIEWER).exists()
    unknown = asked | {"username": "nobody"}
    assert "没有这个登录名" in pressed(administrator, f"people/{cast.centre.pk}/posts/", 200, **unknown)


@pytest.mark.row("TJ21-26")
def test_a_post_is_closed_with_its_last_day_and_its_deeds_stay(cast: Cast, administrator: Client) -> None:
    address = f"people/posts/{cast.clerk.pk}/close/"
    assert "不能再以" in text_of(administrator, address)
    pressed(administrator, address, 302, until="2026-11-15")
    assert browser_of(cast.clerk).get("/office/registry/filings/").status_code == 403
    assert Entry.objects.get(act="people.close_post").person_name == "赵敏"
    assert "已撤岗" in text_of(administrator, f"people/{cast.centre.pk}/")


def test_a_last_day_before_the_first_is_refused(cast: Cast, administrator: Client) -> None:
    page = pressed(administrator, f"people/posts/{cast.clerk.pk}/close/", 200, until="2019-01-01")
    assert "不能早于这一天" in page


def test_a_password_is_set_anew(cast: Cast, administrator: Client) -> None:
    address = f"people/accounts/{cast.clerk.person_id}/password/"
    assert "密码不够安全" in pressed(administrator, address, 200, password="1")
    pressed(administrator, address, 302, password=STRONG)
    cast.clerk.person.refresh_from_db()
    assert cast.clerk.person.check_password(STRONG)


def test_an_account_is_locked_and_unlocked(cast: Cast, administrator: Client) -> None:
    address, browser = f"people/accounts/{cast.clerk.person_id}/", browser_of(cast.clerk)
    assert "立即不能登录" in text_of(administrator, f"{address}lock/")
    pressed(administrator, f"{address}lock/", 302)
    assert browser.get("/office/registry/").status_code == 302
    assert "已停用" in text_of(administrator, address)
    pressed(administrator, f"{address}unlock/", 302)
    cast.clerk.person.refresh_from_db()
    assert cast.clerk.person.is_active


def test_nobody_locks_himself_out(cast: Cast, administrator: Client) -> None:
    address = f"people/accounts/{cast.administrator.person_id}/"
    assert "停用账号" not in text_of(administrator, address)
    assert "另一位管理员" in pressed(administrator, f"{address}lock/", 403)


@pytest.mark.row("TJ21-26")
def test_who_also_works_for_a_higher_authority_is_not_the_citys_to_manage(cast: Cast) -> None:
    person = cast.clerk.person
    Post.objects.create(
        person=person, organisation=cast.province_bureau, role=Role.CLERK, from_on=cast.clerk.from_on
    )
    browser = browser_of(given_post(cast.centre, Role.ADMINISTRATOR, "市管"))
    page = pressed(browser, f"people/accounts/{person.pk}/password/", 200, password=STRONG)
    assert f"还在{cast.province_bureau}任职" in page
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_organisations_are_filtered_by_name_and_counted(
    cast: Cast, administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        page = text_of(administrator, "people/")
    assert cast.centre.name in page
    assert "共1个单位" in text_of(administrator, f"people/?words={cast.school}")
    assert "没有符合条件的单位" in text_of(administrator, "people/?words=没有这家")
    nearby = browser_of(given_post(cast.centre, Role.ADMINISTRATOR, "市管"))
    assert cast.province_bureau.name not in text_of(nearby, "people/").split("<main")[1]


def test_a_body_is_registered_with_whoever_is_in_charge_of_it(cast: Cast, administrator: Client) -> None:
    asked: dict[str, Any] = {
        "name": "新开机械有限公司", "uscc": uscc(501), "division": cast.county.code, "body_kind": "employer",
        "affiliation": "county", "full_name": "何新", "username": "hexin", "phone": "", "password": STRONG,
    }  # fmt: skip
    weak = pressed(administrator, "bodies/new/", 200, **(asked | {"password": "1"}))
    assert "密码不够安全" in weak
    assert not Institution.objects.filter(organisation__uscc=uscc(501)).exists()
    pressed(administrator, "bodies/new/", 302, **asked)
    manager = Post.objects.get(person__username="hexin")
    assert (manager.role, manager.organisation.uscc) == (Role.MANAGER, uscc(501))


def test_an_expert_is_enlisted_with_fields_and_stands_on_the_roster(
    cast: Cast, administrator: Client
) -> None:
    pressed(administrator, "experts/new/", 302, **EXPERT, authority=cast.centre.pk)
    expert = Expert.objects.get(post__person__username="yizhuanjia")
    assert (expert.post.organisation, expert.occupations) == (cast.centre, ["6-31-01-03", "6-18"])
    assert "易专" in text_of(administrator, f"experts/?authority={cast.centre.pk}")
    assert "还没有人" in text_of(administrator, "experts/")
    pressed(administrator, f"experts/{expert.pk}/change/", 302, employer="另一大学", occupations="")
    expert.refresh_from_db()
    assert (expert.employer, expert.occupations) == ("另一大学", [])


def test_an_expert_with_an_account_needs_no_other(cast: Cast, administrator: Client) -> None:
    asked = EXPERT | {"username": cast.clerk.person.username, "full_name": "", "password": ""}
    pressed(administrator, "experts/new/", 302, **asked, authority=cast.centre.pk)
    assert Expert.objects.filter(post__person=cast.clerk.person).exists()


def test_a_field_that_is_no_code_is_refused(cast: Cast, administrator: Client) -> None:
    asked = EXPERT | {"occupations": "电工"}
    assert "不是职业编码" in pressed(administrator, "experts/new/", 200, **asked, authority=cast.centre.pk)


def test_ties_of_an_expert_are_declared_and_withdrawn(cast: Cast, administrator: Client) -> None:
    expert = cast.experts[0]
    address = f"experts/{expert.pk}/relations/"
    assert "没有找到这个评价机构" in pressed(administrator, address, 200, organisation="x", relation="kin")
    pressed(administrator, address, 302, organisation=str(cast.school), relation="kin")
    tie = DeclaredRelation.objects.get()
    assert str(cast.school) in text_of(administrator, f"experts/{expert.pk}/")
    assert "可以被选入" in text_of(administrator, f"{address}{tie.pk}/withdraw/")
    pressed(administrator, f"{address}{tie.pk}/withdraw/", 302)
    assert not DeclaredRelation.objects.exists()
    text_of(administrator, f"{address}{tie.pk}/withdraw/", status=404)


def test_a_tie_of_one_expert_is_not_withdrawn_through_another(cast: Cast, administrator: Client) -> None:
    tie = given_relation(cast.experts[0], cast.school.organisation)
    pressed(administrator, f"experts/{cast.experts[1].pk}/relations/{tie.pk}/withdraw/", 404)


def test_an_expert_leaves_with_the_last_day(cast: Cast, administrator: Client) -> None:
    expert = cast.experts[0]
    pressed(administrator, f"experts/{expert.pk}/end/", 302, until="2026-11-15")
    assert "已离库" in text_of(administrator, f"experts/{expert.pk}/")
    assert "不能早于" in pressed(administrator, f"experts/{expert.pk}/end/", 200, until="2019-01-01")

"""Accounts, authorities, posts and experts: who may, what is on record, and twice does no harm."""

from datetime import date, timedelta

import pytest

from dengji.audit.models import Entry
from dengji.people.acts.accounts import (
    AccountEntry,
    change_password,
    close_account,
    open_account,
    reopen_account,
    reset_password,
)
from dengji.people.acts.authorities import AuthorityEntry, establish_authority
from dengji.people.acts.experts import ExpertEntry, declare_relation, enlist_expert, withdraw_relation
from dengji.people.acts.posts import close_post, open_post
from dengji.people.models import DeclaredRelation, Expert, Organisation, Post
from dengji.people.refusals import Refused
from dengji.people.terms import Office, Relation, Role
from tests.cast import AT, PASSWORD, Cast, given_cast, given_person

pytestmark = pytest.mark.django_db
TODAY = AT.date()
NEW = "a-long-new-password-7"


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


def acts() -> list[str]:
    """What is on record, oldest first."""
    return list(Entry.objects.order_by("position").values_list("act", flat=True))


def test_an_account_is_opened_once_under_a_name(cast: Cast) -> None:
    entry = AccountEntry(username=" lihua ", full_name="李华", phone="13900000000")
    person = open_account(entry, password=NEW, by=cast.administrator, at=AT)
    assert person.username == "lihua"
    assert person.check_password(NEW)
    with pytest.raises(Refused, match="已被使用"):
        open_account(entry, password=NEW, by=cast.administrator, at=AT)
    assert acts() == ["people.open_account"]


@pytest.mark.parametrize(
    ("entry", "password"),
    [
        (AccountEntry("", "李华"), NEW),
        (AccountEntry("lihua", " "), NEW),
        (AccountEntry("lihua", "李华"), "12345678"),
        (AccountEntry("lihua", "李华"), ""),
    ],
)
def test_an_account_needs_a_name_and_a_strong_password(entry: AccountEntry, password: str) -> None:
    with pytest.raises(Refused):
        open_account(entry, password=password, by=None, at=AT)
    assert acts() == []


def test_without_a_password_nobody_signs_in(cast: Cast) -> None:
    person = open_account(AccountEntry("lihua", "李华"), password=None, by=None, at=AT)
    assert not person.has_usable_password()


def test_a_clerk_opens_no_accounts(cast: Cast) -> None:
    with pytest.raises(Refused, match="管理员"):
        open_account(AccountEntry("lihua", "李华"), password=NEW, by=cast.clerk, at=AT)


@pytest.mark.row("CR-10")
def test_a_password_is_changed_by_who_knows_the_old_one_and_the_trail_keeps_neither(cast: Cast) -> None:
    person = cast.clerk.person
    with pytest.raises(Refused, match="原密码不正确"):
        change_password(person, old="wrong", new=NEW, at=AT)
    change_password(person, old=PASSWORD, new=NEW, at=AT)
    person.refresh_from_db()
    assert person.check_password(NEW)
    entry = Entry.objects.get()
    assert (entry.person_id, entry.act) == (person.pk, "people.change_password")
    assert NEW not in str(vars(entry))


def test_an_administrator_resets_a_forgotten_password(cast: Cast) -> None:
    reset_password(cast.clerk.person, new=NEW, by=cast.administrator, at=AT)
    cast.clerk.person.refresh_from_db()
    assert cast.clerk.person.check_password(NEW)


def test_an_account_is_closed_and_opened_again_once(cast: Cast) -> None:
    for _ in range(2):
        close_account(cast.clerk.person, by=cast.administrator, at=AT)
    assert not cast.clerk.person.is_active
    reopen_account(cast.clerk.person, by=cast.administrator, at=AT)
    assert cast.clerk.person.is_active
    assert acts() == ["people.close_account", "people.reopen_account"]


def test_an_authority_is_established_once_and_kept_up(cast: Cast) -> None:
    entry = AuthorityEntry("县人社局", cast.county.code, Office.BUREAU, word="县人社")
    first = establish_authority(entry, by=cast.administrator, at=AT)
    again = establish_authority(entry, by=cast.administrator, at=AT)
    renamed = establish_authority(
        AuthorityEntry("县人力资源社会保障局", cast.county.code, Office.BUREAU), by=None, at=AT
    )
    assert first == again == renamed
    assert Organisation.objects.get(pk=first.pk).name == "县人力资源社会保障局"
    assert acts() == ["people.establish_authority"] * 2


def test_implementing_departments_of_one_place_are_told_apart_by_name(cast: Cast) -> None:
    for name in ("交通运输局", "住房城乡建设局"):
        establish_authority(AuthorityEntry(name, cast.city.code, Office.IMPLEMENTING), by=None, at=AT)
    assert Organisation.objects.filter(division=cast.city, office=Office.IMPLEMENTING).count() == 2


def test_only_an_administrator_over_the_place_establishes_an_authority(cast: Cast) -> None:
    entry = AuthorityEntry("县人社局", cast.county.code, Office.BUREAU)
    with pytest.raises(Refused, match="管理员"):
        establish_authority(entry, by=cast.clerk, at=AT)
    with pytest.raises(Refused, match="不在行政区划表内"):
        establish_authority(AuthorityEntry("某局", "999999", Office.BUREAU), by=None, at=AT)


def test_a_post_opened_twice_is_one_post(cast: Cast) -> None:
    person = given_person("新来的")
    first = open_post(person, cast.centre, Role.CLERK, from_on=TODAY, by=cast.administrator, at=AT)
    again = open_post(
        person, cast.centre, Role.CLERK, from_on=TODAY + timedelta(days=9), by=cast.administrator, at=AT
    )
    assert first == again
    assert acts() == ["people.open_post"]


def test_a_manager_staffs_the_own_body_and_no_other(cast: Cast) -> None:
    person = given_person("新来的")
    body = cast.employer.organisation
    assert open_post(person, body, Role.STAFF, from_on=TODAY, by=cast.manager, at=AT).organisation == body
    with pytest.raises(Refused):
        open_post(person, cast.school.organisation, Role.STAFF, from_on=TODAY, by=cast.manager, at=AT)


@pytest.mark.parametrize("role", [Role.CLERK, Role.EXPERT])
def test_a_body_has_no_posts_of_an_authority(cast: Cast, role: Role) -> None:
    with pytest.raises(Refused, match="不设"):
        open_post(cast.clerk.person, cast.employer.organisation, role, from_on=TODAY, by=None, at=AT)


def test_an_authority_has_no_posts_of_a_body_and_only_the_country_has_the_ministrys(cast: Cast) -> None:
    for role in (Role.MANAGER, Role.MINISTRY):
        with pytest.raises(Refused, match="设"):
            open_post(cast.clerk.person, cast.centre, role, from_on=TODAY, by=None, at=AT)


def test_a_post_is_closed_on_a_last_day(cast: Cast) -> None:
    for _ in range(2):
        close_post(cast.clerk, until=TODAY, by=cast.administrator, at=AT)
    assert Post.objects.get(pk=cast.clerk.pk).until == TODAY
    assert acts() == ["people.close_post"]
    with pytest.raises(Refused, match="不能早于"):
        close_post(cast.clerk, until=date(2019, 12, 30), by=cast.administrator, at=AT)


def test_an_expert_is_enlisted_once_and_brought_up_to_date(cast: Cast) -> None:
    person = given_person("戊")
    entry = ExpertEntry(employer="某大学", title="教授", occupations=("6-18",))
    first = enlist_expert(person, cast.centre, entry, by=cast.administrator, at=AT)
    again = enlist_expert(person, cast.centre, entry, by=cast.administrator, at=AT)
    moved = enlist_expert(person, cast.centre, ExpertEntry(employer="另一大学"), by=None, at=AT)
    assert first == again == moved
    assert Expert.objects.get(pk=first.pk).employer == "另一大学"
    assert acts() == ["people.open_post", "people.enlist_expert", "people.enlist_expert"]


def test_an_expert_without_employer_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="工作单位"):
        enlist_expert(given_person("戊"), cast.centre, ExpertEntry(employer=" "), by=None, at=AT)
    assert Expert.objects.count() == 4


@pytest.mark.row("JL25-7.3")
def test_an_expert_declares_and_withdraws_an_own_relation(cast: Cast) -> None:
    expert, body = cast.experts[0], cast.employer.organisation
    declared = declare_relation(expert, body, Relation.KIN, by=expert.post, at=AT)
    assert declare_relation(expert, body, Relation.KIN, by=expert.post, at=AT) == declared
    assert declared.declared_on == TODAY
    for _ in range(2):
        withdraw_relation(declared, by=expert.post, at=AT)
    assert not DeclaredRelation.objects.exists()
    assert acts() == ["people.declare_relation", "people.withdraw_relation"]


def test_nobody_declares_for_another_expert(cast: Cast) -> None:
    with pytest.raises(Refused):
        declare_relation(
            cast.experts[0], cast.employer.organisation, Relation.KIN, by=cast.experts[1].post, at=AT
        )
    with pytest.raises(Refused, match="只对评价机构"):
        declare_relation(cast.experts[0], cast.centre, Relation.KIN, by=None, at=AT)

"""Accounts (账号): opened, closed, opened again, and their passwords."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dengji.audit.acts import record
from dengji.people.days import day_of
from dengji.people.models import Person, Post
from dengji.people.queries import within
from dengji.people.refusals import Refused
from dengji.people.terms import BODY_ROLES, Role


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """What is told of a person who gets an account."""

    username: str
    full_name: str
    phone: str = ""
    email: str = ""


@transaction.atomic
def open_account(
    entry: AccountEntry, *, password: str | None, by: Post | Person | None, at: datetime
) -> Person:
    """开通账号: give a person an account. Without a password nobody can sign in to it until one is set.

    `by` None is the person, signing up, or the operator. Refused if the name is taken or the password weak.
    """
    _may_open(by)
    person = Person(
        username=entry.username.strip(),
        full_name=entry.full_name.strip(),
        phone=entry.phone.strip(),
        email=entry.email.strip(),
        joined_at=at,
    )
    if not person.username or not person.full_name:
        raise Refused("请填写登录名和姓名。")
    if password is not None:
        ensure_strong(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused(f"登录名“{person.username}”已被使用。", remedy="请换一个登录名。") from taken
    record(
        act="people.open_account",
        by=by,
        at=at,
        about=("people.Person", person.pk),
        after={"username": person.username, "full_name": person.full_name},
    )
    return person


@transaction.atomic
def change_password(person: Person, *, old: str, new: str, at: datetime) -> None:
    """修改密码: by the person who knows the old one. The trail says that, and never what."""
    if not person.check_password(old):
        raise Refused("原密码不正确，密码没有修改。", remedy="请重新输入原密码；忘记的，请联系管理员重设。")
    ensure_strong(new, person)
    _keep_password(person, new, "people.change_password", person, at)


@transaction.atomic
def reset_password(person: Person, *, new: str, by: Post | None, at: datetime) -> None:
    """重设密码: by an administrator, or the operator (None), for somebody who forgot it."""
    _may_manage(person, by, at)
    ensure_strong(new, person)
    _keep_password(person, new, "people.reset_password", by, at)


@transaction.atomic
def close_account(person: Person, *, by: Post | None, at: datetime) -> None:
    """停用账号: nobody signs in to it any more; posts and deeds stay on record. Twice does no harm."""
    _switch(person, active=False, by=by, at=at)


@transaction.atomic
def reopen_account(person: Person, *, by: Post | None, at: datetime) -> None:
    """恢复账号: the person can sign in again."""
    _switch(person, active=True, by=by, at=at)


def ensure_strong(password: str, person: Person) -> None:
    """Raises Refused, with each fault as a fact, for a password that is too weak."""
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refused(
            "密码不够安全。", facts=weak.messages, remedy="请换一个较长、不易猜到的密码。"
        ) from weak


def _keep_password(person: Person, new: str, act: str, by: Post | Person | None, at: datetime) -> None:
    person.set_password(new)
    person.save(update_fields=["password"])
    record(act=act, by=by, at=at, about=("people.Person", person.pk))


def _switch(person: Person, *, active: bool, by: Post | None, at: datetime) -> None:
    _may_manage(person, by, at)
    if person.is_active == active:
        return
    if by is not None and by.person_id == person.pk:
        raise Refused("不能停用自己正在使用的账号。", remedy="请由另一位管理员办理。")
    person.is_active = active
    person.save(update_fields=["is_active"])
    record(
        act="people.reopen_account" if active else "people.close_account",
        by=by,
        at=at,
        about=("people.Person", person.pk),
        before={"is_active": not active},
        after={"is_active": active},
    )


def _may_manage(person: Person, by: Post | None, at: datetime) -> None:
    """Raises Refused unless every post that the person has or will have is in the house of whoever acts."""
    _may_open(by)
    if by is None:
        return
    held = Post.objects.filter(person=person).exclude(until__lt=day_of(at)).select_related("organisation")
    elsewhere = [post for post in held if not _in_house_of(by, post)]
    if elsewhere:
        raise Refused(
            f"{person}还在{elsewhere[0].organisation}任职，您不能管理这个账号。",
            remedy="请由能管理这些单位的上级机关管理员办理。",
        )


def _in_house_of(by: Post, post: Post) -> bool:
    if by.role == Role.ADMINISTRATOR:
        return within(post.organisation.division_id, by.organisation)
    return post.organisation_id == by.organisation_id


def _may_open(by: Post | Person | None) -> None:
    if isinstance(by, Post) and by.role not in {Role.ADMINISTRATOR, *BODY_ROLES}:
        raise Refused("只有管理员或机构负责人可以管理账号。", remedy="请联系本单位管理员。")

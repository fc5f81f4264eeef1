"""Signing in and out, on record (登录、退出): who, when, from where; never a password, nor a name that nobody has."""

from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.people.models import Person, Post

NOBODY = "—"  # what was typed may be a password in the wrong field


@transaction.atomic
def note_sign_in(person: Person, *, by: Post | None, at: datetime) -> None:
    """登录: the account was opened; `by` is the post in which the person begins, if any is held."""
    record(act="people.sign_in", by=by or person, at=at, about=("people.Person", person.pk))


@transaction.atomic
def note_sign_out(person: Person, *, by: Post | None, at: datetime) -> None:
    """退出登录: the person left; `by` is the post in which he acted last, if any is held."""
    record(act="people.sign_out", by=by or person, at=at, about=("people.Person", person.pk))


@transaction.atomic
def note_failed_sign_in(username: str, *, locked_out: bool, at: datetime) -> None:
    """登录失败: somebody tried in vain; the account is named if there is one, and whether it is locked now."""
    person = Person.objects.filter(username=username).first()
    about = ("people.Person", person.pk if person else NOBODY)
    record(act="people.fail_to_sign_in", by=None, at=at, about=about, after={"locked_out": locked_out})

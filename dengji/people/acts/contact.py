"""Where a person is reached (联系方式): kept by himself; a new mailbox counts once he has shown that it is his."""

from datetime import datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from dengji.audit.acts import record
from dengji.audit.models import Entry
from dengji.people.models import Person
from dengji.people.refusals import Refused

SALT = "dengji.people.mailbox"
GOOD_FOR = timedelta(days=2)
"""How long a link to confirm a mailbox works."""
MOST_AN_HOUR = 5
"""How many mailboxes somebody may name in an hour: each gets a letter."""


@transaction.atomic
def change_contact(person: Person, *, email: str, phone: str, at: datetime) -> str:
    """修改联系方式: by the person. The trail says what changed, and never to what.

    Gives the mailbox that has still to be confirmed; until then the old one stays. Empty where none has.
    """
    said = {"email": email.strip(), "phone": phone.strip()}
    _ensure_sound(**said)
    kept = Person.objects.select_for_update().get(pk=person.pk)
    new = said["email"] if said["email"] not in ("", kept.email) else ""
    if new:
        _ensure_few(person, at)
        _noted("people.name_mailbox", person, {"changed": []}, at=at)
        said["email"] = kept.email
    changed = [name for name, value in said.items() if getattr(kept, name) != value]
    if changed:
        Person.objects.filter(pk=person.pk).update(**said)
        person.email, person.phone = said["email"], said["phone"]
        _noted("people.change_contact", person, {"changed": changed}, at=at)
    return new


def proof_of(person: Person, email: str) -> str:
    """What goes into the link that confirms a mailbox (确认邮箱的凭据): good once, for this person, for two days."""
    return signing.dumps({"person": person.pk, "to": email, "from": person.email}, salt=SALT)


def proved_by(person: Person, proof: str) -> str:
    """The mailbox that a link confirms; raises Refused for one that is too old, used, or another person's."""
    try:
        said = signing.loads(proof, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as wrong:
        raise Refused("这个确认链接已经失效。", remedy="请重新填写邮箱，系统会再发一封确认邮件。") from wrong
    if said["person"] != person.pk:
        raise Refused("这个确认链接不是发给您的。", remedy="请用填写邮箱的账号登录后再打开。")
    if said["from"] != person.email:
        raise Refused("这个确认链接已经用过，或者邮箱后来又改过。", remedy="请核对现在登记的邮箱。")
    return str(said["to"])


@transaction.atomic
def confirm_mailbox(person: Person, proof: str, *, at: datetime) -> str:
    """确认邮箱: whoever opened the link has the mailbox; from now on he is written to there. Gives the mailbox."""
    kept = Person.objects.select_for_update().get(pk=person.pk)
    email = proved_by(kept, proof)
    Person.objects.filter(pk=person.pk).update(email=email)
    person.email = email
    _noted("people.change_contact", person, {"changed": ["email"]}, at=at)
    return email


def _noted(act: str, person: Person, after: dict[str, list[str]], *, at: datetime) -> None:
    record(act=act, by=person, at=at, about=("people.Person", person.pk), after=after)


def _ensure_few(person: Person, at: datetime) -> None:
    lately = Entry.objects.filter(act="people.name_mailbox", person=person.pk, at__gt=at - timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        raise Refused("一小时内填写的新邮箱太多。", remedy="请先查收已经发出的确认邮件，或者过一小时再试。")


def _ensure_sound(*, email: str, phone: str) -> None:
    try:
        if email:
            validate_email(email)
    except ValidationError as wrong:
        raise Refused("电子邮箱写得不对。", remedy="请写成 name@example.cn 的样子。") from wrong
    digits = phone.replace(" ", "").replace("-", "")
    if phone and not (digits.isascii() and digits.isdecimal() and 7 <= len(digits) <= 13):
        raise Refused("电话号码写得不对。", remedy="请只写数字，可以用空格或短横线分开。")

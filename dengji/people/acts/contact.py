"""Where a person is reached (联系方式): kept by the person himself."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from dengji.audit.acts import record
from dengji.people.models import Person
from dengji.people.refusals import Refused


@transaction.atomic
def change_contact(person: Person, *, email: str, phone: str, at: datetime) -> None:
    """修改联系方式: by the person. The trail says what changed, and never to what."""
    said = {"email": email.strip(), "phone": phone.strip()}
    _ensure_sound(**said)
    kept = Person.objects.select_for_update().get(pk=person.pk)
    changed = [name for name, value in said.items() if getattr(kept, name) != value]
    if not changed:
        return
    Person.objects.filter(pk=person.pk).update(**said)
    person.email, person.phone = said["email"], said["phone"]
    record(
        act="people.change_contact",
        by=person,
        at=at,
        about=("people.Person", person.pk),
        after={"changed": changed},
    )


def _ensure_sound(*, email: str, phone: str) -> None:
    try:
        if email:
            validate_email(email)
    except ValidationError as wrong:
        raise Refused("电子邮箱写得不对。", remedy="请写成 name@example.cn 的样子。") from wrong
    digits = phone.replace(" ", "").replace("-", "")
    if phone and not (digits.isascii() and digits.isdecimal() and 7 <= len(digits) <= 13):
        raise Refused("电话号码写得不对。", remedy="请只写数字，可以用空格或短横线分开。")

"""How a row gets into a register, is changed and goes out (登记、变更、移除): checked, and on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from dengji.audit.acts import record
from dengji.institutions.faults import faults_of, tidy
from dengji.institutions.models import Institution, Member, Qualification
from dengji.people.days import day_of
from dengji.people.models import Organisation, Post
from dengji.people.queries import holds, within
from dengji.people.terms import BODY_ROLES, OFFICE_ROLES, OrganisationKind, Role
from dengji.procedure.refusals import NotAllowed, NotYours

Row = TypeVar("Row", bound=models.Model)
KEEPERS = OFFICE_ROLES - {Role.AUDITOR}


def add(row: Row, *, act: str, by: Post | None, at: datetime) -> Row:
    """Put a row in a register of its body. A row that is there already in every word is that one.

    Raises NotAllowed with every fault, or where another row stands in its place; NotYours for other people.
    """
    ensure_keeper(home_of(row), by, at)
    tidy(row)
    ensure_sound(row)
    Institution.objects.select_for_update().get(pk=home_of(row).pk)  # pressed twice: one after the other
    same = there_already(row)
    if same is not None:
        return same
    saved(row)
    record(act=act, by=by, at=at, about=(row._meta.label, row.pk), after=on_record(row))
    return row


def change(row: Row, values: Mapping[str, Any], *, act: str, by: Post | None, at: datetime) -> Row:
    """Write other values in a row that is there; nothing happens, nor goes on record, if none differs."""
    ensure_keeper(home_of(row), by, at)
    stands = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if stands is None:
        raise NotAllowed("这一项已被移除，没有修改。", remedy="请刷新页面，查看现有内容。")
    before, values_before = on_record(stands), told(stands)
    for name, value in values.items():
        setattr(stands, name, value)
    tidy(stands)
    ensure_sound(stands)
    if told(stands) != values_before:
        saved(stands)
        about = (stands._meta.label, stands.pk)
        record(act=act, by=by, at=at, about=about, before=before, after=on_record(stands))
    return stands


def remove(row: models.Model, *, act: str, by: Post | None, at: datetime) -> None:
    """Take a row out of a register; what was handed in with it before stays as it was. Twice does no harm."""
    ensure_keeper(home_of(row), by, at)
    stands = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if stands is None:
        return
    about, before = (stands._meta.label, stands.pk), on_record(stands)
    stands.delete()
    record(act=act, by=by, at=at, about=about, before=before)


def home_of(row: models.Model) -> Institution:
    """The body whose register a row stands in."""
    match row:
        case Institution():
            return row
        case Qualification():
            return row.member.institution
        case _:
            institution: Institution = row.institution  # type: ignore[attr-defined]
            return institution


def ensure_keeper(institution: Institution, by: Post | None, at: datetime) -> None:
    """Raises NotYours unless the post is of the body's own people, or of an authority over its place.

    None is the operator, who sets up a house or a demonstration.
    """
    if by is None:
        return
    if not holds(by, day_of(at)):
        raise NotYours("您的这个岗位已经结束，不能修改机构信息。", remedy="请切换到现有岗位。")
    own = by.organisation_id == institution.pk and by.role in BODY_ROLES
    if not own and not oversees(by, institution.organisation):
        raise NotYours("只有本机构人员和所在地主管机关可以修改机构信息。")


def oversees(by: Post, organisation: Organisation) -> bool:
    """True for an officer of an authority in whose division the body lies."""
    officer = by.role in KEEPERS and by.organisation.kind == OrganisationKind.AUTHORITY
    return officer and within(organisation.division_id, by.organisation)


def ensure_sound(row: models.Model) -> None:
    """Raises NotAllowed with every fault of the row."""
    faults = faults_of(row)
    if faults:
        says = [fault.says for fault in faults]
        raise NotAllowed("".join(says), facts=says, remedy="请修改后再保存，其余内容没有改动。")


def told(row: models.Model) -> dict[str, Any]:
    """What a row says: its fields, others rows by their number; what is sealed by its digest alone."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not isinstance(field, models.BinaryField)
    }


def on_record(row: models.Model) -> dict[str, Any]:
    """What the trail says of a row: everything, identity numbers masked."""
    said = told(row)
    if isinstance(row, Member):
        said["identity_number"] = said.pop("masked")
        del said["identity"]
    return said


def there_already(row: Row) -> Row | None:
    """The row that says the same in every word, if there is one."""
    wanted = told(row)
    plain = {name: value for name, value in wanted.items() if not isinstance(value, list)}
    alike = type(row)._default_manager.filter(**plain)
    return next((each for each in alike if told(each) == wanted), None)


def saved(row: models.Model) -> None:
    """Writes a row; raises NotAllowed where another stands in its place."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise NotAllowed(
            f"“{row}”已经登记过，同一机构不能重复登记。", remedy="请修改已有的那一项，不必重复登记。"
        ) from taken

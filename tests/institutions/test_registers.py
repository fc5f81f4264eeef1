"""Members, premises and papers: entered once, changed, taken out, each on record."""

from dataclasses import replace
from datetime import date
from functools import partial
from importlib import import_module
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import IntegrityError, models, transaction

from dengji.audit.models import Entry
from dengji.institutions import entries
from dengji.institutions.acts import registers
from dengji.institutions.acts.opening import open_identity
from dengji.institutions.acts.registers import add, change, remove
from dengji.institutions.codes import masked
from dengji.institutions.identities import identity_of
from dengji.institutions.models import Institution, Member, Qualification, Venue
from dengji.institutions.terms import (
    ItemSource,
    QualificationKind,
    RuleKind,
    SubsidiaryRelation,
    Tenure,
    VenueKind,
)
from dengji.people.terms import Role
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.records.models import StoredFile
from dengji.sealing.seals import digest_of, opened
from tests.cast import (
    AT,
    ELECTRICIAN,
    TURNER,
    Cast,
    given_cast,
    given_occupations,
    given_post,
    identity_number,
    uscc,
)

pytestmark = pytest.mark.django_db
MEMBER = entries.MemberEntry("张三", ("staff", "examiner"), identity_number(50), employer="本单位")
VENUE = entries.VenueEntry(
    "二号机房", VenueKind.THEORY, "建设街2号", Tenure.OWN, seats=30, occupations=(TURNER,)
)
EQUIPMENT = entries.EquipmentEntry("数控车床", TURNER, 4, Tenure.OWN, model="CK6140")
RULE = entries.RuleEntry(RuleKind.FEES, "收费办法", published_on=date(2026, 1, 1))
FEE = entries.FeeEntry("理论考试费", 5000, "按成本测算")
BANK = entries.ItemBankEntry("6-18-02-04", ItemSource.NATIONAL, 900)
SUBSIDIARY = entries.SubsidiaryEntry("松江铸造有限公司", uscc(61), SubsidiaryRelation.WHOLLY_OWNED)
CARD = entries.QualificationEntry(QualificationKind.CERTIFICATE, TURNER, "3", number="C1")

# A register, what is entered, and another entry that is told later.
ROWS: list[Any] = [
    pytest.param(registers.MEMBERS, MEMBER, replace(MEMBER, post="科长"), id="member"),
    pytest.param(registers.VENUES, VENUE, replace(VENUE, seats=31), id="venue"),
    pytest.param(registers.EQUIPMENT, EQUIPMENT, replace(EQUIPMENT, quantity=5), id="equipment"),
    pytest.param(registers.RULES, RULE, replace(RULE, title="收费管理办法"), id="rule"),
    pytest.param(registers.FEES, FEE, replace(FEE, amount_fen=0), id="fee"),
    pytest.param(registers.ITEM_BANKS, BANK, replace(BANK, items=901), id="item bank"),
    pytest.param(
        registers.SUBSIDIARIES, SUBSIDIARY, replace(SUBSIDIARY, relation=SubsidiaryRelation.CONTROLLED), id="subsidiary"
    ),
]  # fmt: skip
AnyRegister = registers.Register[Any, Any]


@pytest.fixture
def cast() -> Cast:
    """Everybody, and the welder's trade in the catalogue."""
    given_occupations("6-18-02-04")
    return given_cast()


@pytest.mark.row("CR-10")
@pytest.mark.parametrize(("register", "entry", "other"), ROWS)
def test_entered_changed_and_taken_out_each_once_and_on_record(
    cast: Cast, register: AnyRegister, entry: Any, other: Any
) -> None:
    first = add(register, cast.employer, entry, by=cast.manager, at=AT)
    assert add(register, cast.employer, entry, by=cast.manager, at=AT) == first
    for _ in range(2):
        changed = change(register, first, other, by=cast.manager, at=AT)
    assert changed == first
    for _ in range(2):
        remove(register, first, by=cast.manager, at=AT)
    assert not type(first)._default_manager.filter(pk=first.pk).exists()
    lines = list(Entry.objects.order_by("position"))
    assert [(line.act, line.before is None, line.after is None) for line in lines] == [
        (f"institutions.add_{register.name}", True, False),
        (f"institutions.change_{register.name}", False, False),
        (f"institutions.remove_{register.name}", False, True),
    ]
    assert lines[1].before != lines[1].after


@pytest.mark.parametrize(("register", "entry", "other"), ROWS)
def test_what_was_taken_out_is_not_changed_any_more(
    cast: Cast, register: AnyRegister, entry: Any, other: Any
) -> None:
    row = add(register, cast.employer, entry, by=cast.manager, at=AT)
    stale = type(row)._default_manager.get(pk=row.pk)
    remove(register, row, by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="已被移除"):
        change(register, stale, other, by=cast.manager, at=AT)


@pytest.mark.parametrize(("register", "entry", "other"), ROWS)
def test_another_bodys_people_change_nothing(
    cast: Cast, register: AnyRegister, entry: Any, other: Any
) -> None:
    for by in (cast.wrong_clerk, cast.experts[0].post):
        with pytest.raises(NotYours):
            add(register, cast.employer, entry, by=by, at=AT)
    row = add(register, cast.employer, entry, by=cast.clerk, at=AT)
    for act in (partial(change, register, row, other), partial(remove, register, row)):
        with pytest.raises(NotYours):
            act(by=cast.wrong_clerk, at=AT)


@pytest.mark.parametrize(
    ("entry", "register", "says"),
    [
        (replace(MEMBER, name=""), registers.MEMBERS, "请填写“姓名”"),
        (replace(MEMBER, name="长" * 61), registers.MEMBERS, "“姓名”最多60个字，现有61个字"),
        (replace(MEMBER, roles=()), registers.MEMBERS, "请至少选择一种人员类别"),
        (replace(MEMBER, roles=("boss",)), registers.MEMBERS, "人员类别“boss”不是可选的项目"),
        (replace(MEMBER, identity_number="110105194912310021"), registers.MEMBERS, "最后一位校验不符"),
        (replace(VENUE, seats=-1), registers.VENUES, "“工位（座位）数”不能是负数"),
        (replace(VENUE, area=-1), registers.VENUES, "“面积（平方米）”不能是负数"),
        (replace(VENUE, name=""), registers.VENUES, "请填写“名称”"),
        (replace(VENUE, occupations=("x",)), registers.VENUES, "职业编码x不在职业目录内"),
        (replace(EQUIPMENT, quantity=-3), registers.EQUIPMENT, "“数量”不能是负数"),
        (replace(EQUIPMENT, occupation="6-00-00-00"), registers.EQUIPMENT, "不在职业目录内"),
        (replace(FEE, amount_fen=-1), registers.FEES, "“收费标准（分）”不能是负数"),
        (replace(FEE, amount_fen=10**30), registers.FEES, "数字太大"),
        (replace(BANK, occupation="nowhere"), registers.ITEM_BANKS, "不在职业目录内"),
        (replace(SUBSIDIARY, uscc=uscc(61)[:17]), registers.SUBSIDIARIES, "应为18位"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    cast: Cast, entry: Any, register: AnyRegister, says: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        add(register, cast.employer, entry, by=cast.manager, at=AT)
    assert says in refused.value.sentence
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (replace(CARD, level="9"), "“9”不是职业技能等级"),
        (replace(CARD, level=""), "请填写证书的等级"),
        (entries.QualificationEntry(QualificationKind.TITLE), "请填写职称级别"),
        (replace(CARD, occupation="x"), "不在职业目录内"),
    ],
)
def test_a_qualification_says_what_it_must(cast: Cast, entry: entries.QualificationEntry, says: str) -> None:
    member = cast.employer.members.all()[0]
    with pytest.raises(NotAllowed, match=says):
        add(registers.QUALIFICATIONS, member, entry, by=cast.manager, at=AT)


def test_a_qualification_is_entered_changed_and_taken_out(cast: Cast) -> None:
    member = cast.employer.members.all()[0]
    card = add(registers.QUALIFICATIONS, member, CARD, by=cast.manager, at=AT)
    assert add(registers.QUALIFICATIONS, member, CARD, by=cast.manager, at=AT) == card
    change(registers.QUALIFICATIONS, card, replace(CARD, level="2"), by=cast.manager, at=AT)
    assert Qualification.objects.get(pk=card.pk).level == "2"
    remove(registers.QUALIFICATIONS, card, by=cast.manager, at=AT)
    assert not Qualification.objects.filter(pk=card.pk).exists()
    assert Entry.objects.count() == 3


def test_one_identity_number_is_one_person_in_a_body(cast: Cast) -> None:
    add(registers.MEMBERS, cast.employer, MEMBER, by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="该身份证号已登记为“张三”"):
        add(registers.MEMBERS, cast.employer, replace(MEMBER, name="李四"), by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="已经登记过"):
        add(registers.MEMBERS, cast.employer, replace(MEMBER, post="另一职务"), by=cast.manager, at=AT)
    other = add(registers.MEMBERS, cast.employer, replace(MEMBER, identity_number=""), by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="已登记"):
        change(registers.MEMBERS, other, MEMBER, by=cast.manager, at=AT)
    assert add(registers.MEMBERS, cast.school, MEMBER, by=None, at=AT).institution == cast.school


def test_a_venues_name_stands_once_in_a_body(cast: Cast) -> None:
    add(registers.VENUES, cast.employer, VENUE, by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="“二号机房”已经登记过"):
        add(registers.VENUES, cast.employer, replace(VENUE, seats=99), by=cast.manager, at=AT)


def test_the_trail_keeps_identity_numbers_masked(cast: Cast) -> None:
    add(registers.MEMBERS, cast.employer, MEMBER, by=cast.manager, at=AT)
    line = Entry.objects.get()
    assert MEMBER.identity_number not in str(vars(line))
    assert (line.after or {})["identity_number"].count("*") == 8


def test_an_identity_number_is_sealed_and_opening_it_is_on_the_trail(cast: Cast) -> None:
    """Left empty in a change it stays; another one takes its place."""
    member = add(registers.MEMBERS, cast.employer, MEMBER, by=cast.manager, at=AT)
    row = Member.objects.filter(pk=member.pk).values().get()
    assert MEMBER.identity_number not in str({**row, "sealed": bytes(row["sealed"])})
    assert (row["masked"], row["identity"]) == (
        masked(MEMBER.identity_number),
        identity_of(MEMBER.identity_number),
    )
    change(
        registers.MEMBERS, member, replace(MEMBER, identity_number="", post="主任"), by=cast.manager, at=AT
    )
    assert open_identity(member, "核对证卡", by=cast.manager, at=AT) == MEMBER.identity_number
    line = Entry.objects.latest("pk")
    assert (line.act, line.after) == (
        "institutions.open_identity",
        {"name": "张三", "because": "核对证卡"},
    )
    with pytest.raises(NotYours):
        open_identity(member, "看看", by=given_post(cast.school.organisation, Role.MANAGER), at=AT)
    with pytest.raises(NotAllowed, match="原因"):
        open_identity(member, " ", by=cast.manager, at=AT)


def test_plain_numbers_are_sealed_by_the_migration_and_opened_when_it_is_taken_back() -> None:
    """By the digest that the acts make; rows stand in for the table as it was."""
    migration = import_module("dengji.institutions.migrations.0003_sealed_identity")
    row = Mock(identity_number=identity_number(77))
    apps = Mock()
    apps.get_model.return_value.objects.exclude.return_value = [row]
    migration.seal(apps, None)
    assert (row.identity_number, row.identity) == ("", identity_of(identity_number(77)))
    assert (row.masked, opened(row.sealed)) == (
        masked(identity_number(77)),
        {"number": identity_number(77)},
    )
    migration.unseal(apps, None)
    assert row.identity_number == identity_number(77)


def test_text_with_markup_and_blanks_around_it_is_kept_as_text(cast: Cast) -> None:
    entry = replace(MEMBER, name="  <b>张三</b>&  ", duties="=1+1")
    member = add(registers.MEMBERS, cast.employer, entry, by=cast.manager, at=AT)
    assert Member.objects.get(pk=member.pk).name == "<b>张三</b>&"


def test_a_file_of_another_body_proves_nothing(cast: Cast) -> None:
    theirs = StoredFile.objects.create(
        sha256="0" * 64,
        name="a.pdf",
        media_type="application/pdf",
        size=1,
        path="a",
        owner=cast.school.organisation,
        uploaded_at=AT,
        retention="filing_material",
    )
    with pytest.raises(NotAllowed, match="不是本机构上传的"):
        add(registers.RULES, cast.employer, replace(RULE, file=theirs), by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="不是本机构上传的"):
        add(registers.SUBSIDIARIES, cast.employer, replace(SUBSIDIARY, proof=theirs), by=cast.manager, at=AT)
    assert add(registers.RULES, cast.school, replace(RULE, file=theirs), by=None, at=AT).file == theirs


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Member, {"name": "甲", "identity": digest_of(f"identity:{identity_number(1)}")}),
        (Venue, {"name": "一号机房", "address": "x", "seats": 1}),
    ],
)
def test_the_tables_themselves_refuse_doubles(
    cast: Cast, model: type[models.Model], fields: dict[str, Any]
) -> None:
    body = Institution.objects.get(pk=cast.employer.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.create(institution=body, **fields)


def test_equal_equipment_of_two_occupations_is_two_rows(cast: Cast) -> None:
    for code in (TURNER, ELECTRICIAN):
        add(registers.EQUIPMENT, cast.employer, replace(EQUIPMENT, occupation=code), by=cast.manager, at=AT)
    assert cast.employer.equipment.filter(name="数控车床").count() == 2

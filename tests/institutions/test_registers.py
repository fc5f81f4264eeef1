"""Members, premises and papers: entered once, changed, taken out, each on record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from dengji.audit.models import Entry
from dengji.institutions import entries
from dengji.institutions.acts import members, papers, premises
from dengji.institutions.models import Institution, Member, Qualification, Venue
from dengji.institutions.terms import (
    ItemSource,
    QualificationKind,
    RuleKind,
    SubsidiaryRelation,
    Tenure,
    VenueKind,
)
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.records.models import StoredFile
from tests.cast import AT, ELECTRICIAN, TURNER, Cast, given_cast, given_occupations, identity_number, uscc

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

# What is entered, the three acts of its register, another entry, and the field that then differs.
REGISTERS: list[Any] = [
    pytest.param(
        MEMBER,
        (members.add_member, members.change_member, members.remove_member),
        replace(MEMBER, post="科长"),
        id="member",
    ),
    pytest.param(
        VENUE,
        (premises.add_venue, premises.change_venue, premises.remove_venue),
        replace(VENUE, seats=31),
        id="venue",
    ),
    pytest.param(
        EQUIPMENT,
        (premises.add_equipment, premises.change_equipment, premises.remove_equipment),
        replace(EQUIPMENT, quantity=5),
        id="equipment",
    ),
    pytest.param(
        RULE,
        (papers.add_rule, papers.change_rule, papers.remove_rule),
        replace(RULE, title="收费管理办法"),
        id="rule",
    ),
    pytest.param(
        FEE, (papers.add_fee, papers.change_fee, papers.remove_fee), replace(FEE, amount_fen=0), id="fee"
    ),
    pytest.param(
        BANK,
        (papers.add_item_bank, papers.change_item_bank, papers.remove_item_bank),
        replace(BANK, items=901),
        id="item bank",
    ),
    pytest.param(
        SUBSIDIARY,
        (papers.add_subsidiary, papers.change_subsidiary, papers.remove_subsidiary),
        replace(SUBSIDIARY, relation=SubsidiaryRelation.CONTROLLED),
        id="subsidiary",
    ),
]
Acts = tuple[Callable[..., models.Model], Callable[..., models.Model], Callable[..., None]]


@pytest.fixture
def cast() -> Cast:
    """Everybody, and the welder's trade in the catalogue."""
    given_occupations("6-18-02-04")
    return given_cast()


@pytest.mark.row("CR-10")
@pytest.mark.parametrize(("entry", "acts", "other"), REGISTERS)
def test_entered_changed_and_taken_out_each_once_and_on_record(
    cast: Cast, entry: Any, acts: Acts, other: Any
) -> None:
    add, change, remove = acts
    first = add(cast.employer, entry, by=cast.manager, at=AT)
    assert add(cast.employer, entry, by=cast.manager, at=AT) == first
    for _ in range(2):
        changed = change(first, other, by=cast.manager, at=AT)
    assert changed == first
    for _ in range(2):
        remove(first, by=cast.manager, at=AT)
    assert not type(first)._default_manager.filter(pk=first.pk).exists()
    lines = list(Entry.objects.order_by("position"))
    assert len(lines) == 3
    assert [(line.before is None, line.after is None) for line in lines] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert lines[1].before != lines[1].after


@pytest.mark.parametrize(("entry", "acts", "other"), REGISTERS)
def test_what_was_taken_out_is_not_changed_any_more(cast: Cast, entry: Any, acts: Acts, other: Any) -> None:
    row = acts[0](cast.employer, entry, by=cast.manager, at=AT)
    stale = type(row)._default_manager.get(pk=row.pk)
    acts[2](row, by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="已被移除"):
        acts[1](stale, other, by=cast.manager, at=AT)


@pytest.mark.parametrize(("entry", "acts", "other"), REGISTERS)
def test_another_bodys_people_change_nothing(cast: Cast, entry: Any, acts: Acts, other: Any) -> None:
    for by in (cast.wrong_clerk, cast.experts[0].post):
        with pytest.raises(NotYours):
            acts[0](cast.employer, entry, by=by, at=AT)
    row = acts[0](cast.employer, entry, by=cast.clerk, at=AT)
    with pytest.raises(NotYours):
        acts[2](row, by=cast.wrong_clerk, at=AT)


@pytest.mark.parametrize(
    ("entry", "act", "says"),
    [
        (replace(MEMBER, name=""), members.add_member, "请填写“姓名”"),
        (replace(MEMBER, name="长" * 61), members.add_member, "“姓名”最多60个字，现有61个字"),
        (replace(MEMBER, roles=()), members.add_member, "请至少选择一种人员类别"),
        (replace(MEMBER, roles=("boss",)), members.add_member, "人员类别“boss”不是可选的项目"),
        (replace(MEMBER, identity_number="110105194912310021"), members.add_member, "最后一位校验不符"),
        (replace(VENUE, seats=-1), premises.add_venue, "“工位（座位）数”不能是负数"),
        (replace(VENUE, area=-1), premises.add_venue, "“面积（平方米）”不能是负数"),
        (replace(VENUE, name=""), premises.add_venue, "请填写“名称”"),
        (replace(VENUE, occupations=("x",)), premises.add_venue, "职业编码x不在职业目录内"),
        (replace(EQUIPMENT, quantity=-3), premises.add_equipment, "“数量”不能是负数"),
        (replace(EQUIPMENT, occupation="6-00-00-00"), premises.add_equipment, "不在职业目录内"),
        (replace(FEE, amount_fen=-1), papers.add_fee, "“收费标准（分）”不能是负数"),
        (replace(FEE, amount_fen=10**30), papers.add_fee, "数字太大"),
        (replace(BANK, occupation="nowhere"), papers.add_item_bank, "不在职业目录内"),
        (replace(SUBSIDIARY, uscc=uscc(61)[:17]), papers.add_subsidiary, "应为18位"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    cast: Cast, entry: Any, act: Callable[..., Any], says: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        act(cast.employer, entry, by=cast.manager, at=AT)
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
        members.add_qualification(member, entry, by=cast.manager, at=AT)


def test_a_qualification_is_entered_changed_and_taken_out(cast: Cast) -> None:
    member = cast.employer.members.all()[0]
    card = members.add_qualification(member, CARD, by=cast.manager, at=AT)
    assert members.add_qualification(member, CARD, by=cast.manager, at=AT) == card
    members.change_qualification(card, replace(CARD, level="2"), by=cast.manager, at=AT)
    assert Qualification.objects.get(pk=card.pk).level == "2"
    members.remove_qualification(card, by=cast.manager, at=AT)
    assert not Qualification.objects.filter(pk=card.pk).exists()
    assert Entry.objects.count() == 3


def test_one_identity_number_is_one_person_in_a_body(cast: Cast) -> None:
    members.add_member(cast.employer, MEMBER, by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="该身份证号已登记为“张三”"):
        members.add_member(cast.employer, replace(MEMBER, name="李四"), by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="已经登记过"):
        members.add_member(cast.employer, replace(MEMBER, post="另一职务"), by=cast.manager, at=AT)
    other = members.add_member(cast.employer, replace(MEMBER, identity_number=""), by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="已登记"):
        members.change_member(other, MEMBER, by=cast.manager, at=AT)
    assert members.add_member(cast.school, MEMBER, by=None, at=AT).institution == cast.school


def test_a_venues_name_stands_once_in_a_body(cast: Cast) -> None:
    premises.add_venue(cast.employer, VENUE, by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="“二号机房”已经登记过"):
        premises.add_venue(cast.employer, replace(VENUE, seats=99), by=cast.manager, at=AT)


def test_the_trail_keeps_identity_numbers_masked(cast: Cast) -> None:
    members.add_member(cast.employer, MEMBER, by=cast.manager, at=AT)
    line = Entry.objects.get()
    assert MEMBER.identity_number not in str(vars(line))
    assert (line.after or {})["identity_number"].count("*") == 8


def test_text_with_markup_and_blanks_around_it_is_kept_as_text(cast: Cast) -> None:
    entry = replace(MEMBER, name="  <b>张三</b>&  ", duties="=1+1")
    member = members.add_member(cast.employer, entry, by=cast.manager, at=AT)
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
        papers.add_rule(cast.employer, replace(RULE, file=theirs), by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="不是本机构上传的"):
        papers.add_subsidiary(cast.employer, replace(SUBSIDIARY, proof=theirs), by=cast.manager, at=AT)
    assert papers.add_rule(cast.school, replace(RULE, file=theirs), by=None, at=AT).file == theirs


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Member, {"name": "甲", "identity_number": identity_number(1)}),
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
        premises.add_equipment(cast.employer, replace(EQUIPMENT, occupation=code), by=cast.manager, at=AT)
    assert cast.employer.equipment.filter(name="数控车床").count() == 2

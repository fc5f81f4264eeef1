"""A body registered, kept up, and looked up in other registers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dengji.audit.models import Entry
from dengji.exchange.acts import receive
from dengji.exchange.models import Request
from dengji.institutions.acts.body import change_body, register_body, verify
from dengji.institutions.entries import BodyEntry
from dengji.institutions.models import Institution
from dengji.institutions.queries import verification
from dengji.institutions.terms import Affiliation, BodyKind
from dengji.people.models import Organisation
from dengji.procedure.refusals import NotAllowed, NotYours
from tests.cast import AT, Cast, given_cast, given_verified, uscc

pytestmark = pytest.mark.django_db
COMPANY: dict[str, Any] = {
    "found": True,
    "name": "松江机械制造有限责任公司",
    "legal_representative": "周启明",
    "address": "某街1号",
    "status": "存续（在营、开业、在册）",
}


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


def entry(cast: Cast, **other: Any) -> BodyEntry:
    """A new body in the county."""
    body = BodyEntry(
        name="新风电气有限公司",
        uscc=uscc(99),
        division=cast.county.code,
        kind=BodyKind.EMPLOYER,
        affiliation=Affiliation.COUNTY,
    )
    return replace(body, **other)


def test_a_body_is_registered_with_its_code_made_plain(cast: Cast) -> None:
    spaced = f" {uscc(99)[:9].lower()} {uscc(99)[9:]} "
    body = register_body(entry(cast, uscc=spaced, name=" 新风电气有限公司 "), by=None, at=AT)
    stands = Institution.objects.select_related("organisation").get(pk=body.pk)
    assert stands.organisation.uscc == uscc(99)
    assert stands.organisation.name == "新风电气有限公司"
    assert stands.sort_key == "xinfengdianqiyouxiangongsi"


def test_pressed_twice_a_body_is_one_body(cast: Cast) -> None:
    first = register_body(entry(cast), by=None, at=AT)
    again = register_body(entry(cast), by=None, at=AT + timedelta(seconds=1))
    assert first == again
    assert Entry.objects.filter(act="institutions.register_body").count() == 1


def test_a_code_that_another_body_has_is_refused_by_its_name(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="已登记为“松江机械制造有限公司”"):
        register_body(entry(cast, uscc=uscc(1)), by=None, at=AT)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"uscc": uscc(99)[:17] + "?"}, "代码中不使用这个字符"),
        ({"uscc": ""}, "统一社会信用代码"),
        ({"name": "  "}, "请填写“名称”"),
        ({"name": "某" * 121}, "“名称”最多120个字，现有121个字"),
        ({"kind": "club"}, "“机构类型”不是可选的项目：club"),
        ({"contact_email": "不是邮箱"}, "“联系人电子邮箱”填写得不对"),
        ({"main_business": "字\0字"}, "控制字符"),
        ({"division": "999999"}, "不在行政区划表内"),
    ],
)
def test_each_fault_is_said_and_nothing_is_written(cast: Cast, other: dict[str, Any], says: str) -> None:
    before = Organisation.objects.count()
    with pytest.raises(NotAllowed) as refused:
        register_body(entry(cast, **other), by=None, at=AT)
    assert says in refused.value.sentence
    assert refused.value.remedy
    assert Organisation.objects.count() == before


def test_several_faults_are_said_at_once(cast: Cast) -> None:
    with pytest.raises(NotAllowed) as refused:
        register_body(entry(cast, kind="club", contact_email="x", contact_phone="1" * 21), by=None, at=AT)
    assert len(refused.value.facts) == 3


def test_text_with_markup_stays_as_it_was_typed(cast: Cast) -> None:
    name = "<script>alert(1)</script> & 公司"
    body = register_body(entry(cast, name=name), by=None, at=AT)
    assert Institution.objects.get(pk=body.pk).organisation.name == name


def test_an_officer_registers_bodies_of_the_own_place_only(cast: Cast) -> None:
    assert register_body(entry(cast), by=cast.clerk, at=AT).kind == BodyKind.EMPLOYER
    with pytest.raises(NotYours):
        register_body(entry(cast, uscc=uscc(98)), by=cast.wrong_clerk, at=AT)
    with pytest.raises(NotYours):
        register_body(entry(cast, uscc=uscc(97)), by=cast.manager, at=AT)


def stands(cast: Cast, **other: Any) -> BodyEntry:
    """The employer as it stands, but for what differs."""
    body = cast.employer
    told = {
        field: getattr(body, field)
        for field in BodyEntry.__dataclass_fields__
        if hasattr(body, field) and field != "division"
    }
    same = {"name": body.organisation.name, "uscc": uscc(1), "division": cast.county.code}
    return BodyEntry(**{**told, **same, **other})


@pytest.mark.row("CR-10")
def test_a_change_is_on_record_with_before_and_after(cast: Cast) -> None:
    change_body(cast.employer, stands(cast, department="评价中心"), by=cast.manager, at=AT)
    line = Entry.objects.get()
    assert line.act == "institutions.change_body"
    assert (line.before or {})["department"] == "技能人才评价办公室"
    assert (line.after or {})["department"] == "评价中心"


def test_nothing_changed_is_nothing_on_record(cast: Cast) -> None:
    change_body(cast.employer, stands(cast), by=cast.manager, at=AT)
    assert Entry.objects.count() == Entry.objects.filter(act="institutions.change_body").count()
    change_body(cast.employer, stands(cast), by=cast.manager, at=AT)
    assert Entry.objects.count() <= 1


@pytest.mark.parametrize("other", [{"uscc": uscc(55)}, {"kind": BodyKind.SCHOOL}])
def test_code_and_kind_stay_as_registered(cast: Cast, other: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed, match="登记后不能修改"):
        change_body(cast.employer, stands(cast, **other), by=cast.clerk, at=AT)


def test_the_body_does_not_choose_who_is_in_charge_of_it(cast: Cast) -> None:
    moved = stands(cast, affiliation=Affiliation.PROVINCIAL)
    with pytest.raises(NotYours, match="只能由主管机关修改"):
        change_body(cast.employer, moved, by=cast.manager, at=AT)
    change_body(cast.employer, moved, by=cast.clerk, at=AT)
    assert Institution.objects.get(pk=cast.employer.pk).affiliation == Affiliation.PROVINCIAL


def test_the_hr_bureau_is_no_other_department(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="不是其他实施部门"):
        change_body(cast.employer, stands(cast, overseen_by=cast.bureau), by=cast.clerk, at=AT)


def test_other_people_keep_no_registers(cast: Cast) -> None:
    for by in (cast.wrong_clerk, cast.experts[0].post):
        with pytest.raises(NotYours, match="只有本机构人员"):
            change_body(cast.employer, stands(cast), by=by, at=AT)


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (1, True)])
def test_a_post_that_ended_keeps_no_registers(cast: Cast, days: int, *, may: bool) -> None:
    cast.manager.until = AT.date() + timedelta(days=days)
    if may:
        changed = change_body(cast.employer, stands(cast, department="新部门"), by=cast.manager, at=AT)
        assert changed.department == "新部门"
        return
    with pytest.raises(NotYours, match="已经结束"):
        change_body(cast.employer, stands(cast), by=cast.manager, at=AT)


def answered(body: Institution, register: str, answer: dict[str, Any]) -> None:
    """A register answers what was asked."""
    receive(Request.objects.get(register=register, about=f"institution/{body.pk}"), answer, at=AT)


@pytest.mark.row("XZ24-12")
def test_a_body_is_looked_up_once_and_not_known_before_the_answer(cast: Cast) -> None:
    for _ in range(2):
        verify(cast.employer, by=cast.manager, at=AT)
    assert Request.objects.count() == 2
    assert verification(cast.employer, AT.date()).registered is None
    assert verification(cast.employer, AT.date()).clean is None


@pytest.mark.row("XZ24-12")
@pytest.mark.parametrize(
    ("other", "registered"),
    [
        ({}, True),
        ({"name": "另一家公司"}, False),
        ({"legal_representative": "别人"}, False),
        ({"status": "吊销，未注销"}, False),
    ],
)
def test_the_company_register_agrees_or_not(cast: Cast, other: dict[str, str], *, registered: bool) -> None:
    verify(cast.employer, by=cast.manager, at=AT)
    answered(cast.employer, "company_register", {**COMPANY, **other})
    known = verification(cast.employer, AT.date())
    assert known.registered is registered
    assert bool(known.differs) is not registered
    assert known.answered_at == AT


@pytest.mark.row("JL25-6.1")
def test_a_credit_record_stands_against_a_body_and_silence_is_not_known(cast: Cast) -> None:
    verify(cast.employer, by=cast.manager, at=AT)
    record = {"kind": "行政处罚", "recorded_on": "2026-01-05", "summary": "虚假宣传"}
    answered(cast.employer, "credit_register", {"found": True, "records": [record]})
    answered(cast.employer, "company_register", {"found": False})
    known = verification(cast.employer, AT.date())
    assert known.clean is False
    assert known.records == ("2026-01-05　行政处罚：虚假宣传",)
    assert known.differs == ("登记机关没有查到这个统一社会信用代码。",)
    verify(cast.school, by=None, at=AT)
    answered(cast.school, "credit_register", {"found": False})
    assert verification(cast.school, AT.date()).clean is None


@pytest.mark.parametrize(("days", "known"), [(29, True), (30, True), (31, None)])
def test_an_answer_counts_for_a_month(cast: Cast, days: int, known: bool | None) -> None:
    given_verified(cast.employer)
    assert verification(cast.employer, AT.date() + timedelta(days=days)).registered is known

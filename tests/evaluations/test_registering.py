"""The register of examiners and supervisors: who enters, what is checked, sealed, changed, taken out, linked."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dengji.audit.models import Entry
from dengji.evaluations.acts.registering import change, link, open_identity, register, remove
from dengji.evaluations.examiners import registers
from dengji.evaluations.examiners.registers import Sought
from dengji.evaluations.examiners.roster_entries import HeldEntry
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.institutions.identities import identity_of
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from tests.cast import AT, ELECTRICIAN, TURNER, Cast, given_post, identity_number
from tests.evaluations.people import LEVEL_3, entry, given_examiner, given_supervisor, keeper


@pytest.mark.row("JLJD-14.3")
@pytest.mark.row("XZ24-18")
@pytest.mark.row("XZ24-27")
def test_somebody_is_entered_with_what_he_may_examine(cast: Cast) -> None:
    person = given_examiner(cast, held=(*LEVEL_3, HeldEntry(TURNER, "", "senior", "T1")))
    assert registers.state_of(person, AT.date()) == "有效"
    assert [each.occupation for each in person.qualifications.all()] == [ELECTRICIAN, TURNER]


@pytest.mark.row("TJ21-20")
def test_supervisors_full_and_part_time_stand_in_the_same_register(cast: Cast) -> None:
    given_supervisor(cast, engagement="full")
    (found,) = registers.roster(keeper(cast), Sought(kind="supervisor"), AT.date())
    assert found.get_engagement_display() == "专职"


def test_the_identity_number_is_sealed_and_masked_and_opening_it_is_on_the_trail(cast: Cast) -> None:
    person, number = given_examiner(cast), identity_number(700)
    assert number.encode() not in bytes(person.sealed)
    assert person.masked == f"{number[:4]}********{number[-4:]}"
    assert open_identity(person, by=keeper(cast), at=AT) == number
    told = Entry.objects.filter(act="roster.open_identity").get()
    assert number not in str(told.after)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"identity_number": identity_number(700)[:-1] + "Y"}, "身份证号"),
        ({"identity_number": "123"}, "应为18位"),
        ({"name": " "}, "姓名：没有填写"),
        ({"number": "K" * 41}, "证卡编号：不超过40字"),
        ({"employer_uscc": "91"}, "应为18位"),
        ({"kind": "chief"}, "登记类别"),
        ({"engagement": "never"}, "专兼职"),
        ({"valid_until": date(2025, 12, 31)}, "有效期至：早于有效期自"),
        ({"held": ()}, "考评员至少登记一个考评职业"),
        ({"held": (HeldEntry("9-99-99-99", "3"),)}, "不在职业目录内"),
        ({"held": (HeldEntry(ELECTRICIAN, "7"),)}, "不是技能等级"),
        ({"held": (HeldEntry(ELECTRICIAN, "", "top"),)}, "不是职称级别"),
        ({"held": (HeldEntry(ELECTRICIAN),)}, "没有填写证书等级"),
        ({"held": (HeldEntry(ELECTRICIAN, "3", "", "9" * 41),)}, "证书编号"),
    ],
)
def test_what_cannot_be_is_refused_by_name(cast: Cast, said: dict[str, Any], says: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        given_examiner(cast, **said)
    assert says in "；".join(refused.value.facts)
    assert not RegisteredPerson.objects.exists()


def test_the_same_person_stands_once_a_kind(cast: Cast) -> None:
    person = given_examiner(cast)
    assert given_examiner(cast) == person
    with pytest.raises(NotAllowed, match="已经作为考评员登记，证卡编号KP000700"):
        given_examiner(cast, name="别名")
    other = given_examiner(cast, kind="supervisor", number="DD1")
    assert other.identity == person.identity


def test_a_card_number_is_given_once(cast: Cast) -> None:
    given_examiner(cast)
    with pytest.raises(NotAllowed, match="已经登记给别人"):
        given_examiner(cast, 701, number="KP000700")


def test_a_digit_typed_full_width_is_the_same_person(cast: Cast) -> None:
    person = given_examiner(cast)
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isdecimal() else sign for sign in identity_number(700))
    assert given_examiner(cast, identity_number=f" {wide} ") == person


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.AUDITOR])
def test_only_clerks_and_administrators_of_the_place_keep_the_register(cast: Cast, role: Role) -> None:
    with pytest.raises(NotYours):
        register(cast.province_centre, entry(), by=given_post(cast.province_centre, role), at=AT)
    with pytest.raises(NotYours):
        register(cast.province_bureau, entry(), by=given_post(cast.province_bureau, Role.CLERK), at=AT)
    made = register(cast.province_centre, entry(), by=cast.administrator, at=AT)
    assert made.authority == cast.province_centre


def test_a_change_replaces_the_qualifications_and_keeps_who_it_is(cast: Cast) -> None:
    person, longer = given_examiner(cast), entry(valid_until=date(2030, 1, 1), held=(HeldEntry(TURNER, "1"),))
    change(person, longer, by=keeper(cast), at=AT)
    person.refresh_from_db()
    assert person.valid_until == date(2030, 1, 1)
    assert [each.occupation for each in person.qualifications.all()] == [TURNER]
    with pytest.raises(NotAllowed, match="不能修改"):
        change(person, replace(longer, identity_number=identity_number(701)), by=keeper(cast), at=AT)
    count = Entry.objects.count()
    change(person, longer, by=keeper(cast), at=AT)
    assert Entry.objects.count() == count


def test_whoever_is_taken_out_may_be_entered_again(cast: Cast) -> None:
    person = given_examiner(cast)
    remove(person, "违反工作守则", by=keeper(cast), at=AT)
    remove(person, "再按一次", by=keeper(cast), at=AT)
    person.refresh_from_db()
    assert (person.removed_on, person.removed_because) == (AT.date(), "违反工作守则")
    assert registers.state_of(person, AT.date() - timedelta(days=1)) == "有效"
    assert registers.state_of(person, AT.date()) == "已移出"
    with pytest.raises(Moved):
        change(person, entry(name="新名"), by=keeper(cast), at=AT)
    again = given_examiner(cast)
    assert (again.pk, again.token, again.removed_on) == (person.pk, person.token, None)


def test_to_take_somebody_out_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="请写明移出的理由"):
        remove(given_examiner(cast), "  ", by=keeper(cast), at=AT)


def test_an_account_is_linked_by_its_post_and_only_once(cast: Cast) -> None:
    person, other = given_examiner(cast), given_examiner(cast, 701)
    account = given_post(cast.province_centre, Role.CLERK, "李四").person
    with pytest.raises(NotAllowed, match="没有“考评员”岗位"):
        link(person, account, by=keeper(cast), at=AT)
    post = link(person, account, by=cast.administrator, at=AT)
    assert (post.role, post.organisation) == (Role.EXAMINER, cast.province_centre)
    assert link(person, account, by=keeper(cast), at=AT) == post
    with pytest.raises(NotAllowed, match="已经关联了另一个人"):
        link(other, account, by=keeper(cast), at=AT)


def test_everybody_reads_only_what_he_may(cast: Cast) -> None:
    person, supervisor = given_examiner(cast), given_supervisor(cast)

    def seen(post: Post) -> set[RegisteredPerson]:
        return set(registers.people_within(post))

    assert seen(keeper(cast)) == seen(cast.administrator) == {person, supervisor}
    assert seen(given_post(cast.province_bureau, Role.AUDITOR)) == {person, supervisor}
    assert supervisor.post is not None
    assert seen(supervisor.post) == {supervisor}
    assert seen(cast.manager) == set()
    assert list(registers.tasks_at(cast.manager)) == []


def test_the_register_is_searched_filtered_and_sorted(cast: Cast) -> None:
    first = given_examiner(cast, 700, valid_until=date(2026, 11, 15))
    second = given_examiner(cast, 701, held=(HeldEntry(TURNER, "1"),))
    by = keeper(cast)

    def found(**sought: str) -> list[RegisteredPerson]:
        return list(registers.roster(by, Sought(**sought), AT.date()))

    assert found(state=registers.OVER) == [first]
    assert found(state=registers.VALID) == [second]
    assert found(occupation=TURNER) == [second]
    assert found(words="KP000700") == found(words="第700") == [first]
    assert found(sort=registers.END) == [first, second]
    assert found(state=registers.REMOVED) == []


@pytest.mark.parametrize(("days", "state"), [(-1, "尚未生效"), (0, "有效"), (1, "有效")])
def test_a_registration_begins_on_its_first_day(cast: Cast, days: int, state: str) -> None:
    person = given_examiner(cast)
    assert registers.state_of(person, person.valid_from + timedelta(days=days)) == state


@pytest.mark.parametrize(("days", "state"), [(-1, "有效"), (0, "有效"), (1, "已过有效期")])
def test_a_registration_ends_after_its_last_day(cast: Cast, days: int, state: str) -> None:
    person = given_examiner(cast)
    assert registers.state_of(person, person.valid_until + timedelta(days=days)) == state


def test_the_trail_tells_no_identity_number(cast: Cast) -> None:
    given_examiner(cast)
    entries = Entry.objects.filter(act__startswith="roster.")
    assert entries.exists()
    assert identity_number(700) not in "".join(str(each.after) for each in entries)
    assert identity_of(identity_number(700)) not in "".join(str(each.after) for each in entries)

"""Texts and schedules loaded, drafts put on trial, expired texts continued: each once, and on record."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from dengji.audit.models import Entry
from dengji.people.models import Division, Organisation, Person, Post
from dengji.people.refusals import Refused
from dengji.people.terms import Rank, Role
from dengji.policy import acts
from dengji.policy.acts import AdoptionEntry
from dengji.policy.engine.document import PackError
from dengji.policy.models import Adoption, Edition, HolidaySchedule
from dengji.policy.terms import Kind
from dengji.workdays.schedule import ScheduleError
from tests.policy.small import given_text

AT = datetime(2024, 6, 3, 1, 0, tzinfo=UTC)
SCHEDULE = """\
year: 2024
source: "某通知"
published_on: 2023-10-25
holidays:
  - {name: "元旦", from: 2024-01-01, to: 2024-01-01}
make_up_days: []
"""

pytestmark = pytest.mark.django_db


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """A folder with the small pack, changed."""
    (folder / "pack.yaml").write_text(given_text(*changes), encoding="utf-8")
    return folder


def given_edition(folder: Path, *changes: tuple[str, str]) -> Edition:
    """The small pack, changed, as loaded."""
    (edition,) = acts.load_packs(written(folder, *changes), by=None, at=AT)
    return edition


@pytest.fixture
def administrator() -> Person:
    """Somebody who may decide."""
    return Person.objects.create_user("admin", full_name="王敏", joined_at=AT)


def entry(kind: Kind = Kind.CONTINUED, **other: object) -> AdoptionEntry:
    """A decision on the small pack."""
    said = {"pack_id": "SMALL", "jurisdiction": "990000", "kind": kind, "reason": "新办法未出台"}
    days = {"from_on": date(2026, 1, 1), "until_on": date(2026, 6, 30)}
    return AdoptionEntry(**{**said, **days, **other})  # type: ignore[arg-type]


@pytest.mark.row("CR-6")
def test_a_text_is_stored_whole_with_its_hash_and_on_record(tmp_path: Path, administrator: Person) -> None:
    (edition,) = acts.load_packs(written(tmp_path), by=administrator, at=AT)
    assert str(edition) == "《小办法》"
    assert (edition.pack_id, edition.jurisdiction, edition.loaded_by) == ("SMALL", "990000", administrator)
    assert edition.effective_until == date(2025, 12, 31)
    assert edition.source == given_text()
    assert len(edition.sha256) == 64
    line = Entry.objects.get(act="policy.load")
    assert (line.object_id, line.after) == (str(edition.pk), {"pack_id": "SMALL", "sha256": edition.sha256})


def test_a_text_that_did_not_change_is_loaded_once(tmp_path: Path) -> None:
    given_edition(tmp_path)
    assert acts.load_packs(tmp_path, by=None, at=AT) == []
    assert Edition.objects.count() == 1


@pytest.mark.row("CR-6")
def test_a_changed_text_is_a_new_edition_and_the_old_one_stays(tmp_path: Path) -> None:
    first = given_edition(tmp_path)
    second = given_edition(tmp_path, ("一个小办法", "一个新办法"))
    assert list(Edition.objects.current()) == [second]
    first.refresh_from_db()
    assert "一个小办法" in first.content
    third = given_edition(tmp_path)
    assert third == first
    assert list(Edition.objects.current()) == [first]


@pytest.mark.row("CR-6")
def test_what_an_edition_says_cannot_be_changed(tmp_path: Path) -> None:
    edition = given_edition(tmp_path)
    with pytest.raises(IntegrityError, match="policy_edition_no_change"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(content="{}")


def test_a_text_has_one_current_edition(tmp_path: Path) -> None:
    given_edition(tmp_path)
    given_edition(tmp_path, ("一个小办法", "一个新办法"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(is_current=True)


def test_a_text_with_a_mistake_is_not_stored(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="没有名为“stuff”的事实"):
        acts.load_packs(written(tmp_path, ('{fact: "staff",', '{fact: "stuff",')), by=None, at=AT)
    assert not Edition.objects.exists()


@pytest.mark.row("CR-7")
def test_an_expired_text_is_continued_with_a_reason_on_record(tmp_path: Path, administrator: Person) -> None:
    given_edition(tmp_path)
    adoption = acts.adopt(entry(), by=administrator, at=AT)
    assert str(adoption) == "SMALL 自2026-01-01至2026-06-30继续适用"
    line = Entry.objects.get(act="policy.adopt")
    assert line.after is not None
    assert (line.person_name, line.after["reason"]) == ("王敏", "新办法未出台")


@pytest.mark.row("CR-7")
def test_a_draft_is_put_on_trial(tmp_path: Path) -> None:
    given_edition(tmp_path, ('stage: "issued"', 'stage: "consultation"'))
    adoption = acts.adopt(entry(Kind.TRIAL, until_on=None), by=None, at=AT)
    assert str(adoption) == "SMALL 自2026-01-01起试运行"


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (entry(pack_id="NONE"), "没有编号为“NONE”的文本"),
        (entry(reason="  "), "请写明理由"),
        (entry(reason="长" * 81), "不超过80字"),
        (entry(until_on=date(2025, 12, 31)), "结束日期不能早于开始日期"),
        (entry(Kind.TRIAL), "《小办法》是正式文本，不需要试运行"),
    ],
)
@pytest.mark.row("CR-7")
def test_a_decision_that_cannot_be_taken_is_refused(
    tmp_path: Path, decision: AdoptionEntry, sentence: str
) -> None:
    given_edition(tmp_path)
    with pytest.raises(Refused, match=sentence):
        acts.adopt(decision, by=None, at=AT)


@pytest.mark.row("CR-7")
def test_a_draft_cannot_be_continued(tmp_path: Path) -> None:
    given_edition(tmp_path, ('stage: "issued"', 'stage: "consultation"'))
    with pytest.raises(Refused, match="尚为征求意见稿，不能继续适用"):
        acts.adopt(entry(), by=None, at=AT)


@pytest.mark.parametrize(
    ("from_on", "until_on", "refused"),
    [
        (date(2025, 12, 1), date(2025, 12, 31), False),
        (date(2025, 12, 1), date(2026, 1, 1), True),
        (date(2026, 6, 30), None, True),
        (date(2026, 7, 1), None, False),
        (date(2025, 1, 1), None, True),
    ],
)
def test_two_decisions_on_the_same_days_are_refused(
    tmp_path: Path, from_on: date, until_on: date | None, refused: bool
) -> None:
    given_edition(tmp_path)
    acts.adopt(entry(), by=None, at=AT)
    if refused:
        with pytest.raises(Refused, match="已有一项适用决定"):
            acts.adopt(entry(from_on=from_on, until_on=until_on), by=None, at=AT)
    else:
        assert acts.adopt(entry(from_on=from_on, until_on=until_on), by=None, at=AT).pk


@pytest.mark.row("CR-7")
def test_a_decision_is_withdrawn_once_with_a_reason_on_record(tmp_path: Path, administrator: Person) -> None:
    given_edition(tmp_path)
    adoption = acts.adopt(entry(), by=administrator, at=AT)
    with pytest.raises(Refused, match="请写明撤销的理由"):
        acts.withdraw_adoption(adoption, reason="", by=administrator, at=AT)
    acts.withdraw_adoption(adoption, reason="新办法已出台", by=administrator, at=AT)
    assert list(Adoption.objects.standing()) == []
    said = Entry.objects.get(act="policy.withdraw_adoption").after
    assert said is not None
    assert said["withdrawn_reason"] == "新办法已出台"
    with pytest.raises(Refused, match="已经撤销"):
        acts.withdraw_adoption(adoption, reason="再撤", by=administrator, at=AT)


@pytest.mark.row("CR-8")
def test_a_schedule_is_stored_with_its_source_and_on_record(administrator: Person) -> None:
    schedule = acts.load_schedule(SCHEDULE, name="2024.yaml", by=administrator, at=AT)
    assert schedule is not None
    assert (str(schedule), schedule.source, schedule.loaded_by) == ("2024年放假安排", "某通知", administrator)
    assert acts.load_schedule(SCHEDULE, name="2024.yaml", by=None, at=AT) is None
    assert Entry.objects.filter(act="policy.load_schedule").count() == 1


@pytest.mark.row("CR-8")
def test_a_changed_schedule_takes_the_place_of_the_old_one() -> None:
    acts.load_schedule(SCHEDULE, name="2024.yaml", by=None, at=AT)
    acts.load_schedule(SCHEDULE.replace("某通知", "更正通知"), name="2024.yaml", by=None, at=AT)
    assert [each.source for each in HolidaySchedule.objects.filter(is_current=True)] == ["更正通知"]
    changed = Entry.objects.filter(act="policy.load_schedule").values_list("before__source", flat=True)
    assert list(changed.order_by("position")) == [None, "某通知"]


def test_a_schedule_with_a_mistake_is_not_stored() -> None:
    with pytest.raises(ScheduleError, match=r"2024\.yaml 第5行"):
        acts.load_schedule(
            SCHEDULE.replace("to: 2024-01-01", "to: 2023-12-31"), name="2024.yaml", by=None, at=AT
        )
    assert not HolidaySchedule.objects.exists()


def test_who_acts_from_a_post_is_known_by_the_account(administrator: Person) -> None:
    post = administrators_post(administrator, Rank.PROVINCE)
    schedule = acts.load_schedule(SCHEDULE, name="2024.yaml", by=post, at=AT)
    assert schedule is not None
    assert schedule.loaded_by == administrator


def administrators_post(person: Person, rank: Rank) -> Post:
    """An administrator's post in an authority of that rank; nothing is written."""
    office = Organisation(name="某局", division=Division(code="000001", name="某地", rank=rank))
    return Post(person=person, organisation=office, role=Role.ADMINISTRATOR)


@pytest.mark.row("CR-8")
def test_days_off_are_not_loaded_by_an_office_below_the_province(administrator: Person) -> None:
    for rank in (Rank.PREFECTURE, Rank.COUNTY):
        with pytest.raises(Refused, match="由省级以上机关的管理员装载"):
            acts.load_schedule(SCHEDULE, name="2024.yaml", by=administrators_post(administrator, rank), at=AT)
    assert not HolidaySchedule.objects.exists()


@pytest.mark.row("CR-7")
def test_only_an_administrator_decides_about_texts_and_days_off(
    tmp_path: Path, administrator: Person
) -> None:
    clerk = Post(person=administrator, role=Role.CLERK)
    with pytest.raises(Refused, match="由省级以上机关的管理员装载"):
        acts.load_schedule(SCHEDULE, name="2024.yaml", by=clerk, at=AT)
    given_edition(tmp_path)
    with pytest.raises(Refused, match="只有本辖区主管机关的管理员可以办理此事"):
        acts.adopt(entry(), by=clerk, at=AT)

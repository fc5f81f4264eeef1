"""Complaints (举报投诉): taken in from anybody, looked into by one, answered; who wrote stays hidden."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files import File
from django.db import IntegrityError, transaction

from dengji.audit.middleware import calling_from
from dengji.audit.models import Entry
from dengji.filings.models import Filing
from dengji.messages.models import Message
from dengji.monitors.complaints import remind
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.records.models import SEALED, StoredFile
from dengji.records.refusals import NotTaken
from dengji.supervision.acts import investigating as acts
from dengji.supervision.acts.rectifying import Demand, demand
from dengji.supervision.complaints import (
    complaint_for,
    complaints_sought,
    complaints_within,
    progress_by,
    those_who_may_have_it,
)
from dengji.supervision.models import Complaint
from dengji.supervision.terms import ComplaintState, Outcome, Source
from tests.cast import Cast, given_post
from tests.records.papers import PDF
from tests.supervision.campaigns import MORNING, clerk_of
from tests.supervision.complaints import (
    ANSWER_BY,
    CODE,
    NAME,
    PHONE,
    given_complaint,
    given_taken,
    handler_of,
    written,
)
from tests.supervision.test_rectifying import manager_of

NOON = MORNING + timedelta(hours=3)


def paper(content: bytes = PDF, name: str = "钱小燕的缴费单.pdf") -> File[bytes]:
    """A file as it is handed in."""
    return File(BytesIO(content), name)


@pytest.mark.row("TJ21-23", "JLJD-33")
def test_a_complaint_is_taken_looked_into_and_answered_and_whoever_wrote_reads_it(cast: Cast) -> None:
    made, mine = given_taken(cast), handler_of(cast)
    made = acts.note(made, "向三名考生了解，都没有参加考试。", by=mine, at=NOON)
    made = acts.answer(made, Outcome.TRUE, "反映的情况属实，已要求整改。", by=mine, at=NOON)
    assert (made.state, made.closed_on) == (ComplaintState.ANSWERED, NOON.date())
    found = progress_by(made.receipt.lower(), CODE.replace("-", " ").lower())
    assert found is not None
    assert [each.step for each in found.events] == ["make", "take", "answer"]
    assert found.complaint.answer == "反映的情况属实，已要求整改。"
    acted = list(Entry.objects.filter(act__startswith="complaint.").values_list("act", flat=True))
    assert acted == ["complaint.make", "complaint.take", "complaint.note", "complaint.answer"]


def test_a_wrong_code_finds_as_little_as_a_receipt_that_there_is_not(cast: Cast) -> None:
    made = given_complaint()
    assert progress_by(made.receipt, "ACEF-HJKM-NPRW") is None
    assert progress_by("JB2026-999999", CODE) is None
    assert CODE.replace("-", "") not in str(vars(made))


@pytest.mark.row("JLJD-33")
def test_the_same_words_a_hundred_times_are_one_complaint(cast: Cast) -> None:
    first = written()
    again = [written(says=" 收了考试费，没有考试\n就发证。", code=f"{n}") for n in range(100)]
    assert {each.complaint.pk for each in again} == {first.complaint.pk}
    assert not any(each.opens for each in again)
    assert Complaint.objects.get().times == 101
    assert written().opens  # the same page, its button pressed twice
    assert Complaint.objects.get().times == 101


def test_the_same_words_after_the_answer_are_a_new_complaint(cast: Cast) -> None:
    acts.answer(given_taken(cast), Outcome.FALSE, "没有这回事。", by=handler_of(cast), at=NOON)
    assert written(at=NOON).opens
    assert Complaint.objects.count() == 2


def test_the_same_words_at_the_same_moment_are_kept_once_by_the_database(cast: Cast) -> None:
    made = given_complaint()
    made.pk, made.receipt, made.token = None, "JB2026-000099", uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_who_wrote_lies_sealed_and_stands_on_no_trail_in_no_message_and_no_file_name(cast: Cast) -> None:
    noted = calling_from.set("203.0.113.7")
    try:
        made = given_complaint(files=[paper()])
    finally:
        calling_from.reset(noted)
    assert NAME.encode() not in bytes(made.who)
    assert StoredFile.objects.get().name == "附件1.pdf"
    assert StoredFile.objects.get().path.endswith(SEALED)
    for each in Entry.objects.filter(act__in=("complaint.make", "file.store")):
        assert each.from_address == ""
        assert NAME not in json.dumps(each.after, ensure_ascii=False)
    for told in Message.objects.filter(topic="complaint"):
        assert NAME not in told.title + told.text


@pytest.mark.row("TJ21-23")
def test_it_goes_to_the_authority_that_keeps_the_filing_else_to_that_of_the_place(cast: Cast) -> None:
    assert given_complaint().authority == cast.province_centre
    other = written(filing=None, body="没有备案的培训学校", place=cast.county.code).complaint
    assert other.authority == cast.bureau
    assert (other.filing, other.body) == (None, "没有备案的培训学校")
    assert Message.objects.filter(topic="complaint", recipient=cast.approver.person).count() == 1


def test_where_no_authority_is_known_it_is_refused_with_where_to_go(cast: Cast) -> None:
    Organisation.objects.filter(office__gt="").update(office="implementing")
    with pytest.raises(NotAllowed, match="还没有机关"):
        written(filing=None, body="某校", place=cast.county.code)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"says": "  "}, "发生了什么"),
        ({"filing": None, "body": " "}, "哪家机构"),
        ({"source": Source.GROUP}, "写明人数"),
        ({"source": Source.GROUP, "people": 1}, "不少于2人"),
        ({"source": Source.MEDIA, "reported_at": "javascript:alert(1)"}, "报道的网址"),
        ({"contact": "不告诉你"}, "联系到您"),
        ({"files": [paper()] * 6}, "一次最多"),
    ],
)
def test_what_nobody_could_look_into_is_refused(cast: Cast, said: dict[str, Any], says: str) -> None:
    with pytest.raises(NotAllowed, match=says):
        written(**said)


def test_with_a_file_that_is_not_taken_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(NotTaken):
        written(files=[paper(), paper(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 99, "录像.mp4")])
    assert not Complaint.objects.exists()


@pytest.mark.row("XZ24-29")
def test_groups_and_media_come_first(cast: Cast) -> None:
    plain = given_complaint()
    media = given_complaint(source=Source.MEDIA, reported_at="https://example.cn/1", at=NOON)
    group = given_complaint(source=Source.GROUP, people=30, at=NOON + timedelta(hours=1))
    clerk, on = clerk_of(cast), NOON.date()
    assert list(complaints_sought(clerk, "", "", on)) == [media, group, plain]
    assert list(complaints_sought(clerk, "", "group", on)) == [group]
    assert not complaints_sought(clerk, "mine", "", on).exists()


def test_only_the_office_that_has_it_sees_it_and_no_body_ever(cast: Cast) -> None:
    made = given_complaint()
    manager = manager_of(made.filing)  # type: ignore[arg-type]
    strangers = [
        manager,
        cast.approver,
        cast.administrator,
        given_post(cast.province_centre, Role.AUDITOR, "审"),
    ]
    assert complaint_for(clerk_of(cast), made.token) == made
    assert [complaint_for(each, made.token) for each in strangers] == [None] * 4
    assert not complaints_within(manager).exists()
    assert not Message.objects.filter(recipient=manager.person).exists()


@pytest.mark.row("JLJD-33")
def test_who_wrote_is_opened_by_whoever_handles_it_with_a_reason_on_the_trail(cast: Cast) -> None:
    made = given_taken(cast)
    who = acts.open_reporter(made, "核实缴费时间", by=handler_of(cast), at=NOON)
    assert (who.name, who.contact) == (NAME, PHONE)
    assert Entry.objects.get(act="complaint.open_reporter").after == {"reason": "核实缴费时间"}
    assert made.events.filter(step="open").exists()
    with pytest.raises(NotAllowed, match="理由"):
        acts.open_reporter(made, " ", by=handler_of(cast), at=NOON)


@pytest.mark.row("JLJD-33")
@pytest.mark.parametrize("who", ["clerk", "body", "administrator", "other"])
def test_a_curious_one_is_refused_and_that_stands_on_the_trail(cast: Cast, who: str) -> None:
    made = given_taken(cast, files=[paper()])
    posts: dict[str, Post] = {
        "clerk": clerk_of(cast),
        "body": manager_of(made.filing),  # type: ignore[arg-type]
        "administrator": cast.administrator,
        "other": cast.approver,
    }
    with pytest.raises(NotYours, match="只有承办人"):
        acts.open_reporter(made, "想知道是谁", by=posts[who], at=NOON)
    with pytest.raises(NotYours, match="只有承办人"):
        acts.open_paper(made, 1, by=posts[who], at=NOON)
    refused = Entry.objects.filter(act__in=("complaint.refused_reporter", "complaint.refused_file"))
    assert [each.person_name for each in refused] == [posts[who].person.full_name] * 2


def test_before_anybody_handles_it_nobody_opens_who_wrote(cast: Cast) -> None:
    with pytest.raises(NotYours):
        acts.open_reporter(given_complaint(), "看看", by=clerk_of(cast), at=NOON)


def test_nobody_takes_it_for_himself_a_reviewer_gives_it_to_another(cast: Cast) -> None:
    made, clerk = given_taken(cast), clerk_of(cast)
    with pytest.raises(NotYours, match="承办人"):
        acts.hand_over(made, clerk, "我来办", by=clerk, at=NOON)
    reviewer = given_post(cast.province_centre, Role.REVIEWER, "审核人")
    made = acts.hand_over(made, clerk, "原承办人休假", by=reviewer, at=NOON)
    with pytest.raises(NotYours):
        acts.open_reporter(made, "再看看", by=handler_of(cast), at=NOON)
    assert acts.open_reporter(made, "核实", by=clerk, at=NOON).name == NAME
    with pytest.raises(NotYours):
        acts.note(made, "继续查", by=handler_of(cast), at=NOON)


def test_it_is_transferred_with_a_reason_and_begins_anew_there(cast: Cast) -> None:
    made, mine = given_taken(cast), handler_of(cast)
    assert cast.province_bureau in those_who_may_have_it(made)
    assert cast.province_centre not in those_who_may_have_it(made)
    with pytest.raises(NotYours):
        acts.transfer(made, cast.province_bureau, "不归我们管", by=clerk_of(cast), at=NOON)
    made = acts.transfer(made, cast.province_bureau, "由市局查处", by=mine, at=NOON)
    assert (made.state, made.handler, made.due_on) == (ComplaintState.RECEIVED, None, None)
    assert complaint_for(mine, made.token) is None
    found = progress_by(made.receipt, CODE)
    assert found is not None
    assert found.events[-1].says == "由市局查处"


def test_one_that_is_not_taken_says_why_and_is_over(cast: Cast) -> None:
    made = acts.refuse(given_complaint(), "属于劳动争议，请申请仲裁。", by=clerk_of(cast), at=NOON)
    found = progress_by(made.receipt, CODE)
    assert found is not None
    assert found.events[-1].says == "属于劳动争议，请申请仲裁。"
    with pytest.raises(NotAllowed, match="不予受理"):
        acts.take(made, handler_of(cast), ANSWER_BY, by=clerk_of(cast), at=NOON)


def test_only_a_colleague_handles_it_until_a_day_that_is_to_come(cast: Cast) -> None:
    made, clerk = given_complaint(), clerk_of(cast)
    with pytest.raises(NotAllowed, match="今天以后"):
        acts.take(made, clerk, MORNING.date(), by=clerk, at=MORNING)
    for other in (cast.approver, given_post(cast.province_centre, Role.ADMINISTRATOR, "管")):
        with pytest.raises(NotAllowed, match="承办人应是"):
            acts.take(made, other, ANSWER_BY, by=clerk, at=MORNING)
    with pytest.raises(NotYours):
        acts.take(made, cast.approver, ANSWER_BY, by=cast.approver, at=MORNING)


def test_of_two_the_second_is_told_that_it_moved(cast: Cast) -> None:
    made = given_complaint()
    same = Complaint.objects.get()
    acts.take(made, handler_of(cast), ANSWER_BY, by=clerk_of(cast), at=NOON)
    with pytest.raises(Moved):
        acts.refuse(same, "不归我们管", by=clerk_of(cast), at=NOON)


@pytest.mark.parametrize(("day", "late"), [(19, False), (20, False), (21, True)])
def test_it_is_overdue_from_the_day_after_its_last_day(cast: Cast, day: int, late: bool) -> None:
    made, on = given_taken(cast), ANSWER_BY.replace(day=day)
    assert made.overdue(on) is late
    assert Complaint.objects.all().overdue(on).exists() is late
    assert complaints_sought(clerk_of(cast), "overdue", "", on).exists() is late


def test_it_is_reminded_of_before_and_after_its_last_day_once_each(cast: Cast) -> None:
    made = given_taken(cast)
    told = Message.objects.filter(topic="complaint")
    assert remind(MORNING + timedelta(days=26)) == 0  # four days before
    assert remind(MORNING + timedelta(days=27)) == 1
    assert told.get(title__startswith="举报投诉答复期限将到").recipient == handler_of(cast).person
    assert remind(MORNING + timedelta(days=31)) >= 2  # the whole office
    assert remind(MORNING + timedelta(days=32)) == 0
    made = acts.extend(made, date(2027, 1, 20), "等待鉴定", by=handler_of(cast), at=NOON)
    assert not made.overdue(date(2026, 12, 25))
    with pytest.raises(NotAllowed, match="晚于"):
        acts.extend(made, date(2027, 1, 20), "再等", by=handler_of(cast), at=NOON)


@pytest.mark.row("TJ21-23", "TJ21-24")
def test_what_was_found_true_leads_to_a_rectification(cast: Cast) -> None:
    made, mine = given_taken(cast), handler_of(cast)
    filing = made.filing
    assert filing is not None
    asked = Demand("管理办法", "退还考试费。", ANSWER_BY, complaint=made)
    with pytest.raises(NotAllowed, match="查实以后"):
        demand(filing, asked, by=mine, at=NOON)
    made = acts.answer(made, Outcome.PARTLY, "部分属实。", by=mine, at=NOON)
    asked = Demand("管理办法", "退还考试费。", ANSWER_BY, complaint=made)
    assert demand(filing, asked, by=mine, at=NOON).complaint == made
    with pytest.raises(NotAllowed):
        demand(Filing.objects.order_by("number")[1], asked, by=mine, at=NOON)


def test_an_office_enters_what_came_from_above_and_a_body_does_not(cast: Cast) -> None:
    clerk = clerk_of(cast)
    made = written(source=Source.ABOVE, by=clerk).complaint
    assert (made.authority, made.entered_by) == (clerk.organisation, clerk)
    with pytest.raises(NotYours):
        written(says="另一件", by=manager_of(made.filing))  # type: ignore[arg-type]

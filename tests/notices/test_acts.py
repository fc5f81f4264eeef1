"""Objections: taken while the publicity is open, answered once, and on record; announcements likewise."""

from io import BytesIO

import pytest
from django.core.files import File

from dengji.audit.models import Entry
from dengji.notices.acts.announcing import announce, withdraw_announcement
from dengji.notices.acts.objecting import answer, follow_clock, object_to
from dengji.notices.effects import close_publicity, open_publicity
from dengji.notices.models import Objection
from dengji.notices.queries import announcements_shown
from dengji.people.terms import Role
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.records.models import StoredFile
from dengji.records.refusals import NotTaken
from tests.notices.cast import DETAIL, LAST, given_objection, given_publicity
from tests.records import papers
from tests.records.cast import NOON, at, given_authority, given_clerk, given_post

pytestmark = pytest.mark.django_db


@pytest.mark.row("JL25-7.5a", "TJ21-10.4")
@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        ("2026-11-15 23:59", False),
        ("2026-11-16 00:00", True),
        ("2026-11-20 23:59", True),
        ("2026-11-21 00:00", False),
    ],
)
def test_anybody_may_object_from_the_first_day_to_the_end_of_the_last(moment: str, taken: bool) -> None:
    shown = given_publicity()
    if taken:
        assert given_objection(shown, at=at(moment)).receipt == "YY2026-000001"
        return
    with pytest.raises(
        NotAllowed, match=r"公示自2026年11月16日 \(周一\)起，到2026年11月20日 \(周五\)二十四时止"
    ):
        given_objection(shown, at=at(moment))


@pytest.mark.row("CR-9")
def test_a_refused_objection_says_what_day_it_is_and_whom_to_ask() -> None:
    shown = given_publicity()
    shown.publicity.authority.phone = "0999-1234567"
    with pytest.raises(NotAllowed) as refusal:
        given_objection(shown, at=at("2026-11-21 09:00"))
    assert refusal.value.facts == ("今天是2026年11月21日 (周六)",)
    assert refusal.value.remedy == "仍要反映情况的，请与某市技能鉴定中心联系，电话 0999-1234567"


def test_no_objection_is_taken_once_the_publicity_is_closed() -> None:
    shown = given_publicity()
    close_publicity(shown.case, by=shown.clerk, at=NOON, detail={})
    with pytest.raises(NotAllowed, match="现在不再收异议"):
        given_objection(shown)


def test_no_objection_is_taken_once_the_application_was_taken_back() -> None:
    shown = given_publicity()
    Case.objects.filter(pk=shown.case.pk).update(state="ended", ending="withdrawn", ended_at=NOON)
    with pytest.raises(NotAllowed, match="现在不再收异议"):
        given_objection(shown)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "请写明您的姓名或单位名称"),
        ("name", "长" * 81, "不超过80字"),
        ("contact", "", "请留下能联系到您的电话、电子邮箱或通信地址"),
        ("contact", "找我就行", "请留下能联系到您的"),
        ("contact", "123456", "请留下能联系到您的"),
        ("contact", "13900001111 " + "转" * 80, "不超过80字"),
        ("content", "\n ", "请写明异议的内容和依据"),
        ("content", "长" * 5001, "文字不超过5000字，现在有5001字"),
    ],
)
def test_an_objection_that_cannot_be_answered_is_refused(field: str, value: str, sentence: str) -> None:
    said = {"name": "孙亮", "contact": "13900001111", "content": "该单位没有实训场地。", field: value}
    shown = given_publicity()
    with pytest.raises(NotAllowed, match=sentence):
        object_to(shown.publicity, files=(), at=NOON, **said)
    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    "contact",
    ["13900001111", "0999-1234567 转 8", "sun@example.test", "某市北路1号2单元", "+86 139 0000 1111"],
)
def test_a_telephone_an_address_or_e_mail_is_a_contact(contact: str) -> None:
    objection = object_to(
        given_publicity().publicity, name="孙亮", contact=contact, content="有异议", at=NOON
    )
    assert objection.contact == contact


@pytest.mark.parametrize(
    ("later", "receipts"),
    [
        ("2026-11-16 12:09", {"YY2026-000001"}),
        ("2026-11-16 12:10", {"YY2026-000001", "YY2026-000002"}),
        ("2026-11-16 12:11", {"YY2026-000001", "YY2026-000002"}),
    ],
)
def test_the_button_pressed_twice_gives_the_same_receipt(later: str, receipts: set[str]) -> None:
    shown = given_publicity()
    assert {given_objection(shown).receipt, given_objection(shown, at=at(later)).receipt} == receipts


def test_other_words_are_another_objection() -> None:
    shown = given_publicity()
    assert given_objection(shown).receipt != given_objection(shown, "考评员不在职。").receipt


def test_receipts_begin_anew_each_year() -> None:
    shown = given_publicity(opened_on="2026-12-31", last_day="2027-01-08")
    assert given_objection(shown, at=at("2026-12-31 10:00")).receipt == "YY2026-000001"
    assert given_objection(shown, at=at("2027-01-01 10:00")).receipt == "YY2027-000001"


def test_files_come_with_an_objection() -> None:
    files = [File(BytesIO(papers.PNG), name="现场.png"), File(BytesIO(papers.PDF), name="证明.pdf")]
    shown = given_publicity()
    objection = object_to(
        shown.publicity, name="孙亮", contact="13900001111", content="见附件", files=files, at=NOON
    )
    kept = StoredFile.objects.filter(pk__in=objection.files.values("file"))
    assert {(file.name, file.owner, file.retention) for file in kept} == {
        ("现场.png", None, "objection_material"),
        ("证明.pdf", None, "objection_material"),
    }


@pytest.mark.parametrize(("count", "taken"), [(4, True), (5, True), (6, False)])
def test_at_most_five_files_come_with_an_objection(count: int, taken: bool) -> None:
    shown = given_publicity()
    files = [File(BytesIO(papers.PNG), name=f"{n}.png") for n in range(count)]
    said = {"name": "孙亮", "contact": "13900001111", "content": "见附件"}
    if taken:
        assert object_to(shown.publicity, **said, files=files, at=NOON).files.count() == count
    else:
        with pytest.raises(NotAllowed, match="一次最多附5个文件，现在选了6个"):
            object_to(shown.publicity, **said, files=files, at=NOON)


def test_an_objection_with_a_file_that_cannot_be_taken_is_not_taken_at_all() -> None:
    files = [File(BytesIO(papers.PNG), name="现场.png"), File(BytesIO(b"MZ\x90"), name="现场.exe")]
    shown = given_publicity()
    with pytest.raises(NotTaken, match="程序文件不能收"):
        object_to(shown.publicity, name="孙亮", contact="13900001111", content="见附件", files=files, at=NOON)
    assert not Objection.objects.exists()
    assert not StoredFile.objects.exists()
    assert given_objection(shown).receipt == "YY2026-000001"


@pytest.mark.row("CR-10")
def test_an_objection_is_on_record_without_telling_who_made_it() -> None:
    objection = given_objection(given_publicity())
    entry = Entry.objects.get(act="objection.make", object_id=str(objection.pk))
    assert entry.after is not None
    assert entry.after["receipt"] == objection.receipt
    assert objection.name not in str(entry.after)
    assert objection.contact not in str(entry.after)


@pytest.mark.row("CR-10")
@pytest.mark.parametrize("upheld", [True, False])
def test_an_answer_is_kept_with_its_author_and_on_record(upheld: bool) -> None:
    shown = given_publicity()
    objection = given_objection(shown)
    done = answer(objection, upheld=upheld, answer=" 经查，场地属实。 ", by=shown.clerk, at=NOON)
    assert (done.upheld, done.answer) == (upheld, "经查，场地属实。")
    assert (done.answered_by, done.answered_at) == (shown.clerk, NOON)
    entry = Entry.objects.get(act="objection.answer", object_id=str(objection.pk))
    assert entry.after == {"receipt": objection.receipt, "upheld": upheld, "answer": "经查，场地属实。"}


def test_an_objection_is_answered_once() -> None:
    shown = given_publicity()
    objection = given_objection(shown)
    answer(objection, upheld=False, answer="经查不属实。", by=shown.clerk, at=NOON)
    with pytest.raises(NotAllowed, match="已经答复"):
        answer(objection, upheld=True, answer="经查属实。", by=shown.clerk, at=NOON)
    objection.refresh_from_db()
    assert objection.upheld is False


def test_an_answer_says_what_was_found() -> None:
    shown = given_publicity()
    with pytest.raises(NotAllowed, match="请写明核实的情况和答复意见"):
        answer(given_objection(shown), upheld=False, answer=" ", by=shown.clerk, at=NOON)


def test_only_the_authority_that_has_the_case_answers() -> None:
    shown = given_publicity()
    objection = given_objection(shown)
    bureau = given_authority("某市人力资源和社会保障局", "bureau")
    others = [given_clerk(bureau), given_post(shown.clerk.organisation, Role.AUDITOR)]
    for post in others:
        with pytest.raises(NotYours, match="异议由某市技能鉴定中心核实答复"):
            answer(objection, upheld=False, answer="经查不属实。", by=post, at=NOON)


@pytest.mark.row("JL25-7.5a")
def test_a_case_made_public_anew_has_a_notice_of_its_own() -> None:
    shown = given_publicity()
    close_publicity(shown.case, by=shown.clerk, at=NOON, detail={})
    open_publicity(shown.case, by=shown.clerk, at=NOON, detail=DETAIL)
    assert shown.case.publicities.count() == 2
    assert shown.case.publicities.filter(closed_at=None).count() == 1


def test_the_last_day_follows_the_period_once_the_years_holidays_are_known() -> None:
    shown = given_publicity(provisional=True)
    Case.objects.filter(pk=shown.case.pk).update(due_on="2026-11-23", provisional=False)
    follow_clock(shown.publicity, by=None, at=NOON)
    follow_clock(shown.publicity, by=None, at=NOON)
    shown.publicity.refresh_from_db()
    assert (shown.publicity.last_day.isoformat(), shown.publicity.provisional) == ("2026-11-23", False)
    entry = Entry.objects.get(act="publicity.move")
    assert entry.before == {"last_day": LAST.isoformat(), "provisional": True}


def test_a_closed_publicity_keeps_its_last_day() -> None:
    shown = given_publicity()
    close_publicity(shown.case, by=shown.clerk, at=NOON, detail={})
    Case.objects.filter(pk=shown.case.pk).update(due_on="2026-12-31")
    follow_clock(shown.publicity, by=None, at=NOON)
    shown.publicity.refresh_from_db()
    assert shown.publicity.last_day == LAST


@pytest.mark.row("CR-10")
def test_an_announcement_stands_until_it_is_taken_down_on_record() -> None:
    clerk = given_clerk(given_authority())
    made = announce(clerk.organisation, title=" 通告 ", text="即日起受理。", by=clerk, at=NOON)
    assert list(announcements_shown()) == [made]
    withdraw_announcement(made, by=clerk, at=NOON)
    withdraw_announcement(made, by=clerk, at=NOON)
    assert made.withdrawn_at == NOON
    assert not announcements_shown(clerk.organisation).exists()
    acts = list(Entry.objects.filter(object_kind="notices.Announcement").values_list("act", flat=True))
    assert acts == ["announcement.publish", "announcement.withdraw"]


@pytest.mark.parametrize(("title", "text"), [("", "内容"), ("题" * 161, "内容"), ("题", " ")])
def test_an_announcement_has_a_title_and_a_text(title: str, text: str) -> None:
    clerk = given_clerk(given_authority())
    with pytest.raises(NotAllowed, match="请写明公告的"):
        announce(clerk.organisation, title=title, text=text, by=clerk, at=NOON)


def test_an_authority_announces_for_itself_only() -> None:
    centre, bureau = given_authority(), given_authority("某市人力资源和社会保障局", "bureau")
    with pytest.raises(NotYours, match="公告由某市技能鉴定中心发布和撤下"):
        announce(centre, title="通告", text="内容", by=given_clerk(bureau), at=NOON)

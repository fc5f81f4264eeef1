"""Comments on a draft: from anybody, on the days of the consultation only, answered by its authority, on record."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.db import IntegrityError, transaction

from dengji.audit.models import Entry
from dengji.notices.acts.commenting import AnswerEntry, answer_comment, comment_on
from dengji.notices.acts.consulting import conclude
from dengji.notices.models import Comment
from dengji.notices.terms import Uptake
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.records.refusals import NotTaken
from tests.audit.trail import on_disk, using
from tests.cast import given_post
from tests.notices.drafts import (
    FIRST,
    LAST,
    SAID,
    TAKEN,
    Opened,
    at,
    given_answer,
    given_comment,
    given_consultation,
)
from tests.notices.test_at_once import at_once
from tests.records import papers

pytestmark = pytest.mark.django_db


def ahead_of(first: date) -> Opened:
    """A consultation whose first day is still to come when it is put up."""
    opened = given_consultation()
    opened.consultation.opened_on = first
    opened.consultation.save(update_fields=["opened_on"])
    return opened


@pytest.mark.row("JL25-C", "CR-1")
@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        (at(FIRST - timedelta(days=1), 23, 59), False),
        (at(FIRST, 0, 0), True),
        (at(FIRST + timedelta(days=1)), True),
        (at(LAST - timedelta(days=1)), True),
        (at(LAST, 23, 59), True),
        (at(LAST + timedelta(days=1), 0, 0), False),
    ],
)
def test_a_comment_is_taken_from_the_first_day_to_the_end_of_the_last(moment: datetime, taken: bool) -> None:
    opened = given_consultation()
    if taken:
        assert given_comment(opened, moment).receipt == "YJ2025-000001"
        return
    with pytest.raises(
        NotAllowed, match=r"征求意见自2025年4月11日 \(周五\)起，到2025年5月6日 \(周二\)二十四时止"
    ):
        given_comment(opened, moment)
    assert not Comment.objects.exists()


@pytest.mark.row("JL25-C", "CR-9")
def test_a_comment_after_the_last_day_is_told_where_else_to_turn() -> None:
    opened = given_consultation()
    with pytest.raises(NotAllowed, match="现在不再收意见") as refusal:
        given_comment(opened, at(LAST + timedelta(days=1)))
    assert refusal.value.facts == ("今天是2025年5月7日 (周三)",)
    assert "电话 0431-00000001，电子邮箱 opinion@example.test" in refusal.value.remedy


def test_a_comment_before_the_first_day_is_asked_to_come_again() -> None:
    with pytest.raises(NotAllowed, match="现在还没有开始") as refusal:
        given_comment(ahead_of(date(2025, 4, 14)), at(FIRST))
    assert refusal.value.remedy == "请从首日起再提"


def test_no_comment_is_taken_once_it_is_concluded() -> None:
    opened = given_consultation()
    opened.consultation.concluded_at = at(FIRST)
    opened.consultation.save(update_fields=["concluded_at"])
    with pytest.raises(NotAllowed, match="不再收意见"):
        given_comment(opened)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "请写明您的姓名或单位名称"),
        ("name", "长" * 81, "不超过80字"),
        ("contact", "找我就行", "请留下能联系到您的"),
        ("content", "\n ", "请写明意见的内容和依据"),
        ("content", "长" * 5001, "文字不超过5000字，现在有5001字"),
        ("article", "99", "请从列出的条款中选择"),
    ],
)
def test_a_comment_that_cannot_be_answered_is_refused(field: str, value: str, sentence: str) -> None:
    opened = given_consultation()
    with pytest.raises(NotAllowed, match=sentence):
        given_comment(opened, None, **{field: value})
    assert not Comment.objects.exists()


def test_a_comment_may_be_as_long_as_5000_characters_and_be_about_the_whole_draft() -> None:
    comment = given_comment(given_consultation(), article="", content="长" * 5000)
    assert (comment.article, len(comment.content)) == ("", 5000)


@pytest.mark.parametrize(("minutes", "comments"), [(9, 1), (10, 2), (11, 2)])
def test_the_button_pressed_twice_gives_the_same_receipt(minutes: int, comments: int) -> None:
    opened = given_consultation()
    given_comment(opened)
    given_comment(opened, at(FIRST, 12, minutes))
    assert Comment.objects.count() == comments


def test_the_same_words_on_another_article_are_another_comment() -> None:
    opened = given_consultation()
    assert given_comment(opened).receipt != given_comment(opened, article="5.3").receipt


@pytest.mark.row("JL25-C", "CR-10")
def test_a_comment_is_on_record_without_its_words_its_maker_or_his_contact() -> None:
    comment = given_comment(given_consultation())
    entry = Entry.objects.get(act="comment.make")
    assert entry.after is not None
    assert (entry.after["receipt"], entry.after["article"]) == (comment.receipt, "5.4")
    assert [word for word in (SAID.name, SAID.contact, SAID.content) if word in str(entry.after)] == []


def test_files_come_with_a_comment_five_at_most() -> None:
    opened = given_consultation()
    files = [File(BytesIO(papers.PDF), name=f"{n}.pdf") for n in range(6)]
    with pytest.raises(NotAllowed, match="一次最多附5个文件，现在选了6个"):
        comment_on(opened.consultation, SAID, files=files, at=at(FIRST))
    comment = comment_on(opened.consultation, SAID, files=files[:5], at=at(FIRST))
    kept = {(each.file.name, each.file.retention) for each in comment.files.all()}
    assert kept == {(f"{n}.pdf", "comment_material") for n in range(5)}


def test_a_file_that_cannot_be_taken_leaves_no_comment_behind() -> None:
    files = [File(BytesIO(b"MZ" + b"\x00" * 100), name="假.pdf")]
    with pytest.raises(NotTaken):
        comment_on(given_consultation().consultation, SAID, files=files, at=at(FIRST))
    assert not Comment.objects.exists()


@pytest.mark.row("JL25-C")
def test_a_comment_is_answered_with_what_became_of_it_and_it_stands_on_record() -> None:
    opened = given_consultation()
    comment = given_answer(opened, given_comment(opened))
    assert (comment.uptake, comment.gist, comment.answer) == ("partly", TAKEN.gist, TAKEN.answer)
    assert (comment.public, comment.answered_by, comment.version) == (True, opened.clerk, 1)
    entry = Entry.objects.get(act="comment.answer")
    assert (entry.person_name, entry.after and entry.after["uptake"]) == ("林经办", "partly")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"uptake": "perhaps"}, "请选择采纳情况"),
        ({"answer": " "}, "请写明采纳情况的理由"),
        ({"answer": "长" * 5001}, "文字不超过5000字"),
        ({"gist": ""}, "要公开的答复请写意见概要"),
        ({"gist": "长" * 301}, "意见概要不超过300字，现在有301字"),
    ],
)
def test_an_answer_that_says_too_little_is_refused(changes: dict[str, Any], sentence: str) -> None:
    opened = given_consultation()
    comment = given_comment(opened)
    with pytest.raises(NotAllowed, match=sentence):
        given_answer(opened, comment, replace(TAKEN, **changes))
    comment.refresh_from_db()
    assert comment.answered_at is None


def test_an_answer_that_stays_private_needs_no_gist() -> None:
    opened = given_consultation()
    entry = AnswerEntry(Uptake.NOTED, "与本草案无关，已转有关处室。", public=False)
    assert given_answer(opened, given_comment(opened), entry).public is False


@pytest.mark.row("JL25-C")
@pytest.mark.parametrize("who", ["clerk", "wrong_clerk", "approver", "manager", "auditor"])
def test_only_the_drafts_own_authority_answers(who: str) -> None:
    opened = given_consultation()
    comment = given_comment(opened)
    post = (
        given_post(opened.cast.province_bureau, Role.AUDITOR)
        if who == "auditor"
        else getattr(opened.cast, who)
    )
    with pytest.raises(NotYours, match="您的岗位不能办理"):
        answer_comment(comment, TAKEN, by=post, at=at(FIRST, 15))


def test_an_answer_is_mended_until_it_is_concluded_and_both_stand_on_record() -> None:
    opened = given_consultation()
    comment = given_answer(opened, given_comment(opened))
    mended = given_answer(opened, comment, replace(TAKEN, uptake=Uptake.ADOPTED))
    assert (mended.uptake, mended.version) == ("adopted", 2)
    said = [entry.before["uptake"] for entry in Entry.objects.filter(act="comment.answer") if entry.before]
    assert said == ["", "partly"]
    conclude(opened.consultation, conclusion="已研究。", by=opened.administrator, at=at(LAST + timedelta(1)))
    with pytest.raises(NotAllowed, match="已经办结，答复不能再改"):
        given_answer(opened, mended, TAKEN)


def test_an_answer_pressed_twice_is_one_and_a_page_left_behind_answers_nothing() -> None:
    opened = given_consultation()
    comment = given_comment(opened)
    given_answer(opened, comment)
    assert given_answer(opened, comment).version == 1
    with pytest.raises(Moved, match="刚刚由他人答复过"):
        given_answer(opened, comment, replace(TAKEN, uptake=Uptake.ADOPTED))


def test_what_is_public_has_its_gist_and_its_answer() -> None:
    comment = given_comment(given_consultation())
    with pytest.raises(IntegrityError, match="comment_public"), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(public=True)


@pytest.mark.django_db(transaction=True)
def test_the_same_words_sent_at_once_have_one_receipt_and_others_have_their_own(tmp_path: Path) -> None:
    opened = given_consultation()
    elsewhere = on_disk(tmp_path / "comments.sqlite3")
    at_once(
        elsewhere,
        *[partial(given_comment, opened)] * 3,
        *[partial(given_comment, opened, content=f"第{n}条") for n in range(2)],
    )
    with using(elsewhere):
        receipts = sorted(Comment.objects.values_list("receipt", flat=True))
    assert receipts == [f"YJ2025-00000{n}" for n in (1, 2, 3)]

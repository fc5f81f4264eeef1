"""Consultations as people see them: by day, by authority, without names; in figures; who may read what."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files import File
from pytest_django import DjangoAssertNumQueries

from dengji.notices.acts.commenting import comment_on
from dengji.notices.acts.consulting import conclude
from dengji.notices.comments import (
    answers_shown,
    comment_by_receipt,
    comment_by_token,
    comment_file_for,
    comment_for,
    comments_to,
    next_waiting,
)
from dengji.notices.consultations import (
    consultation_at,
    consultation_for,
    consultations_of,
    consultations_on,
    consultations_shown,
    last_days_with,
    seen_on,
    summary,
)
from dengji.notices.models import Consultation
from dengji.notices.terms import Phase, Uptake
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.policy.foreseen import calendar_with
from dengji.policy.queries import calendar_in_force
from dengji.workdays.schedule import parse_schedule
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
from tests.notices.test_consulting import SCHEDULE, given_year_end
from tests.records import papers

pytestmark = pytest.mark.django_db
AFTER = LAST + timedelta(days=1)


@pytest.fixture
def opened() -> Opened:
    """Four comments, two of them answered, one of those in private."""
    opened = given_consultation()
    first = given_comment(opened)
    given_comment(opened, content="也应当说明保存多久。", name="某培训学校")
    third = given_comment(opened, article="", content="总体赞成。")
    given_comment(opened, article="3", content="分级可以再细。")
    given_answer(opened, first)
    given_answer(opened, third, replace(TAKEN, uptake=Uptake.NOTED, gist="", public=False))
    return opened


def concluded(opened: Opened) -> Consultation:
    """Everything is answered, and it is concluded the day after the last."""
    for comment in opened.consultation.comments.filter(answered_at=None):
        given_answer(opened, comment, replace(TAKEN, uptake=Uptake.ADOPTED))
    return conclude(opened.consultation, conclusion="已研究。", by=opened.administrator, at=at(AFTER))


@pytest.mark.row("JL25-C")
@pytest.mark.parametrize(
    ("day", "phase", "left"),
    [
        (FIRST - timedelta(days=1), Phase.AHEAD, None),
        (FIRST, Phase.OPEN, 15),
        (date(2025, 4, 27), Phase.OPEN, 4),
        (LAST - timedelta(days=1), Phase.OPEN, 1),
        (LAST, Phase.OPEN, 0),
        (AFTER, Phase.ANSWERING, None),
    ],
)
def test_it_is_open_from_its_first_day_to_its_last(
    opened: Opened, day: date, phase: Phase, left: int | None
) -> None:
    shown = seen_on(consultations_shown().get(), day, calendar_in_force())
    assert (shown.phase, shown.left, shown.comments) == (phase, left, 4)
    assert shown.open is (phase is Phase.OPEN)


def test_once_concluded_it_is_so_on_every_day(opened: Opened) -> None:
    concluded(opened)
    assert seen_on(consultations_shown().get(), AFTER, calendar_in_force()).phase is Phase.CONCLUDED


def test_it_is_found_by_its_address_by_its_text_and_by_its_authority(opened: Opened) -> None:
    token = opened.consultation.token
    assert consultation_at(token) == opened.consultation
    assert consultation_at(uuid4()) is None
    assert [list(consultations_on(pack)) for pack in ("JLJD", "JL25")] == [[opened.consultation], []]
    mine = consultations_of(opened.cast.province_bureau).get()
    assert getattr(mine, "waiting", None) == 2
    assert not consultations_of(opened.cast.bureau).exists()


def reader(opened: Opened, who: str) -> Post:
    """Somebody who asks to read."""
    roles = {"clerk": Role.CLERK, "administrator": Role.ADMINISTRATOR, "auditor": Role.AUDITOR}
    if who in roles:
        return given_post(opened.cast.province_bureau, roles[who])
    return given_post(opened.cast.bureau, Role.CLERK) if who == "city" else opened.cast.manager


@pytest.mark.row("JL25-C")
@pytest.mark.parametrize(
    ("who", "reads"),
    [("clerk", True), ("administrator", True), ("auditor", False), ("city", False), ("body", False)],
)
def test_comments_and_their_files_are_read_by_the_authoritys_officers_only(
    opened: Opened, who: str, reads: bool
) -> None:
    files = [File(BytesIO(papers.PDF), name="依据.pdf")]
    comment = comment_on(opened.consultation, replace(SAID, content="见附件"), files=files, at=at(FIRST))
    post, file = reader(opened, who), comment.files.get().file
    found = (
        comment_for(post, comment.token),
        consultation_for(post, opened.consultation.token),
        comment_file_for(post, file.token),
    )
    assert found == ((comment, opened.consultation, file) if reads else (None, None, None))


def test_each_row_says_what_it_is(opened: Opened) -> None:
    files = [File(BytesIO(papers.PDF), name="依据.pdf")]
    comment = comment_on(opened.consultation, replace(SAID, content="见附件"), files=files, at=at(FIRST))
    assert str(opened.consultation) == f"《{opened.consultation.edition.title}》征求意见"
    assert (str(comment), str(comment.files.get())) == ("YJ2025-000005", "依据.pdf")


def test_a_file_of_something_else_and_nobody_find_nothing(opened: Opened) -> None:
    assert comment_file_for(opened.clerk, uuid4()) is None
    assert comment_file_for(None, uuid4()) is None


@pytest.mark.parametrize(
    ("receipt", "contact", "found"),
    [
        ("YJ2025-000001", SAID.contact, True),
        (" yj2025-000001 ", f" {SAID.contact} ", True),
        ("YJ2025-000001", "13900002222", False),
        ("YJ2025-000099", SAID.contact, False),
    ],
)
def test_a_comment_is_found_by_receipt_and_contact(
    opened: Opened, receipt: str, contact: str, found: bool
) -> None:
    comment = comment_by_receipt(receipt, contact)
    assert (comment is not None) is found
    if comment is not None:
        assert comment_by_token(comment.token) == comment


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 4),
        ({"article": "5.4"}, 2),
        ({"article": "whole"}, 1),
        ({"uptake": "partly"}, 1),
        ({"uptake": "waiting"}, 2),
        ({"article": "5.4", "uptake": "waiting"}, 1),
        ({"words": "培训学校"}, 1),
        ({"words": "保存多久"}, 1),
        ({"words": " yj2025-000003 "}, 1),
        ({"words": "没有这样的话"}, 0),
    ],
)
def test_comments_are_filtered_by_article_outcome_and_words(
    opened: Opened, asked: dict[str, str], count: int
) -> None:
    assert comments_to(opened.consultation, asked).count() == count


def test_the_next_one_waiting_comes_after_this_one_and_then_from_the_top(opened: Opened) -> None:
    one, two, three, four = opened.consultation.comments.order_by("id")
    assert [next_waiting(each) for each in (one, two, three, four)] == [two, four, four, two]
    given_answer(opened, two)
    assert next_waiting(four) is None


@pytest.mark.row("JL25-C")
def test_the_summary_counts_by_article_and_outcome_in_one_query(
    opened: Opened, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        told = summary(opened.consultation)
    assert [(row.label, row.counts, row.waiting, row.total) for row in told.rows] == [
        ("整份草案", (0, 0, 0, 1), 0, 1),
        ("第三条", (0, 0, 0, 0), 1, 1),
        ("第五条第（四）项", (0, 1, 0, 0), 1, 2),
    ]
    assert (told.whole.counts, told.whole.waiting, told.whole.total) == ((0, 1, 0, 1), 2, 4)


@pytest.mark.row("JL25-C")
def test_answers_are_shown_once_concluded_in_the_texts_order_without_the_private_ones(opened: Opened) -> None:
    assert not answers_shown(opened.consultation).exists()
    shown = list(answers_shown(concluded(opened)))
    assert [each.article for each in shown] == ["3", "5.4", "5.4"]
    assert {"name", "contact", "content"} <= shown[0].get_deferred_fields()


@pytest.mark.row("CR-8")
def test_a_schedule_tells_beforehand_which_last_days_it_would_move() -> None:
    moving = given_year_end()
    calendar = calendar_with(parse_schedule(SCHEDULE, name="2027"))
    told = last_days_with(calendar, date(2026, 12, 31))
    assert [(move.consultation, move.before.day, move.after.day) for move in told] == [
        (moving, date(2027, 1, 6), date(2027, 1, 8))
    ]
    assert (told[0].before.provisional, told[0].after.provisional) == (True, False)
    assert last_days_with(calendar, date(2027, 1, 7)) == []
    assert last_days_with(calendar_in_force(), date(2026, 12, 31)) == []

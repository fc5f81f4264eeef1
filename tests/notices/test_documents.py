"""The summary on paper: figures and answers for everybody, names for nobody, and no character that stops it."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from dengji.notices.acts.consulting import conclude
from dengji.notices.documents import summary_content, summary_pdf, summary_word
from dengji.notices.models import Consultation
from dengji.notices.terms import Uptake
from tests.notices.drafts import (
    LAST,
    SAID,
    TAKEN,
    Opened,
    at,
    given_answer,
    given_comment,
    given_consultation,
)
from tests.records import sheets

pytestmark = pytest.mark.django_db
AFTER = LAST + timedelta(days=1)


@pytest.fixture
def opened() -> Opened:
    """Two comments, one answered for everybody and one in private."""
    opened = given_consultation()
    given_answer(opened, given_comment(opened), replace(TAKEN, answer="第一段。\n\n第二段。"))
    private = replace(TAKEN, uptake=Uptake.NOTED, gist="", answer="已当面答复。", public=False)
    given_answer(opened, given_comment(opened, article="", content="总体赞成。"), private)
    return opened


@pytest.mark.row("JL25-C")
def test_the_summary_says_how_long_how_many_and_what_became_of_them(opened: Opened) -> None:
    conclude(opened.consultation, conclusion="草案将作修改。", by=opened.administrator, at=at(AFTER))
    opened.consultation.refresh_from_db()
    said = sheets.words(summary_pdf(opened.consultation, on=AFTER))
    for words in (
        "公开征求意见情况汇总",
        "2025年4月11日至2025年5月6日，共15个工作日，次日起算",
        "电话0431-00000001",
        "2条，都已答复",
        "第五条第（四）项",
        TAKEN.gist,
        "部分采纳",
        "第一段。",
        "第二段。",
        "草案将作修改。",
        "2025年5月7日",
    ):
        assert words.replace(" ", "") in said.replace(" ", "")


@pytest.mark.row("JL25-C")
def test_the_summary_names_nobody_and_tells_nothing_private(opened: Opened) -> None:
    content = str(summary_content(opened.consultation, AFTER))
    told = (SAID.name, SAID.contact, SAID.content, "总体赞成", "已当面答复")
    assert [words for words in told if words in content] == []


def word_of(consultation: Consultation) -> str:
    """All the words of the Word file, without blanks."""
    paper = Document(BytesIO(summary_word(consultation, on=AFTER)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "".join("".join([*(each.text for each in paper.paragraphs), *cells]).split())


@pytest.mark.row("JL25-C")
def test_the_word_file_says_what_the_pdf_says_and_names_nobody(opened: Opened) -> None:
    conclude(opened.consultation, conclusion="草案将作修改。", by=opened.administrator, at=at(AFTER))
    opened.consultation.refresh_from_db()
    said = word_of(opened.consultation)
    for words in (
        "公开征求意见情况汇总",
        "2条，都已答复",
        "第五条第（四）项",
        TAKEN.gist,
        "部分采纳",
        "第二段。",
        "草案将作修改。",
    ):
        assert "".join(words.split()) in said
    told = (SAID.name, SAID.contact, SAID.content, "总体赞成", "已当面答复")
    assert [words for words in told if words in said] == []


def test_the_word_file_without_comments_says_so() -> None:
    said = word_of(given_consultation().consultation)
    for words in ("没有收到意见。", "没有公开的意见概要和答复。", "这次征求意见还没有办结。"):
        assert words in said


def test_a_consultation_without_comments_has_a_summary_too() -> None:
    opened = given_consultation()
    said = sheets.words(summary_pdf(opened.consultation, on=AFTER))
    assert "没有收到意见" in said
    assert "这次征求意见还没有办结" in said


def test_a_character_that_no_font_has_does_not_stop_the_summary(opened: Opened) -> None:
    odd = replace(TAKEN, gist="建议写清楚\U0001f600", answer="好的\U0001f600。")
    given_answer(opened, given_comment(opened, content="另一条"), odd)
    assert "建议写清楚〓" in sheets.words(summary_pdf(opened.consultation, on=AFTER))

"""What the public's comments came to, on paper (征求意见情况汇总): figures, gists and answers, nobody's name."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings

from dengji.notices.comments import article_label, draft_of, in_order_of_the_text
from dengji.notices.consultations import Summary, reached_at, summary
from dengji.notices.models import Comment, Consultation
from dengji.notices.terms import Uptake
from dengji.policy.engine.pack import Pack
from dengji.records.documents import day_in_words
from dengji.records.typesetting import fonts_in, typeset
from dengji.records.word import word
from dengji.workdays.periods import Period
from dengji.workdays.words import period_in_words

COLUMNS = ("条款", "意见数", *Uptake.labels, "未答复")
WIDTHS = (5, 2, *(2 for _ in Uptake.labels), 2)
NONE_TOLD = {"title": "", "kind": "words", "rows": ["没有公开的意见概要和答复。"]}
MISSING = "〓"
"""What a printer sets for a character that no font has; somebody from the public may have used one."""


def summary_pdf(consultation: Consultation, *, on: date) -> bytes:
    """征求意见情况汇总: as PDF, dated `on`; the answers that are for the public only. Raises what `typeset` raises."""
    return typeset("summary.typ", summary_content(consultation, on), on=on)


def summary_word(consultation: Consultation, *, on: date) -> bytes:
    """征求意见情况汇总: the same as a Word file, to go on with; what is said is the same, and no more."""
    said = _content(consultation, on)
    parts = [
        _part("基本情况", {"kind": "pairs", "rows": said["facts"]}),
        _part("意见数量", _figures(said)),
        {"title": "意见和答复", "pieces": [_answered(group) for group in said["groups"]] or [NONE_TOLD]},
        _part("办理结论", {"kind": "words", "rows": said["conclusion"] or ["这次征求意见还没有办结。"]}),
    ]
    around = {"number": said["authority"], "printed": said["day"], "signed": "", "opinions": []}
    return word({"title": said["title"], "author": said["author"], "parts": parts} | around, on=on)


def _part(title: str, piece: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "pieces": [{"title": "", **piece}]}


def _figures(said: dict[str, Any]) -> dict[str, Any]:
    """The numbers of comments as a list; a sentence where there are none."""
    if not said["rows"]:
        return {"kind": "words", "rows": ["没有收到意见。"]}
    return {"kind": "list", "columns": said["columns"], "widths": WIDTHS, "rows": said["rows"]}


def _answered(group: dict[str, Any]) -> dict[str, Any]:
    """The gists on an article and their answers, as a list."""
    rows = [[each["gist"], each["uptake"], "　".join(each["answer"])] for each in group["answers"]]
    columns = ["意见概要", "采纳情况", "答复"]
    return {"title": group["label"], "kind": "list", "columns": columns, "widths": [5, 2, 5], "rows": rows}


def summary_content(consultation: Consultation, on: date) -> dict[str, Any]:
    """汇总内容: ready to be set; a character without a shape stands as 〓."""
    shown: dict[str, Any] = _in_print(_content(consultation, on), fonts_in(settings.DENGJI_FONTS).covered)
    return shown


def _content(consultation: Consultation, on: date) -> dict[str, Any]:
    pack, told = draft_of(consultation), summary(consultation)
    answers = in_order_of_the_text(consultation).filter(public=True)
    return {
        "title": f"{consultation.edition}公开征求意见情况汇总",
        "author": [consultation.authority.name],
        "authority": consultation.authority.name,
        "day": day_in_words(on),
        "facts": _facts(consultation, told),
        "columns": list(COLUMNS),
        "rows": figures(told) if told.rows else [],
        "groups": _groups(pack, answers),
        "conclusion": _lines(consultation.conclusion),
    }


def figures(told: Summary) -> list[list[str]]:
    """意见数量: a line for each article that has comments, and one for all."""
    rows = (*told.rows, told.whole)
    return [[row.label, *map(str, (row.total, *row.counts, row.waiting))] for row in rows]


def _facts(consultation: Consultation, told: Summary) -> list[list[str]]:
    first, last = day_in_words(consultation.opened_on), day_in_words(consultation.last_day)
    waiting = f"其中{told.whole.waiting}条未答复" if told.whole.waiting else "都已答复"
    length = period_in_words(Period(consultation.n, consultation.unit))
    return [
        ["文本", str(consultation.edition)],
        ["文号", consultation.edition.number],
        ["征求意见机关", consultation.authority.name],
        [
            "起止日期",
            f"{first}至{last}，共{length}，次日起算{'（末日暂定）' if consultation.provisional else ''}",
        ],
        ["联系方式", reached_at(consultation)],
        ["收到意见", f"{told.whole.total}条，{waiting}"],
    ]


def _groups(pack: Pack, answers: Iterable[Comment]) -> list[dict[str, Any]]:
    """Gists and answers by article, in the text's order."""
    return [
        {
            "label": article_label(pack, key),
            "answers": [
                {"gist": each.gist, "uptake": each.get_uptake_display(), "answer": _lines(each.answer)}
                for each in of_one
            ],
        }
        for key, of_one in groupby(answers, key=lambda each: each.article)
    ]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _in_print(content: Any, covered: frozenset[int]) -> Any:
    """The content with 〓 for every character that the fonts lack."""
    if isinstance(content, str):
        return "".join(each if ord(each) in covered or each.isspace() else MISSING for each in content)
    if isinstance(content, dict):
        return {key: _in_print(value, covered) for key, value in content.items()}
    return [_in_print(each, covered) for each in content]

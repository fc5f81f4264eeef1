"""How a look-up of certificates is asked and answered in words (证书查询的表单和答复)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from django import forms

from dengji.certificates.advice import NOT_FOUND
from dengji.certificates.lookup import LONGEST_NAME, LONGEST_NUMBER, Question, Shown
from dengji.web.public.asking import Outcome, Verdict
from dengji.workdays.words import in_words

TOO_OFTEN = "查询得太多，请稍后再试。"
READ_PICTURE = "查询没有查到的次数多了，请先填写图片里的字符。"
MISREAD = "图片里的字符不对，或者图片已经过期，请照新的图片填写。"
INCOMPLETE = "请填写证书编号或者证件号码（只填一项），以及姓名。"
WAIT = "60"  # seconds, as a header says it
HERE = {"nav": "certificates"}
JSON = "application/json; charset=utf-8"
Told = dict[str, Any]


class LookUpForm(forms.Form):
    """What is asked (查询表单): a number, the name, and where many failed the signs of a picture."""

    name = forms.CharField(
        label="姓名",
        max_length=LONGEST_NAME,
        help_text="与证书上的完全一样。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写姓名。", "max_length": f"姓名最多{LONGEST_NAME}个字，请核对。"},
    )
    answer = forms.CharField(
        label="图片里的字符",
        max_length=20,
        required=False,
        help_text="共5个，不分大小写。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    token = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)

    @property
    def question(self) -> Question:
        """What is asked, of a form that is valid."""
        said = self.cleaned_data
        return Question(said.get("number", ""), said.get("document", ""), said["name"])


class NumberForm(LookUpForm):
    """By the certificate's number (按证书编号查)."""

    field_order = ("number", "name", "answer", "token")
    number = forms.CharField(
        label="证书编号",
        max_length=LONGEST_NUMBER,
        help_text="职业技能等级证书22位，例如 Y000012000900264000001；空格、大小写都不影响。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写证书编号。", "max_length": "证书编号太长，请核对。"},
    )


class DocumentForm(LookUpForm):
    """By the number of the holder's document (按证件号码查)."""

    field_order = ("document", "name", "answer", "token")
    document = forms.CharField(
        label="证件号码",
        max_length=LONGEST_NUMBER,
        help_text="参加评价时用的身份证号或者其他证件号码。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写证件号码。", "max_length": "证件号码太长，请核对。"},
    )


def told(shown: Shown) -> Told:
    """A certificate in words: texts, `tone` a word of the sheet of styles, `history` a list of texts."""
    return {
        "number": shown.number,
        "name": shown.name,
        "masked": shown.masked,
        "title": shown.title,
        "occupation": shown.occupation,
        "code": shown.code,
        "work_type": shown.work_type,
        "level_label": shown.level_label,
        "body": shown.body,
        "filing": shown.filing,
        "issuer": shown.issuer if shown.issuer != shown.body else "",
        "issued_on": in_words(shown.issued_on),
        "label": shown.standing.label,
        "says": shown.standing.says,
        "tone": shown.standing.tone,
        "history": [
            {"on": in_words(each.on), "label": each.label, "says": each.says} for each in shown.history
        ],
    }


def found_in_words(found: Sequence[Shown], at: datetime) -> Told:
    """What the page of an answer shows."""
    return {"found": [told(each) for each in found], "at": at_in_words(at)}


def at_in_words(at: datetime) -> str:
    """截至: the moment of an answer, local as it comes."""
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def refused_as_json(says: str) -> bytes:
    """That a question was not taken, to a program."""
    return orjson.dumps({"found": None, "says": says})


def as_json(outcome: Outcome, at: datetime) -> bytes:
    """The answer to a program."""
    if outcome.found:
        return orjson.dumps(found_for_programs(outcome.found, at))
    says = {Verdict.TOO_OFTEN: TOO_OFTEN, Verdict.CHALLENGED: MISREAD if outcome.misread else READ_PICTURE}
    said: Told = {
        "found": False if outcome.verdict is Verdict.ANSWERED else None,
        "at": at.isoformat(timespec="seconds"),
        "says": says.get(outcome.verdict, NOT_FOUND),
        "advice": list(outcome.advice),
        "challenge": outcome.challenge._asdict() if outcome.challenge else None,
    }
    return orjson.dumps(said)


def found_for_programs(found: Sequence[Shown], at: datetime) -> Told:
    """What was found, for a program: texts, or null, and lists of the same."""
    listed = [_plain(each) for each in found]
    return {"found": True, "at": at.isoformat(timespec="seconds"), "certificates": listed}


def _plain(shown: Shown) -> Told:
    said = shown._asdict()
    said["issued_on"] = shown.issued_on.isoformat()
    said["corrected_on"] = shown.corrected_on.isoformat() if shown.corrected_on else None
    said["standing"] = shown.standing.label
    said["history"] = [
        {"kind": str(each.kind), "label": each.label, "says": each.says, "on": each.on.isoformat()}
        for each in shown.history
    ]
    return said

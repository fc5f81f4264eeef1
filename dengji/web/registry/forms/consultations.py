"""A draft opened to comment, its comments sought and answered, and its conclusion, as forms (征求意见表单)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from dengji.notices.acts.commenting import GIST, AnswerEntry
from dengji.notices.acts.consulting import MOST_DAYS, WIDTHS, Invitation
from dengji.notices.comments import WHOLE
from dengji.notices.models import Comment
from dengji.notices.terms import COMMENT_UNITS, Uptake
from dengji.notices.writing import LONGEST
from dengji.policy.engine.pack import Pack
from dengji.web.registry.forms.plain import PlainForm, day_field, search_field, words_field
from dengji.workdays.periods import Period

EVERY = ("", "不限")


class OpenForm(PlainForm):
    """What the public is asked, how long, and where it may write (征求意见启事)."""

    asks = words_field(
        "征求哪些意见", LONGEST, rows=6, help_text="写明起草的背景、希望听取意见的方面。空一行分段。"
    )
    opened_on = day_field("首日", help_text="从这一天起可以提意见，不能早于今天。")
    n = forms.IntegerField(
        label="征求意见期", min_value=1, max_value=MOST_DAYS, help_text="自首日的次日起算。"
    )
    unit = forms.ChoiceField(label="期限单位", choices=COMMENT_UNITS)
    contact_name = forms.CharField(label="联系人", required=False, max_length=WIDTHS["contact_name"])
    phone = forms.CharField(
        label="联系电话",
        required=False,
        max_length=WIDTHS["phone"],
        help_text="电话、电子邮箱、通信地址至少填一种。",
    )
    email = forms.CharField(label="电子邮箱", required=False, max_length=WIDTHS["email"])
    postal_address = forms.CharField(label="通信地址", required=False, max_length=WIDTHS["postal_address"])

    def invitation(self) -> Invitation:
        """What was typed, as its act takes it."""
        said = dict(self.cleaned_data)
        return Invitation(period=Period(said.pop("n"), said.pop("unit")), **said)


class SoughtForm(PlainForm):
    """Which comments to show (筛选意见); it stays in the address."""

    article = forms.ChoiceField(label="条款", required=False)
    uptake = forms.ChoiceField(
        label="答复情况", required=False, choices=(EVERY, ("waiting", "未答复"), *Uptake.choices)
    )
    words = search_field("回执号、姓名或内容")

    def __init__(self, given: Any, *, pack: Pack) -> None:
        super().__init__(given)
        articles = [(key, each.label) for key, each in pack.articles.items()]
        self.offer("article", [EVERY, ("whole", WHOLE), *articles])

    def asked(self) -> dict[str, str]:
        """What is asked, without what cannot be read."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class AnswerForm(PlainForm):
    """What became of a comment, and what everybody may read of it (答复)."""

    uptake = forms.ChoiceField(label="采纳情况", choices=Uptake.choices, widget=forms.RadioSelect)
    answer = words_field(
        "答复", LONGEST, rows=6, help_text="写明怎样采纳，或者为什么不采纳。提意见人凭回执号马上可以看到。"
    )
    gist = words_field(
        "意见概要",
        GIST,
        rows=3,
        required=False,
        help_text=f"选择公开的必须写，代替原文公开，不超过{GIST}字，不写提意见人的姓名和联系方式。",
    )
    public = forms.BooleanField(
        label="办结后公开概要和答复",
        required=False,
        help_text="内容与草案无关、涉及个人隐私的，可以不公开；数量仍计入统计。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def entry(self) -> AnswerEntry:
        """The answer as its act takes it."""
        said = self.cleaned_data
        return AnswerEntry(Uptake(said["uptake"]), said["answer"], said["gist"], said["public"])


def answer_so_far(comment: Comment) -> Mapping[str, Any]:
    """What the answer's form begins with: the answer as it stands, or an empty one for the public."""
    there = {name: getattr(comment, name) for name in ("uptake", "answer", "gist", "version")}
    return there | {"public": comment.public if comment.answered_at else True}


class ConcludeForm(PlainForm):
    """What it all came to (办结说明)."""

    conclusion = words_field(
        "总体情况和处理意见", LONGEST, rows=8, help_text="写明收到意见的情况、主要修改。将在征求意见页公开。"
    )

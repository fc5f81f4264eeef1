"""What the public fills in on a draft (意见表单): a comment, and the receipt by which it is found again."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from dengji.notices.acts.commenting import CommentEntry
from dengji.notices.writing import LONGEST
from dengji.web.public.forms import LetterForm

Choices = Iterable[tuple[str, str]]
TOO_MANY = "从您所在的网络提交得太多，请一小时后再试；也可以直接按本页的联系方式提意见。"
ASKED_TOO_OFTEN = "从您所在的网络查询得太多，请一小时后再试。"


class CommentForm(LetterForm):
    """A comment on a draft (意见)."""

    field_order = ("article", "content", "name", "contact", "papers", "website")

    article = forms.ChoiceField(
        label="针对哪一条",
        required=False,
        help_text="一次说一条。对几条都有意见的，请分几次提交。",
        error_messages={"invalid_choice": "请从列出的条款中选择。"},
    )
    content = forms.CharField(
        label="您的意见和理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"请写明怎样改、为什么，不超过{LONGEST}字。不要写他人的证件号码、电话等信息。",
        error_messages={"required": "请写明您的意见和理由。"},
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=80,
        help_text="电话、电子邮箱或通信地址。姓名和联系方式只供办理机关核实和答复使用，不公开。",
        error_messages={"required": "请留下能联系到您的电话、电子邮箱或通信地址。"},
    )

    def __init__(self, *args: Any, articles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["article"]).choices = list(articles)

    def entry(self) -> CommentEntry:
        """The comment as its act takes it."""
        said = self.cleaned_data
        return CommentEntry(said["article"], said["name"], said["contact"], said["content"])


class CommentReceiptForm(forms.Form):
    """A receipt and the contact left with it (凭回执号查询意见)."""

    receipt = forms.CharField(
        label="回执号",
        max_length=20,
        help_text="以 YJ 开头，例如 YJ2026-000001。",
        error_messages={"required": "请填写回执号，例如 YJ2026-000001。"},
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=80,
        help_text="与提意见时填写的完全一样。",
        error_messages={"required": "请填写提意见时留下的联系方式。"},
    )

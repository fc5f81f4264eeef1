"""The filters of the list of reports, and what is put back of a file (报送筛选、放回结果)."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from dengji.exchange.reports import SORTS
from dengji.exchange.terms import Operation, Report, Standing
from dengji.web.office.forms import long_text

EVERY = ("", "不限")


class SoughtForm(forms.Form):
    """What is looked for; it stays in the address."""

    words = forms.CharField(
        label="机构名称或回执号、文件编号",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"data-search": "", "type": "search"}),
    )
    standing = forms.ChoiceField(required=False, choices=[EVERY, *Standing.choices], widget=forms.HiddenInput)
    late = forms.BooleanField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="种类", required=False, choices=[EVERY, *Report.choices])
    operation = forms.ChoiceField(label="操作类型", required=False, choices=[EVERY, *Operation.choices])
    place = forms.ChoiceField(label="所在地", required=False)
    sort = forms.ChoiceField(label="排列", required=False, choices=list(SORTS.items()))

    def __init__(self, asked: Any, *, places: Iterable[tuple[str, str]]) -> None:
        super().__init__(asked)
        cast(forms.ChoiceField, self.fields["place"]).choices = [EVERY, *places]


class AnswerForm(forms.Form):
    """The answer sheet that the platform gave."""

    sheet = forms.FileField(
        label="结果表",
        help_text="从国家平台下载的xlsx或CSV，最多10,000行、5MB。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={each: "请选择结果表。" for each in ("required", "missing", "invalid")}
        | {"empty": "文件是空的，请选择下载的结果表。"},
    )


class GiveUpForm(forms.Form):
    """Why a file is given up."""

    because = long_text("作废原因", rows=3, help_text="例如：没有报送；平台整份退回，要求重新报送。")

"""The filters of the office's list of plans (评价计划筛选)."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from dengji.evaluations.queries import ENDED, SORTS
from dengji.evaluations.terms import PlanState

EVERY = ("", "不限")
OFFERED = [each for each in PlanState if each is not PlanState.DRAFT]


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


class SoughtForm(forms.Form):
    """What is looked for; it stays in the address."""

    words = forms.CharField(
        label="机构名称或计划编号",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"data-search": "", "type": "search"}),
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[EVERY, *((each.value, each.label) for each in OFFERED), (ENDED, "已结束，没有报送结果")],
    )
    place = forms.ChoiceField(label="所在地", required=False)
    occupation = forms.CharField(label="职业（编码或名称）", required=False, max_length=60)
    from_on = _day("开始日期自")
    until = _day("开始日期至")
    sort = forms.ChoiceField(label="排列", required=False, choices=list(SORTS.items()))

    def __init__(self, asked: Any, *, places: Iterable[tuple[str, str]]) -> None:
        super().__init__(asked)
        cast(forms.ChoiceField, self.fields["place"]).choices = [EVERY, *places]

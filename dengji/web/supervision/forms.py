"""Forms of the supervision desk (监督检查表单)."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms

from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.filings.models import Filing
from dengji.institutions.terms import BodyKind
from dengji.supervision.acts.campaigns import MOST_EACH, Wanted
from dengji.supervision.models import Campaign
from dengji.supervision.terms import Came, Reach, Strata


def day_field(label: str, help_text: str = "") -> forms.DateField:
    """A day, as browsers let people choose it."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong = {"required": f"请填写{label}。", "invalid": f"{label}不是日期。"}
    return forms.DateField(label=label, widget=widget, help_text=help_text, error_messages=wrong)


def number_field(label: str, least: int, most: int, help_text: str) -> forms.IntegerField:
    """A whole number within bounds."""
    called = label.replace("%", "%%")  # Django fills in what follows a %
    wrong = {
        "required": f"请填写{called}。",
        "invalid": f"{called}应是整数。",
        "min_value": f"{called}不小于{least}。",
        "max_value": f"{called}不大于{most}。",
    }
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, help_text=help_text, error_messages=wrong
    )


class CampaignForm(forms.Form):
    """What a campaign is to be; `title` to `until` are the fields of `Wanted`."""

    title = forms.CharField(
        label="抽查名称", max_length=100, help_text="例如：2026年第四季度双随机抽查。会公布。",
        error_messages={"required": "请填写抽查名称。"},
    )  # fmt: skip
    basis = forms.CharField(
        label="依据", max_length=200, help_text="写明文件名称和条款。会公布。",
        error_messages={"required": "请写明抽查的依据。"},
    )  # fmt: skip
    reach = forms.ChoiceField(label="机构范围", choices=Reach.choices, widget=forms.RadioSelect)
    place = forms.ChoiceField(label="地域范围")
    kinds = forms.MultipleChoiceField(
        label="机构类型", required=False, choices=BodyKind.choices, widget=forms.CheckboxSelectMultiple,
        help_text="不选的，各类机构都在范围内。",
    )  # fmt: skip
    strata = forms.ChoiceField(
        label="分组",
        required=False,
        choices=Strata.choices,
        help_text="分组的，每组各按比例抽取，保证每组都抽到。",
    )
    share = number_field("抽查比例（%）", 1, 100, "每组按比例抽取，不足一家的进为一家。")
    least = number_field("每组至少抽取（家）", 0, 1000, "一组机构少的，也至少抽这么多家。")
    each = number_field(
        "每家检查人数", 1, MOST_EACH, "从本机关和上级机关登记的、检查期间有效的质量督导员中抽取。"
    )
    draw_on = day_field("抽取日期", "名单和种子摘要公布后，到这一天才能抽取。")
    from_on = day_field("检查开始")
    until = day_field("检查结束")
    source = forms.CharField(
        label="公共随机数来源", required=False, max_length=120,
        help_text="写一个抽取前谁也不知道的公开数字，例如“抽取前一日上证指数收盘点位”。抽取时填入，更能说明结果没有人选过。",
    )  # fmt: skip

    def __init__(self, said: Any = None, *, places: Iterable[tuple[str, str]], **given: Any) -> None:
        super().__init__(said, **given)
        cast(forms.ChoiceField, self.fields["place"]).choices = list(places)

    @property
    def wanted(self) -> Wanted:
        """The arrangement, once the form is valid."""
        return Wanted(**self.cleaned_data)


def told_of(campaign: Campaign) -> dict[str, Any]:
    """A campaign as its form is first shown."""
    names = CampaignForm.base_fields
    return {name: getattr(campaign, name) for name in names}


class BarForm(forms.Form):
    """Who may not check which body, and why."""

    filing = forms.ModelChoiceField(
        Filing.objects.none(), label="机构", error_messages={"required": "请选择机构。"}
    )
    person = forms.ModelChoiceField(
        RegisteredPerson.objects.none(), label="检查人员", error_messages={"required": "请选择检查人员。"}
    )
    says = forms.CharField(
        label="回避的事由",
        max_length=200,
        help_text="只留在本机关，不公布。",
        error_messages={"required": "请写明回避的事由。"},
    )

    def __init__(
        self, said: Any = None, *, filings: Sequence[Filing], people: Sequence[RegisteredPerson]
    ) -> None:
        super().__init__(said)
        _choose(self.fields["filing"], filings, [f"{each.institution} {each.number}" for each in filings])
        _choose(self.fields["person"], people, [f"{each.name} {each.number}" for each in people])


class ReplaceForm(forms.Form):
    """Who comes instead, and why."""

    person = forms.ModelChoiceField(
        RegisteredPerson.objects.none(), label="替换为", error_messages={"required": "请选择替换的人员。"}
    )
    because = forms.CharField(
        label="替换的理由",
        max_length=300,
        help_text="结果公布时一并公布。",
        error_messages={"required": "请写明替换的理由。"},
    )

    def __init__(self, said: Any = None, *, people: Sequence[RegisteredPerson]) -> None:
        super().__init__(said)
        _choose(self.fields["person"], people, [f"{each.name} {each.number}" for each in people])


class ResultForm(forms.Form):
    """What a check came to."""

    came = forms.ChoiceField(
        label="检查结果",
        choices=Came.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择检查结果。"},
    )
    on = day_field("检查日期", "没能检查的，填写确认不能检查的日期。")
    says = forms.CharField(
        label="检查情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="会公布：查了什么、发现什么；没能检查的写明原因。不要写个人的姓名和证件号码。",
        error_messages={"required": "请写明检查情况。"},
    )  # fmt: skip


def words_field(label: str, help_text: str = "") -> forms.CharField:
    """Some sentences."""
    area = forms.Textarea(attrs={"rows": 5})
    wrong = {"required": f"请填写{label}。"}
    return forms.CharField(
        label=label, max_length=2000, widget=area, help_text=help_text, error_messages=wrong
    )


class DemandForm(forms.Form):
    """What is to be put right, on which ground, by when."""

    basis = forms.CharField(
        label="依据",
        max_length=200,
        help_text="写明文件名称和条款。",
        error_messages={"required": "请写明要求整改的依据。"},
    )
    demands = words_field("整改要求", "逐条写明查明的问题、整改什么、达到什么要求。")
    due_on = day_field("整改期限", "期限的最后一天。")


class HandInForm(forms.Form):
    """What the body did."""

    says = words_field("整改情况")
    file = forms.FileField(
        label="证明材料", required=False, help_text="PDF、照片或者Word文件；多份的，合成一份PDF。"
    )


class AcceptForm(forms.Form):
    """What was looked at."""

    says = words_field("验收情况", "写明看了什么、怎样确认已经改正。")


class SendBackForm(forms.Form):
    """What is still wanting."""

    says = words_field("还要整改什么")
    due_on = forms.DateField(
        label="新的期限", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class ExtendForm(forms.Form):
    """A later day, and why."""

    due_on = day_field("延长至")
    because = words_field("延长的理由")


class TakeBackForm(forms.Form):
    """Why the demand is taken back."""

    because = words_field("撤回的理由")


class ValueForm(forms.Form):
    """The public value of a draw, where the arrangement names one."""

    value = forms.CharField(
        label="公共随机数", max_length=120, error_messages={"required": "请填写公共随机数。"}
    )


class ReasonForm(forms.Form):
    """Why."""

    because = forms.CharField(
        label="取消的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明取消的理由。"},
    )  # fmt: skip


def _choose(field: forms.Field, rows: Sequence[Any], labels: Sequence[str]) -> None:
    """Offers rows that are at hand, each under its label."""
    chosen = cast("forms.ModelChoiceField[Any]", field)
    chosen.queryset = (
        type(rows[0]).objects.filter(pk__in=[each.pk for each in rows]) if rows else chosen.queryset
    )
    chosen.choices = [("", "请选择"), *((each.pk, label) for each, label in zip(rows, labels, strict=True))]

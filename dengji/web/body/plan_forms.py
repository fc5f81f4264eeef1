"""Forms of plans and of what comes of them (评价计划表单)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms

from dengji.evaluations.acts.planning import MOST_PEOPLE, PlanEntry
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.offering import Choice, Offered
from dengji.evaluations.queries import ENDED, SORTS
from dengji.evaluations.sittings.places import Place
from dengji.evaluations.terms import PlanState
from dengji.institutions.terms import ItemSource
from dengji.web.body.forms import PlainForm, day_field

MOST_FEE = Decimal(100_000)
WHOLE = ("starts_on", "ends_on", "expected", "categories", "methods", "standard")
"""What may stay empty for now, but not once the plan is handed in."""


class ScopeForm(PlainForm):
    """Which occupation and level a plan is for; what else it says is proposed from that."""

    scope = forms.ChoiceField(label="职业和等级", help_text="只列出这项备案现在的范围。")

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["scope"]).choices = [("", "请选择"), *grouped(offered.choices)]


class PlanForm(ScopeForm):
    """What a plan says (计划内容); everything but the occupation may still be lacking."""

    starts_on = day_field("开始日期")
    ends_on = day_field("结束日期")
    expected = forms.IntegerField(
        label="计划人数", required=False, min_value=1, max_value=MOST_PEOPLE, help_text="预计参加的人数。"
    )
    categories = forms.MultipleChoiceField(
        label="考生来源", required=False, widget=forms.CheckboxSelectMultiple
    )
    methods = forms.MultipleChoiceField(label="评价方式", required=False, widget=forms.CheckboxSelectMultiple)
    standard = forms.CharField(label="评价依据", required=False, max_length=160)
    standard_edition = forms.CharField(
        label="依据的版本", required=False, max_length=40, help_text="例如 2018年版。"
    )
    item_source = forms.ChoiceField(
        label="试题来源", required=False, choices=[("", "未选择"), *ItemSource.choices]
    )
    fee = forms.DecimalField(
        label="收费（元/人）", required=False, min_value=0, max_value=MOST_FEE, decimal_places=2
    )
    note = forms.CharField(
        label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="需要审查机关知道的其他情况。",
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Offered, helps: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, offered=offered, **kwargs)
        fields = self.fields
        cast(forms.MultipleChoiceField, fields["categories"]).choices = _labelled(offered.categories)
        cast(forms.MultipleChoiceField, fields["methods"]).choices = _labelled(offered.methods)
        for name, says in helps.items():
            fields[name].help_text = says
        for name in WHOLE:
            fields[name].until = "报送前填"  # type: ignore[attr-defined]  # the template says by when
        self.offered = offered

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "“结束日期”早于“开始日期”，请核对。")
        return said

    def entry(self) -> PlanEntry:
        """The plan as its act takes it."""
        said = self.cleaned_data
        choice = cast(Choice, self.offered.chosen(said["scope"]))
        return PlanEntry(
            choice.code,
            choice.level,
            choice.audience,
            work_type=choice.work_type,
            categories=said["categories"],
            methods=said["methods"],
            standard=said["standard"],
            standard_edition=said["standard_edition"],
            item_source=said["item_source"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            expected=said["expected"],
            fee_fen=None if said["fee"] is None else int(said["fee"] * 100),
            note=said["note"],
        )


class VenuesForm(PlainForm):
    """Where a plan is carried out."""

    venues = forms.MultipleChoiceField(
        label="使用的场所", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["venues"]).choices = [
            (each.key, f"{each.name}（{each.says}）{each.address}{'' if each.filed else '——没有备案'}")
            for each in places
        ]


class BecauseForm(PlainForm):
    """Why something is taken back or cancelled."""

    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会记入办理记录，审查机关能看到。",
    )  # fmt: skip


class SoughtForm(forms.Form):
    """The filters of the list of plans (筛选); they stay in the address."""

    words = forms.CharField(label="计划编号", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False)
    occupation = forms.CharField(label="职业（编码或名称）", required=False, max_length=60)
    filing = forms.ChoiceField(label="备案", required=False)
    from_on = day_field("开始日期自")
    until = day_field("开始日期至")
    sort = forms.ChoiceField(label="排列", required=False, choices=list(SORTS.items()))

    def __init__(self, asked: Any, *, filings: Sequence[str]) -> None:
        super().__init__(asked)
        states = [("", "全部"), *PlanState.choices, (ENDED, "已结束，没有报送结果")]
        cast(forms.ChoiceField, self.fields["state"]).choices = states
        cast(forms.ChoiceField, self.fields["filing"]).choices = [
            ("", "全部"),
            *((each, each) for each in filings),
        ]


def as_typed(plan: Plan) -> dict[str, Any]:
    """A plan as its form shows it."""
    fee = None if plan.fee_fen is None else Decimal(plan.fee_fen) / 100
    key = "|".join((plan.code, plan.work_type, plan.level, plan.audience))
    columns = ("starts_on", "ends_on", "expected", "categories", "methods", "standard", "standard_edition")
    return {name: getattr(plan, name) for name in (*columns, "item_source", "note")} | {
        "scope": key,
        "fee": fee,
    }


def from_proposal(entry: PlanEntry) -> dict[str, Any]:
    """What is proposed for a plan, as its form shows it."""
    key = "|".join((entry.code, entry.work_type, entry.level, entry.audience))
    names = ("categories", "methods", "standard", "standard_edition")
    return {name: getattr(entry, name) for name in names} | {"scope": key}


def grouped(choices: Sequence[Choice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The scope of a filing, by occupation."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in choices:
        found.setdefault(each.occupation, []).append((each.key, f"{each.name}{each.says}"))
    return list(found.items())


def _labelled(terms: Sequence[Any]) -> list[tuple[str, str]]:
    return [(each.value, each.label) for each in terms]

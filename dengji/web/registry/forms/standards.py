"""What a place says of a standard, as a form (标准规定表单): examination field by field, entry conditions as text."""

import json
from collections.abc import Mapping
from typing import Any, cast

from django import forms

from dengji.occupations.acts import RulesEntry
from dengji.occupations.levels import label
from dengji.occupations.models import OwnRules, Standard
from dengji.occupations.standards import shared_rules
from dengji.policy.engine.document import PackError, read
from dengji.policy.engine.practice import Method
from dengji.web.registry.forms.plain import PlainForm, day_field, sentences
from dengji.web.registry.standards import COMBINES, OTHERS
from dengji.workdays.words import in_words

NUMBERS = {
    "pass_mark": ("每一项的合格分", 0, 100),
    "invigilators": ("每个考场监考人员至少", 1, 20),
    "candidates_to_one": ("每名监考人员最多监考考生数", 1, 100),
    "group_least": ("考评组至少人数", 1, 25),
    "complaint": ("成绩公布后可以申请复核的工作日数", 0, 60),
}


class FoundForm(forms.Form):
    """Which standard somebody looks for."""

    words = forms.CharField(label="标准、职业名称或者编码", required=False, max_length=60)
    own = forms.BooleanField(label="只看有本地规定的", required=False)


class RulesForm(PlainForm):
    """Rules of one edition from a day on; what is as all share it is not kept."""

    from_on = day_field("施行日期", help_text="这一天以后（含当天）开始的计划适用，已经开始的不变。")

    def __init__(self, *args: Any, standard: Standard, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standard, self.place, self.shared = standard, place, shared_rules()["examination"]
        for name, (called, least, most) in NUMBERS.items():
            self.fields[name] = forms.IntegerField(label=called, min_value=least, max_value=most)
        self.fields["group_odd"] = forms.BooleanField(label="考评组人数应为单数", required=False)
        self.fields["combine"] = forms.ChoiceField(label="考评组评分怎样合成", choices=list(COMBINES.items()))
        for level in self.shared["parts"]:
            called = "其他等级" if level == OTHERS else label(level)
            self.fields[f"parts_{level}"] = forms.MultipleChoiceField(
                label=f"{called}的考核项目",
                choices=[(each.value, each.label) for each in Method],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["entry"] = forms.CharField(
            label="申报条件",
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 12, "class": "num", "spellcheck": "false"}),
            help_text="与通用条件相同的不填。要填的，按下面通用条件的写法，从“levels:”起写全各等级。",
        )
        for field in self.fields.values():
            field.error_messages |= sentences(field)

    def clean_entry(self) -> Mapping[str, Any]:
        """The levels with their ways; none where nothing was written."""
        text = self.cleaned_data["entry"].strip()
        try:
            found = json.loads(json.dumps(read(text, "申报条件").data)) if text else {}
        except PackError as wrong:
            said = "；".join(f"第{each.line}行：{each.sentence}" for each in wrong.problems)
            raise forms.ValidationError(said) from wrong
        return cast(Mapping[str, Any], found)

    def said(self) -> RulesEntry:
        """What was typed, as its act takes it: of the examination what differs from what all share."""
        typed = self.cleaned_data
        whole = examination(typed, self.shared["parts"])
        own = {name: value for name, value in whole.items() if value != self.shared[name]}
        title = f"{self.standard}（{self.standard.edition}）{self.place}申报条件（{in_words(typed['from_on'])}起）"
        return RulesEntry(typed["from_on"], {"title": title, **typed["entry"]} if typed["entry"] else {}, own)


def examination(typed: Mapping[str, Any], levels: Mapping[str, Any]) -> dict[str, Any]:
    """The rules of an examination as they are written down."""
    return {
        "pass_mark": typed["pass_mark"],
        "parts": {level: list(typed[f"parts_{level}"]) for level in levels},
        "invigilators": typed["invigilators"],
        "candidates_to_one": typed["candidates_to_one"],
        "group": {"least": typed["group_least"], "odd": typed["group_odd"], "combine": typed["combine"]},
        "complaint": {"n": typed["complaint"], "unit": "working_day"},
    }


def as_typed(row: OwnRules | None) -> dict[str, Any]:
    """The rules that stand, as the form shows them: what a row says, over what all share."""
    whole = {**shared_rules()["examination"], **(row.examination if row else {})}
    levels = {name: said for name, said in (row.entry if row else {}).items() if name != "title"}
    return {
        "pass_mark": whole["pass_mark"],
        "invigilators": whole["invigilators"],
        "candidates_to_one": whole["candidates_to_one"],
        "group_least": whole["group"]["least"],
        "group_odd": whole["group"]["odd"],
        "combine": whole["group"].get("combine", "mean"),
        "complaint": whole["complaint"]["n"],
        **{f"parts_{level}": list(parts) for level, parts in whole["parts"].items()},
        "entry": json.dumps(levels, ensure_ascii=False, indent=2) if levels else "",
    }

"""The form of a quality supervisor's report (质量督导报告表单), as the text has it: for internal and external ones."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django import forms

from dengji.evaluations.acts.supervising import PartEntry, ReportEntry
from dengji.policy.engine.practice import Supervision, Unrecognised

F = TypeVar("F", bound=forms.Form)
SOUND = (("yes", "符合要求"), ("no", "有问题"))
VALID = (("yes", "建议有效"), ("no", "建议无效"))


def report_form(plain: type[F], form: Supervision, listed: Sequence[Unrecognised]) -> type[F]:
    """The form of a report at a desk whose plain form this is: part by part as the text has it, then the whole."""
    fields: dict[str, forms.Field] = {}
    for key, asks in form.parts.items():
        fields[f"sound-{key}"] = forms.ChoiceField(label=asks, choices=SOUND, widget=forms.RadioSelect)
        fields[f"says-{key}"] = forms.CharField(
            label=f"{asks}：看到的情况",
            required=False,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="有问题的，必须写明。",
        )
    if form.proposal:
        fields["valid"] = forms.ChoiceField(label="本批次", choices=VALID, widget=forms.RadioSelect)
        fields["findings"] = forms.MultipleChoiceField(
            label="发现的情形",
            required=False,
            choices=[(each.id, each.label) for each in listed],
            widget=forms.CheckboxSelectMultiple,
            help_text="成绩不予认定的情形，没有发现的不选。",
        )
    fields["says"] = forms.CharField(
        label="总体意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    return type("ReportForm", (plain,), fields)


def reported(form: Supervision, said: Mapping[str, Any]) -> ReportEntry:
    """The report as its act takes it."""
    parts = {key: PartEntry(said[f"sound-{key}"] == "yes", said[f"says-{key}"].strip()) for key in form.parts}
    valid = said["valid"] == "yes" if form.proposal else None
    return ReportEntry(parts, said["says"], valid, said.get("findings") or ())

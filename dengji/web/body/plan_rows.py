"""Rows of a form chosen among the body's plans (选填评价计划): what is offered, and the rows that come of a choice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from dengji.evaluations.carried import CarriedOut
from dengji.policy.engine.annexes import AnnexPart
from dengji.web.body.forms import PlainForm

Rows = Sequence[Mapping[str, str]]


class PlanRowsForm(PlainForm):
    """Which of the plans stand in the form."""

    plans = forms.MultipleChoiceField(label="评价计划", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offered: Sequence[CarriedOut], part: AnnexPart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        self.fields["plans"].choices = [(each.number, each.number) for each in offered]  # type: ignore[attr-defined]

    def clean_plans(self) -> list[str]:
        """No more than the form has rows."""
        chosen: list[str] = self.cleaned_data["plans"]
        if self.part.most is not None and len(chosen) > self.part.most:
            raise forms.ValidationError(f"最多选{self.part.most}个，现在选了{len(chosen)}个。")
        return chosen


def rows_chosen(
    part: AnnexPart, kept: Rows, offered: Sequence[CarriedOut], chosen: Sequence[str]
) -> list[Any]:
    """The rows from now on: those chosen, as they stand or from the plans; then those of plans that are not here."""
    there = {row.get("number", ""): row for row in kept}
    numbers = {each.number for each in offered}
    from_plans = [
        there.get(each.number) or {column.id: each.cells.get(column.id, "") for column in part.columns}
        for each in offered
        if each.number in chosen
    ]
    return [*from_plans, *(row for row in kept if row.get("number", "") not in numbers)]

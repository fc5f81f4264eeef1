"""The score sheet and the declaration of ties as forms (评分表、利害关系申报)."""

from typing import Any

from django import forms

from dengji.people.terms import Relation
from dengji.policy.engine.pack import Criteria


class SheetForm(forms.Form):
    """One field an item of the sheet; a draft may be saved with gaps, what is handed in may not have any."""

    opinion = forms.CharField(
        label="个人意见（可以不填）",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
        error_messages={"max_length": "个人意见不超过4000字。"},
    )

    def __init__(self, criteria: Criteria, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for item in criteria.items:
            least = f"，低于{item.minimum}分为不合格" if item.minimum else ""
            self.fields[item.id] = forms.IntegerField(
                label=item.label,
                required=False,
                min_value=0,
                max_value=item.max,
                help_text=f"0到{item.max}分{least}",
                error_messages={
                    "invalid": f"“{item.label}”请填写整数。",
                    "min_value": f"“{item.label}”不能低于0分。",
                    "max_value": f"“{item.label}”最高{item.max}分。",
                },
            )
        self.order_fields([*(item.id for item in criteria.items), "opinion"])

    @property
    def most(self) -> int:
        """Full marks (满分)."""
        return sum(item.max for item in self.criteria.items)

    @property
    def total(self) -> int:
        """The marks on the sheet as it was kept (合计)."""
        return sum(self.initial.get(item.id) or 0 for item in self.criteria.items)

    def ensure_whole(self) -> bool:
        """Name each item without a score at its field; true where there is none."""
        given = self.scores()
        for item in self.criteria.items:
            if item.id not in given and item.id not in self.errors:
                self.add_error(item.id, f"“{item.label}”还没有打分。")
        return self.is_valid()

    def scores(self) -> dict[str, int]:
        """The scores given so far, by item."""
        given = {item.id: self.cleaned_data.get(item.id) for item in self.criteria.items}
        return {key: score for key, score in given.items() if score is not None}


class RelationForm(forms.Form):
    """A tie to a body that keeps the expert off its panels."""

    organisation = forms.CharField(
        label="单位全称或统一社会信用代码",
        max_length=120,
        error_messages={
            "required": "请填写单位全称或统一社会信用代码。",
            "max_length": "单位名称不超过120字。",
        },
    )
    relation = forms.ChoiceField(
        label="关系",
        choices=[("", "请选择"), *Relation.choices],
        error_messages={"required": "请选择与该单位的关系。"},
    )


class OpinionForm(forms.Form):
    """The panel's opinion, and its answers to what the text asks of it."""

    opinion = forms.CharField(
        label="专家组意见",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=8000,
        error_messages={"required": "请填写专家组意见。", "max_length": "专家组意见不超过8000字。"},
    )

    def __init__(self, questions: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for name, asks in questions.items():
            self.fields[name] = forms.ChoiceField(
                label=asks,
                choices=[("yes", "是"), ("no", "否")],
                widget=forms.RadioSelect,
                error_messages={"required": f"请回答“{asks}”"},
            )

    def findings(self) -> dict[str, bool]:
        """The panel's answers by fact."""
        return {name: self.cleaned_data[name] == "yes" for name in self.questions}

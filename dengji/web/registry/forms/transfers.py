"""Taking a case to another text as a form (转用文本表单): at which step it stands there, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms

from dengji.procedure.transfers import Transfer
from dengji.web.registry.forms.plain import PlainForm, search_field, words_field


class BehindForm(PlainForm):
    """What to look for among the cases under way (查找在办案件)."""

    words = search_field("机构名称或受理编号")


class TransferForm(PlainForm):
    """At which step the case stands in the other text, and why it is taken there (转用)."""

    step = forms.ChoiceField(label="转到新文本的哪个步骤", widget=forms.RadioSelect)
    reason = words_field(
        "转用的理由", 1000, help_text="写明依据和必要性；机构和承办人员会看到这段话。", rows=5
    )

    def __init__(self, given: Any, *, to: Transfer, stands: str) -> None:
        same = [step.id for step in to.steps if step.id == stands]
        super().__init__(given, initial={"step": same[0] if same else ""})
        self.offer("step", [(step.id, step.title) for step in to.steps])


def sides(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The steps of two texts beside each other; the shorter one ends in blanks."""
    longest = max(len(before), len(after))
    return [
        (before[at] if at < len(before) else None, after[at] if at < len(after) else None)
        for at in range(longest)
    ]

"""A decision that a text applies, as a form (适用决定表单)."""

from datetime import date
from typing import Any

from django import forms

from dengji.policy.acts import AdoptionEntry
from dengji.policy.terms import Kind
from dengji.web.registry.forms.plain import Choices, PlainForm, day_field, words_field


class AdoptForm(PlainForm):
    """Where, from when to when, and why."""

    jurisdiction = forms.ChoiceField(label="适用地区")
    from_on = day_field("自哪一天起")
    until_on = day_field("至哪一天止", required=False, help_text="最后一日。不填的，一直适用到撤销为止。")
    reason = words_field("理由", 80, help_text="写明会议、批示等依据，不超过80字，将在政策库公开。")

    def __init__(self, given: Any, *, places: Choices, today: date) -> None:
        super().__init__(given, initial={"from_on": today})
        self.offer("jurisdiction", places)

    def entry(self, pack_id: str, kind: Kind) -> AdoptionEntry:
        """The decision as its act takes it."""
        return AdoptionEntry(pack_id=pack_id, kind=kind, **self.cleaned_data)

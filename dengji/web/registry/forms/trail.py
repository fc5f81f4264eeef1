"""The filters of the trail, and an announcement, as forms (操作记录筛选、公告表单)."""

from typing import Any

from django import forms

from dengji.audit.queries import Wanted
from dengji.web.registry.forms.plain import PlainForm, day_field, search_field, words_field
from dengji.web.registry.wording import OBJECTS, acts_offered

EVERY = ("", "不限")


class WantedForm(PlainForm):
    """What to look for in the trail (筛选); it stays in the address."""

    person = search_field("姓名或单位")
    act = forms.ChoiceField(label="行为", required=False)
    kind = forms.ChoiceField(label="对象", required=False, choices=(EVERY, *OBJECTS.items()))
    identity = forms.CharField(label="对象标识", required=False, max_length=64)
    from_on = day_field("自", required=False)
    until = day_field("至（含当日）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("act", [EVERY, *acts_offered()])

    def wanted(self) -> Wanted:
        """What is looked for; what cannot be read counts for nothing, and is said beside its field."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or None for name in self.fields}
        return Wanted(**{name: value for name, value in said.items() if value is not None})


class AnnouncementForm(PlainForm):
    """What the public is told (公告)."""

    title = forms.CharField(label="标题", max_length=160)
    text = words_field("内容", 5000, rows=12, help_text="空一行分段。不要写个人的证件号码、电话等信息。")

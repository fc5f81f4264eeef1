"""What the registry's forms share (表单公共): faults as sentences, days, places, and a page to check before acting."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from dengji.people.refusals import Refused

Choices = Iterable[tuple[str, str]]


class PlainForm(forms.Form):
    """A form whose faults are sentences with the field's name in them."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= sentences(field)

    def refuse(self, refused: Refused) -> None:
        """Say above the form why what was typed could not be taken, with what helps."""
        facts = f"（{'；'.join(refused.facts)}）" if refused.facts else ""
        self.add_error(None, f"{refused.sentence.rstrip('。')}{facts}。{refused.remedy}")

    def offer(self, name: str, choices: Choices) -> None:
        """Give a field its choices."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)


def sentences(field: forms.Field) -> dict[str, str]:
    """What is said of each fault of a field."""
    label = field.label
    verb = "请选择" if isinstance(field, forms.ChoiceField | forms.FileField) else "请填写"
    return {
        "required": f"{verb}“{label}”。",
        "invalid": f"“{label}”填写得不对，请对照提示重新填写。",
        "invalid_choice": f"“{label}”请从列出的选项中选择。",
        "max_length": f"“{label}”最多%(limit_value)d个字，现有%(show_value)d个字。",
        "min_value": f"“{label}”不能小于%(limit_value)s。",
        "max_value": f"“{label}”不能大于%(limit_value)s。",
        "empty": "选择的文件是空的，请核对后重新选择。",
        "missing": f"请选择“{label}”。",
    }


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day as browsers ask for it."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def words_field(
    label: str, longest: int, *, rows: int = 3, required: bool = True, help_text: str = ""
) -> forms.CharField:
    """A field for some sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, widget=widget
    )


def search_field(label: str) -> forms.CharField:
    """What to look for."""
    widget = forms.TextInput(attrs={"data-search": "", "type": "search"})
    return forms.CharField(label=label, required=False, max_length=100, widget=widget)


class ReasonForm(PlainForm):
    """Why something is done (理由)."""

    reason = words_field("理由", 80, help_text="不超过80字，将留痕备查。")

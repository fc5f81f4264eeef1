"""The score sheet as a form (评分表): a field for each item; a draft may have gaps, what is signed may not."""

from decimal import Decimal
from typing import Any

from django import forms


class MarksForm(forms.Form):
    """The marks of one candidate."""

    use_required_attribute = False

    def __init__(self, items: list[dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for each in items:
            label, most = each["label"], Decimal(each["most"])
            field = forms.DecimalField(
                label=label,
                required=False,
                min_value=0,
                max_value=most,
                max_digits=5,
                decimal_places=1,
                help_text=f"0到{most.normalize():f}分",
                error_messages={
                    "invalid": f"“{label}”请填写数字。",
                    "min_value": f"“{label}”不能低于0分。",
                    "max_value": f"“{label}”最高{most.normalize():f}分。",
                    "max_digits": f"“{label}”最高{most.normalize():f}分。",
                    "max_decimal_places": f"“{label}”最多一位小数。",
                    "max_whole_digits": f"“{label}”最高{most.normalize():f}分。",
                },
            )
            field.widget.attrs |= {"step": "0.1", "inputmode": "decimal"}
            self.fields[each["id"]] = field

    def marks(self) -> dict[str, Decimal]:
        """The marks given so far, by item."""
        said = {each["id"]: self.cleaned_data.get(each["id"]) for each in self.items}
        return {key: value for key, value in said.items() if value is not None}

    def ensure_whole(self) -> bool:
        """Name each item without marks at its field; true where there is none."""
        for each in self.items:
            if each["id"] not in self.errors and self.cleaned_data.get(each["id"]) is None:
                self.add_error(each["id"], f"“{each['label']}”还没有打分。")
        return self.is_valid()

    def refuse(self, sentence: str, remedy: str = "") -> None:
        """Say, above the form, why what was typed could not be taken."""
        self.add_error(None, f"{sentence}{remedy}")

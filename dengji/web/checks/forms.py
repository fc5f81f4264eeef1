"""The sheet that somebody hands in to be checked (批量核对表单)."""

from django import forms

from dengji.people.refusals import Refused


class SheetForm(forms.Form):
    """A sheet of numbers and names."""

    sheet = forms.FileField(
        label="填好的表格",
        help_text="xlsx或者CSV，最多10,000行、5MB。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "请选择填好的表格。",
            "empty": "文件是空的，请选择填好的表格。",
            "missing": "请选择填好的表格。",
            "invalid": "请选择填好的表格。",
        },
    )

    def refuse(self, refused: Refused) -> None:
        """Say why it was not taken."""
        self.add_error("sheet", f"{refused.sentence}{refused.remedy}")

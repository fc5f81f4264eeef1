"""What is asked of whoever moves the clock (演示时间表单): to which day."""

from django import forms


class MoveForm(forms.Form):
    """The day to move to."""

    to = forms.DateField(
        label="拨到哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填写要拨到的日期。",
            "invalid": "这不是一个日期，请写成 2026-01-31 的样子。",
        },
    )

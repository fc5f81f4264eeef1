"""What somebody fills in to see his own scores (查成绩表单), and to have one looked at again."""

from django import forms

ASKED_TOO_OFTEN = "查询得太多，请一小时后再试。"
NOT_FOUND = (
    "没有查到已公布的成绩。请核对证件号码、准考证号或者姓名，要与报名时完全一样；"
    "成绩还没有公布的也查不到，可以向报名的评价机构询问公布时间。"
)
EXPIRED = "页面打开得太久，请重新查询后再申请复核。"


class LookUpForm(forms.Form):
    """A document's number, and the ticket's or the name (查成绩)."""

    number = forms.CharField(
        label="证件号码",
        max_length=40,
        help_text="报名时用的身份证号或者其他证件号码。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写证件号码。", "max_length": "证件号码太长，请核对。"},
    )
    named = forms.CharField(
        label="准考证号或者姓名",
        max_length=60,
        help_text="填一项就可以。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "请填写准考证号或者姓名。",
            "max_length": "准考证号或者姓名太长，请核对。",
        },
    )


class ComplaintForm(forms.Form):
    """Why a score should be looked at again (申请成绩复核)."""

    says = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明您认为哪里有误，不超过500字。",
        error_messages={"required": "请写明申请复核的理由。", "max_length": "理由不超过500字。"},
    )

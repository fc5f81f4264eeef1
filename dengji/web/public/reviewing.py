"""What a holder fills in to have his certificate looked at again (证书复核表单)."""

from django import forms

from dengji.certificates.lookup import LONGEST_NAME, LONGEST_NUMBER

ASKED_TOO_OFTEN = "提交得太多，请一小时后再试；着急的，可以直接联系发证机构。"
NOT_YOURS = "没有查到编号、姓名和证件号码都相符的证书，请照证书和证件核对；姓名、证件号码本身有误的，请照证书上写的填。"
EXPIRED = "页面打开得太久，请重新填写证书和证件。"


def _text(label: str, longest: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}太长，请核对。",
        },
    )


class HolderForm(forms.Form):
    """Whose certificate it is (证书和持证人): only the holder knows all three."""

    number = _text("证书编号", LONGEST_NUMBER)
    name = _text("姓名", LONGEST_NAME, "与证书上的完全一样。")
    document = _text("证件号码", LONGEST_NUMBER, "完整的号码，与证书登记的一样。")


class DoubtForm(forms.Form):
    """What is wrong (申请的理由), and where the holder is told of the answer."""

    says = forms.CharField(
        label="哪里有误，应当是什么",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="不超过500字。需要的证明，机构会另外请您提供。",
        error_messages={"required": "请写明哪里有误，应当是什么。", "max_length": "理由不超过500字。"},
    )
    phone = forms.RegexField(
        r"^1\d{10}$",
        label="手机号码",
        required=False,
        help_text="填了的，当地开通短信的，有答复时发短信告诉您；答复以后不再保留。",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"invalid": "手机号码是11位数字，请核对。"},
    )

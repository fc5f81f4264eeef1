"""Forms of the archives' desk (档案表单)."""

from collections.abc import Sequence
from typing import Any

from django import forms

from dengji.records.models import ArchiveItem


class SoughtForm(forms.Form):
    """The filters of the list (档案筛选)."""

    words = forms.CharField(
        label="题名、编号或保管单位",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"data-search": "", "type": "search"}),
    )
    state = forms.ChoiceField(
        label="情况",
        required=False,
        choices=[
            ("", "全部"),
            ("due", "有材料保管期满"),
            ("held", "已停止销毁"),
            ("gone", "已全部销毁"),
        ],
    )


class PlaceForm(forms.Form):
    """Where a thing lies (存放处)."""

    kept_at = forms.CharField(
        label="存放处",
        max_length=200,
        help_text="例如：档案室三号柜第二层",
        error_messages={"required": "请写明存放在哪里。"},
    )
    quantity = forms.CharField(label="数量", max_length=60, required=False, help_text="例如：2盒、60份")


class ReasonForm(forms.Form):
    """Why (理由)."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由。"},
    )


class ProposeForm(ReasonForm):
    """What is to be destroyed, and why (提出销毁)."""

    items = forms.ModelMultipleChoiceField(
        label="要销毁的材料",
        queryset=ArchiveItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请选择要销毁的材料。",
            "invalid_choice": "有的材料已经不能选择，请重新选择。",
        },
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = offered  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Sequence[ArchiveItem]:
        """What was ticked."""
        return list(self.cleaned_data["items"])


class DecideForm(forms.Form):
    """The decision on a list (审批)."""

    decision = forms.ChoiceField(
        label="审批意见",
        choices=[("approve", "同意销毁"), ("refuse", "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意还是不同意。"},
    )
    opinion = forms.CharField(
        label="说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不同意的，要写明理由。",
    )


class CarryOutForm(forms.Form):
    """How it was destroyed, and who watched (实施销毁)."""

    way = forms.CharField(
        label="销毁方式",
        max_length=120,
        help_text="例如：纸质材料碎纸，电子文件删除",
        error_messages={"required": "请写明销毁的方式。"},
    )
    witnesses = forms.CharField(
        label="监销人",
        max_length=120,
        help_text="至少两人，写姓名",
        error_messages={"required": "请写明监销人。"},
    )

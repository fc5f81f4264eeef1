"""What the public fills in (公众表单): what it seeks, an objection, a receipt, a place and a day."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dengji.filings.queries import Sought
from dengji.filings.register import Place
from dengji.filings.terms import Audience, FilingState
from dengji.institutions.terms import BodyKind
from dengji.notices.writing import LONGEST, MOST_FILES
from dengji.occupations.levels import levels
from dengji.people.models import Division
from dengji.people.refusals import Refused
from dengji.policy.engine.terms import Regime

Choices = list[tuple[str, Any]]
ANY = ("", "不限")
SORTS = {
    "name": ("institution__sort_key", "id"),
    "number": ("number",),
    "until": ("valid_until", "institution__sort_key", "id"),
    "granted": ("-granted_on", "institution__sort_key", "id"),
}
FIRST = ("words", "place", "occupation")
TRAP = "网址（请不要填写）"


class SoughtForm(forms.Form):
    """What somebody looks for in the directory (目录检索)."""

    words = forms.CharField(label="机构名称或备案号", max_length=60, required=False)
    place = forms.ChoiceField(label="所在地", required=False)
    occupation = forms.CharField(label="职业名称或编码", max_length=60, required=False)
    level = forms.ChoiceField(label="等级", required=False)
    kind = forms.ChoiceField(label="机构类型", choices=[ANY, *BodyKind.choices], required=False)
    audience = forms.ChoiceField(label="评价对象", choices=[ANY, *Audience.choices], required=False)
    state = forms.ChoiceField(label="备案状态", choices=[ANY, *FilingState.choices], required=False)
    sort = forms.ChoiceField(
        label="排序",
        choices=[
            ("name", "按机构名称"),
            ("number", "按备案号"),
            ("until", "按有效期先后"),
            ("granted", "按备案日期（新的在前）"),
        ],
        required=False,
    )

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [ANY, *place_choices(places)]  # type: ignore[attr-defined]
        self.fields["level"].choices = [ANY, *levels()]  # type: ignore[attr-defined]

    @property
    def sought(self) -> Sought:
        """What is sought; what cannot be read counts as not asked."""
        self.is_valid()
        names = Sought.__dataclass_fields__
        return Sought(**{name: self.cleaned_data.get(name, "").strip() for name in names})

    @property
    def order(self) -> tuple[str, ...]:
        """By what the list is sorted."""
        self.is_valid()
        return SORTS[self.cleaned_data.get("sort") or "name"]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The fields that most people need."""
        return [self[name] for name in FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The other fields."""
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def more_asked(self) -> bool:
        """True if one of the other fields is filled in."""
        self.is_valid()
        return any(self.cleaned_data.get(field.name, "") not in {"", "name"} for field in self.more_fields)

    @property
    def sorted_by(self) -> str:
        """By what the list is sorted, in words."""
        self.is_valid()
        return self._spoken("sort", self.cleaned_data.get("sort") or "name")

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What was asked, in words: label and value."""
        self.is_valid()
        said = [(name, self.cleaned_data.get(name)) for name in Sought.__dataclass_fields__]
        return [(str(self.fields[name].label), self._spoken(name, value)) for name, value in said if value]

    def _spoken(self, name: str, value: str) -> str:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return value
        return dict(_flat(field.choices)).get(value, value)


def place_choices(places: list[Place]) -> Choices:
    """Places to choose from: each province, then the places within it."""
    return [
        (
            place.name,
            [(place.code, f"{place.name}（全部）"), *((city.code, city.name) for city in place.cities)],
        )
        for place in places
    ]


def _flat(choices: Any) -> list[tuple[str, str]]:
    """Choices without their groups."""
    return [
        pair
        for value, label in choices
        for pair in (label if isinstance(label, list | tuple) else [(value, str(label))])
    ]


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once (多个附件)."""

    widget = FilesInput

    def clean(self, value: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Each of them as a file field would."""
        return [super(FilesField, self).clean(each, initial) for each in value or ()]


class LetterForm(forms.Form):
    """What anybody writes to an authority (公众来信), with papers. The last field is a trap that people do not see."""

    name = forms.CharField(
        label="姓名或单位名称", max_length=80, error_messages={"required": "请写明您的姓名或单位名称。"}
    )
    content = forms.CharField(max_length=LONGEST)
    papers = FilesField(
        label="附件（选填）",
        required=False,
        help_text=f"最多{MOST_FILES}个，可以是PDF、图片、Word、Excel。",
    )
    website = forms.CharField(
        label=TRAP,
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser would cut what is pasted, and say nothing.
        del self.fields["content"].widget.attrs["maxlength"]

    def refuse(self, refused: Refused) -> None:
        """Say why it was not taken, at the field that it is about; what was typed stays."""
        about = {"请留下能联系": "contact", "一次最多": "papers", "文件": "papers"}
        field = next((name for words, name in about.items() if str(refused).startswith(words)), None)
        said = (refused.sentence, *refused.facts, refused.remedy)
        self.add_error(field, "".join(f"{each.rstrip('。')}。" for each in said if each))

    def clean_website(self) -> str:
        """What only a machine fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("“网址”一栏请不要填写，清空后再提交。")
        return ""


class ObjectionForm(LetterForm):
    """An objection to a publicity (异议)."""

    field_order = ("name", "contact", "content", "papers", "website")
    contact = forms.CharField(
        label="联系方式",
        max_length=80,
        help_text="电话、电子邮箱或通信地址，只供核实和答复使用，不对外公开。",
        error_messages={"required": "请留下能联系到您的电话、电子邮箱或通信地址。"},
    )
    content = forms.CharField(
        label="异议内容和依据",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"请写明哪一项不属实、依据是什么，不超过{LONGEST}字。",
        error_messages={
            "required": "请写明异议的内容和依据。",
            "max_length": f"异议内容最多{LONGEST}字，现有%(show_value)s字。请精简，或者把详细内容作为附件。",
        },
    )


class ReceiptForm(forms.Form):
    """A receipt and the contact left with it (凭回执号查询)."""

    receipt = forms.CharField(
        label="回执号", max_length=20, error_messages={"required": "请填写回执号，例如 YY2026-000001。"}
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=80,
        help_text="与提出异议时填写的完全一样。",
        error_messages={"required": "请填写提出异议时留下的联系方式。"},
    )


class WhichForm(forms.Form):
    """Where, for what, when (查适用文本)."""

    place = forms.ChoiceField(label="地区", error_messages={"required": "请选择地区。"})
    regime = forms.ChoiceField(
        label="评价类别",
        choices=[(regime.value, regime.label) for regime in Regime],
        error_messages={"required": "请选择评价类别。"},
    )
    matter = forms.ChoiceField(label="办理事项", required=False)
    on = forms.DateField(
        label="日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "日期请写成 2026-11-21 的样子。"},
    )

    def __init__(
        self, *args: Any, provinces: dict[Division, list[Division]], matters: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        places = [
            (province.name, [(each.code, each.name) for each in (province, *cities)])
            for province, cities in provinces.items()
        ]
        self.fields["place"].choices = [("", "请选择"), *places]  # type: ignore[attr-defined]
        self.fields["matter"].choices = [ANY, *matters.items()]  # type: ignore[attr-defined]

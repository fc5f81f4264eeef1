"""Forms of the body's desk (机构填报表单), with what is wrong said as a clerk would say it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from dengji.filings.changes import PROPOSED
from dengji.filings.queries import Question
from dengji.filings.terms import Audience
from dengji.occupations.levels import levels_for
from dengji.occupations.queries import code_of
from dengji.policy.engine.terms import Element, FactKind

YES_NO = (("", "未填写"), ("yes", "是"), ("no", "否"))
TRUTHS = {"yes": True, "no": False}


class PlainForm(forms.Form):
    """A form whose faults are sentences with the field's name in them."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= sentences(str(field.label), field)
            field.widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted, and say nothing

    def refuse(self, sentence: str, remedy: str = "") -> None:
        """Say, above the form, why what was typed could not be taken."""
        self.add_error(None, "".join(f"{said.rstrip('。')}。" for said in (sentence, remedy) if said))


def sentences(label: str, field: forms.Field) -> dict[str, str]:
    """What is said of each fault of a field."""
    verb = "请选择" if isinstance(field, forms.ChoiceField | forms.FileField) else "请填写"
    longest = getattr(field, "max_length", None)
    too_long = f"“{label}”最多{longest}个字，现有%(show_value)s个字。"
    return {
        "required": f"{verb}“{label}”。",
        "max_length": "文件名太长，请改短后重新选择。" if isinstance(field, forms.FileField) else too_long,
        "invalid": f"“{label}”填写得不对，请对照提示重新填写。",
        "invalid_choice": f"“{label}”请从列出的选项中选择。",
        "min_value": f"“{label}”不能小于%(limit_value)s。",
        "max_value": f"“{label}”的数字太大。",
        "empty": "选择的文件是空的，没有内容。请打开原文件核对后重新选择。",
        "missing": f"请选择“{label}”。",
    }


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: str, **given: Any) -> forms.DateField:
    """A day, not asked for unless said."""
    return forms.DateField(label=label, required=False, widget=DayInput(), **given)


class TruthField(forms.ChoiceField):
    """Yes, no, or not said: three answers, so that silence is never a no."""

    def __init__(self, **given: Any) -> None:
        super().__init__(choices=YES_NO, widget=forms.Select, **given)

    def clean(self, value: Any) -> bool | None:
        """True, False, or None for what was not said."""
        return TRUTHS.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """The answer as the page has it."""
        return {True: "yes", False: "no", None: ""}.get(value, value) if not isinstance(value, str) else value


class OccupationField(forms.CharField):
    """An occupation by code or whole name; its value is the code."""

    def __init__(self, **given: Any) -> None:
        said = {"help_text": "填职业编码或职业全称，例如 6-31-01-03 或 电工。", "max_length": 60}
        super().__init__(**{**said, **given})

    def clean(self, value: Any) -> str:
        """The code. Raises ValidationError for what no catalogue has."""
        typed = super().clean(value)
        return _code(typed, str(self.label)) if typed else ""


class OccupationsField(forms.CharField):
    """Several occupations by code or whole name, parted by commas or lines; its value is their codes."""

    def __init__(self, **given: Any) -> None:
        said = {"help_text": "填职业编码或全称，几个之间用顿号、逗号隔开或各占一行。"}
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **{**said, **given})

    def clean(self, value: Any) -> Any:
        """The codes. Raises ValidationError for what no catalogue has."""
        typed = super().clean(value)
        for sign in "，,；;\r\n":
            typed = typed.replace(sign, "、")
        return tuple(_code(part, str(self.label)) for part in typed.split("、") if part.strip())

    def prepare_value(self, value: Any) -> Any:
        """The codes as the page has them."""
        return "、".join(value) if isinstance(value, list | tuple) else value


def _code(typed: str, label: str) -> str:
    code = code_of(typed)
    if code is None:
        raise forms.ValidationError(f"“{label}”里的“{typed.strip()[:40]}”不在职业目录内，请核对编码或名称。")
    return code


class SheetForm(PlainForm):
    """A sheet to be read in."""

    sheet = forms.FileField(
        label="填好的表格", widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}), max_length=200
    )


class UploadForm(PlainForm):
    """A file for one heading."""

    file = forms.FileField(
        label="文件",
        max_length=200,
        help_text="PDF、PNG 或 JPG 图片、Word、Excel、PowerPoint 文件，最大20兆字节；不收带宏的文件。",
    )


class AppliedForm(PlainForm):
    """An occupation applied for: work type, levels, audience."""

    work_type = forms.CharField(label="工种", required=False, max_length=120, help_text="不分工种的不填。")
    levels = forms.MultipleChoiceField(label="等级", widget=forms.CheckboxSelectMultiple)
    audience = forms.ChoiceField(label="评价对象", choices=Audience.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, regime: str, work_types: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(level.code, level.label) for level in levels_for(regime)]
        self.fields["levels"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["levels"]
        if work_types:
            self.fields["work_type"].help_text = f"目录中的工种：{'、'.join(work_types)}。不分工种的不填。"


class CommitmentForm(PlainForm):
    """The signature under the commitment."""

    name = forms.CharField(label="承诺人姓名", max_length=60)
    as_legal_representative = forms.BooleanField(
        label="我是本机构的法定代表人，并以此身份签字确认", required=False
    )
    agreed = forms.BooleanField(label="我已阅读并同意以上承诺")


class WithdrawForm(PlainForm):
    """Why an application is taken back."""

    reason = forms.CharField(
        label="撤回原因", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可以不填。填写后，办理机关能看到。",
    )  # fmt: skip


def questions_form(asked: Iterable[Question]) -> type[PlainForm]:
    """The form of the text's own questions (申报事项), each with a field for its kind of answer."""
    fields = {question.name: _answer(question) for question in asked}
    return type("QuestionsForm", (PlainForm,), fields)


def _answer(question: Question) -> forms.Field:
    given: dict[str, Any] = {
        "label": question.asks,
        "required": False,
        "help_text": f"依据：{question.article}",
    }
    if question.choices:
        return forms.ChoiceField(choices=[("", "未选择"), *question.choices.items()], **given)
    match question.kind:
        case FactKind.BOOLEAN:
            return TruthField(**given)
        case FactKind.INTEGER:
            return forms.IntegerField(min_value=0, max_value=1_000_000_000, **given)
        case FactKind.DATE:
            return forms.DateField(widget=DayInput(), **given)
        case FactKind.TEXTS:
            return LinesField(widget=forms.Textarea(attrs={"rows": 3}), **given)
    return forms.CharField(max_length=500, **given)


class LinesField(forms.CharField):
    """Several texts, one on each line."""

    def clean(self, value: Any) -> Any:
        """The lines that say something; None for nothing."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return lines or None

    def prepare_value(self, value: Any) -> Any:
        """The lines as the page has them."""
        return "\n".join(value) if isinstance(value, list) else value


def answers(form: forms.Form) -> dict[str, Any]:
    """What was answered, as it is kept: days as text; what was left blank is not known."""
    said = {name: None if value == "" else value for name, value in form.cleaned_data.items()}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


class ChangesForm(PlainForm):
    """What the elements of a filing shall be (变更内容); what stays is left empty."""

    def __init__(self, *args: Any, before: Mapping[Element, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for element, value in before.items():
            field = _changed(element, value)
            field.error_messages |= sentences(str(field.label), field)
            self.fields[element.value] = field


def _changed(element: Element, filed: Any) -> forms.Field:
    """The field of an element: a text of its own, or whether it follows the registers."""
    said = "、".join(filed) if isinstance(filed, list) else filed
    stands = f"已备案：{said or '没有登记'}。"
    if element in PROPOSED:
        return forms.CharField(
            label=f"变更后的{element.label}",
            max_length=200,
            required=False,
            help_text=f"{stands}不变更的留空。",
        )
    return forms.BooleanField(
        label=f"{element.label}按“机构资料”里现在的登记更新",
        required=False,
        help_text=f"{stands}请先在“机构资料”里改好，再勾选。",
    )


class GivenUpForm(PlainForm):
    """Which occupations leave a filing (退出的职业)."""

    codes = forms.MultipleChoiceField(label="退出的职业", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, held: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["codes"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(code, f"{name}（{code}）") for code, name in held.items()]
        field.help_text = "申请获准后，勾选的职业随即退出备案；都要保留的，不用勾选。"

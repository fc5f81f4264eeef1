"""What people type at the office's desk (办公端表单)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms

from dengji.institutions.terms import BodyKind
from dengji.policy.engine.pack import AskedFact
from dengji.policy.engine.terms import FactKind, Section
from dengji.policy.engine.vocabulary import Term
from dengji.procedure.terms import Urgency

LONG = 2000
Choices = Iterable[tuple[str, str]]
SECTION_LABELS = {
    Section.BODY: "机构信息",
    Section.PEOPLE: "人员",
    Section.VENUES: "场所和设备",
    Section.OCCUPATIONS: "申报职业",
    Section.RULES: "规章制度和收费",
    Section.DECLARATIONS: "申报事项",
    Section.DOCUMENTS: "提交的文件",
    Section.COMMITMENT: "承诺",
    Section.CHANGES: "变更内容",
    Section.GIVEN_UP: "退出的职业",
    Section.FORMS: "申请表格",
    Section.PLAN: "评价计划",
    Section.RESULTS: "评价结果",
}
YES_OR_NO = (("yes", "是"), ("no", "否"))


def long_text(label: str, *, required: bool = True, rows: int = 5, help_text: str = "") -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONG,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}", "max_length": f"{label}不超过{LONG}字"},
    )


class WantedForm(forms.Form):
    """The filters of the worklist (筛选); they stay in the address."""

    words = forms.CharField(
        label="机构名称或受理编号",
        required=False,
        widget=forms.TextInput(attrs={"data-search": "", "type": "search"}),
    )
    whose = forms.ChoiceField(
        label="范围", choices=(("mine", "我的岗位"), ("office", "本单位全部")), required=False
    )
    urgency = forms.ChoiceField(label="紧急程度", required=False)
    matter = forms.ChoiceField(label="事项", required=False)
    step = forms.ChoiceField(label="步骤", required=False)
    kind = forms.ChoiceField(label="机构类型", required=False)
    place = forms.ChoiceField(label="所在地", required=False)
    occupation = forms.CharField(label="职业（编码或名称）", required=False)

    def __init__(self, asked: Any, *, matters: Choices, steps: Choices, places: Choices) -> None:
        super().__init__(asked)
        offered: Mapping[str, Choices] = {
            "matter": matters,
            "step": steps,
            "place": places,
            "kind": BodyKind.choices,
            "urgency": [("", "全部在办"), *Urgency.choices],
        }
        for name, choices in offered.items():
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = list(choices) if name == "urgency" else [("", "不限"), *choices]


class SearchForm(forms.Form):
    """What to look for (查找)."""

    words = forms.CharField(
        label="机构名称或受理编号",
        required=False,
        widget=forms.TextInput(attrs={"data-search": "", "type": "search"}),
    )


class ReasonForm(forms.Form):
    """Why, or in which words, an act is done (理由、意见)."""

    reason = long_text("理由", rows=8)

    def __init__(self, *given: Any, label: str, needed: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["reason"] = long_text(label, required=needed, rows=8 if needed else 4)


class CorrectionForm(forms.Form):
    """One thing to put right (补正事项); a line without words is left out."""

    section = forms.ChoiceField(label="所属部分")
    says = forms.CharField(
        label="需要补正的内容",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "每处补正内容不超过500字"},
    )

    def __init__(self, *given: Any, sections: Sequence[Section], **more: Any) -> None:
        super().__init__(*given, **more)
        choices = [(part.value, SECTION_LABELS[part]) for part in sections]
        cast(forms.ChoiceField, self.fields["section"]).choices = choices


def fact_form(term: Term, asked: AskedFact | None, given: Any = None, files: Any = None) -> forms.Form:
    """A form that states one fact (核对事实): a field by its kind, and what it was found from."""
    form = forms.Form(given, files, prefix=f"fact-{term.name}")
    form.fields["value"] = _value_field(term, asked.asks if asked else term.label)
    form.fields["note"] = forms.CharField(
        label="核对依据",
        max_length=300,
        help_text="例如查看了哪份材料、向谁核实。",
        error_messages={"required": "请写明核对的依据", "max_length": "核对依据不超过300字"},
    )
    return form


def with_paper(
    form: forms.Form, offered: Sequence[tuple[str, str]], *, first: str, wanted: str, owed: bool
) -> forms.Form:
    """Ask beside a fact for the paper that proves it: one that is in the case already, or one to be uploaded.

    `wanted` is the paper that the text names for it, `owed` whether it must be brought; `first` is offered as the
    one in the case.
    """
    if offered:
        choices = [("", "不选，另行上传" if wanted else "不选"), *offered]
        form.fields["there"] = forms.ChoiceField(
            label="案件中已有的文件",
            choices=choices,
            required=False,
            initial=first,
            help_text=f"申请单位交来的《{wanted}》已经选好，可以改选。" if first else "",
        )
    asks = owed and not first
    says = f"请附《{wanted}》。" if asks else "另有依据材料的，在这里上传；上传了的，以上传的为准。"
    form.fields["paper"] = forms.FileField(
        label="上传依据材料" if asks else "上传依据材料（可以不传）",
        required=False,
        help_text=f"{says}可以是 PDF、图片或 Word、Excel 文件，各经办机关都能查阅。",
    )
    return form


def _value_field(term: Term, question: str) -> forms.Field:
    required = {"required": f"请回答“{question}”"}
    match term.kind:
        case FactKind.BOOLEAN:
            return forms.ChoiceField(
                label=question, choices=YES_OR_NO, widget=forms.RadioSelect, error_messages=required
            )
        case FactKind.INTEGER:
            wrong = {"invalid": "请填写整数"}
            return forms.IntegerField(label=question, error_messages=required | wrong)
        case FactKind.DATE:
            wrong = {"invalid": "请填写日期，例如2026-11-21"}
            widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            return forms.DateField(label=question, widget=widget, error_messages=required | wrong)
        case FactKind.TEXTS:
            return forms.CharField(
                label=question,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="一行一项；没有的不填。",
            )
    if term.choices:
        choices = [("", "请选择"), *term.choices.items()]
        return forms.ChoiceField(label=question, choices=choices, error_messages=required)
    return forms.CharField(label=question, error_messages=required)


def stated(term: Term, said: Any) -> Any:
    """What was answered, as the record keeps it."""
    match term.kind:
        case FactKind.BOOLEAN:
            return said == "yes"
        case FactKind.TEXTS:
            return [line.strip() for line in said.splitlines() if line.strip()]
        case FactKind.DATE:
            return said.isoformat()
    return said


class ConveneForm(forms.Form):
    """Who sits in the panel, and who leads it (组建专家组)."""

    experts = forms.MultipleChoiceField(error_messages={"required": "请选择专家"})
    head = forms.ChoiceField(error_messages={"required": "请指定组长"})

    def __init__(self, given: Any, *, roster: Iterable[int]) -> None:
        super().__init__(given)
        choices = [(str(pk), str(pk)) for pk in roster]
        for name in ("experts", "head"):
            cast(forms.ChoiceField, self.fields[name]).choices = choices


class OpinionForm(forms.Form):
    """The panel's opinion, and its answers to what the text asks of it (专家组意见)."""

    opinion = long_text("专家组意见", rows=8)

    def __init__(self, given: Any, *, questions: Mapping[str, str], initial: Mapping[str, str]) -> None:
        super().__init__(given, initial=dict(initial))
        for name, asks in questions.items():
            self.fields[f"finding-{name}"] = forms.ChoiceField(
                label=asks,
                choices=YES_OR_NO,
                widget=forms.RadioSelect,
                error_messages={"required": f"请回答“{asks}”"},
            )

    def findings(self) -> dict[str, bool]:
        """The answers, by fact."""
        return {
            name.removeprefix("finding-"): said == "yes"
            for name, said in self.cleaned_data.items()
            if name.startswith("finding-")
        }


class NoticeForm(forms.Form):
    """What the public reads (公示内容)."""

    title = forms.CharField(
        label="公示标题",
        max_length=160,
        error_messages={"required": "请填写公示标题", "max_length": "公示标题不超过160字"},
    )
    text = long_text("公示内容", rows=10)


class AnswerForm(forms.Form):
    """The answer to an objection (异议答复)."""

    upheld = forms.ChoiceField(
        label="核实结论",
        choices=(("no", "异议不成立"), ("yes", "异议成立")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择核实结论"},
    )
    answer = long_text(
        "答复意见", rows=6, help_text="写明怎样核实、查到什么、结论是什么。异议人凭回执可以看到这段话。"
    )


class RoundForm(forms.Form):
    """An application round (申报批次)."""

    basis = forms.ChoiceField(label="依据文本和事项", error_messages={"required": "请选择依据文本和事项"})
    title = forms.CharField(label="名称", max_length=120, error_messages={"required": "请填写名称"})
    scope = long_text("征集范围", required=False, rows=4)
    opens_on = forms.DateField(
        label="开始日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写开始日期", "invalid": "请填写日期，例如2026-11-21"},
    )
    closes_until = forms.DateField(
        label="截止日期（当日仍可申请）",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写截止日期", "invalid": "请填写日期，例如2026-11-21"},
    )
    places = forms.IntegerField(label="拟入选数", required=False, min_value=1, help_text="不限数量的，不填。")

    def __init__(self, given: Any, *, bases: Choices, today: date) -> None:
        super().__init__(given, initial={"opens_on": today})
        cast(forms.ChoiceField, self.fields["basis"]).choices = list(bases)

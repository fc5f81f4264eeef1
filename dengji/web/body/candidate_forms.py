"""Forms of candidates (考生表单)."""

from typing import Any, cast

from django import forms

from dengji.evaluations.candidates.listed import SHOWN
from dengji.evaluations.candidates.persons import (
    CATEGORY,
    LEVEL,
    LEVEL_ON,
    PROGRESS,
    TITLE,
    TITLE_ON,
    WORK_SINCE,
    YEARS,
    CandidateEntry,
    Gate,
    faults,
    tidy,
)
from dengji.evaluations.terms import Attempt, DocumentKind, Progress, Sex
from dengji.occupations.entry import EDUCATION, SCHOOLING, TITLES, Held
from dengji.policy.engine.practice import Category
from dengji.web.body.forms import PlainForm, TruthField, day_field, sentences

UNSAID = ("", "未填写")
PLAIN = ("education", "works", "years_of_work", "schooling", "level", "title")
DAYS = ("work_since", "level_on", "title_on")
KEPT = "不改的不填。"


class SoughtForm(forms.Form):
    """Whom somebody looks for on the list."""

    words = forms.CharField(
        label="姓名、证件号码或者末四位", required=False, max_length=60, widget=forms.SearchInput()
    )
    show = forms.ChoiceField(
        label="申报条件", required=False, choices=[(key, word) for key, (word, _) in SHOWN.items()]
    )


class CandidateForm(PlainForm):
    """Somebody to be evaluated; mended, what is left empty of the personal data stays as it is."""

    name = forms.CharField(label="姓名", max_length=60)
    document = forms.ChoiceField(label="证件类型", choices=DocumentKind.choices)
    number = forms.CharField(label="证件号码", max_length=30, help_text="身份证号18位，末位可以是X。")
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[UNSAID, *Sex.choices], help_text="用身份证的可以不选。"
    )
    born = day_field("出生日期", help_text="用身份证的可以不填。")
    phone = forms.CharField(
        label="手机号码", required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    category = forms.ChoiceField(label=CATEGORY)
    progress = forms.ChoiceField(label=PROGRESS, choices=Progress.choices)
    attempt = forms.ChoiceField(label="考试类型", choices=Attempt.choices)
    education = forms.ChoiceField(label="文化程度", required=False, choices=[UNSAID, *EDUCATION.items()])
    works = TruthField(label="从事或者准备从事本职业", required=False)
    work_since = day_field(WORK_SINCE, help_text="只知道年月的，填当月1日。")
    years_of_work = forms.IntegerField(
        label=YEARS, required=False, min_value=0, max_value=70, help_text="累计满多少年。"
    )
    schooling = forms.ChoiceField(
        label="相关专业学历", required=False, choices=[UNSAID, *SCHOOLING.items()],
        help_text="本专业或者相关专业，含应届毕业生。",
    )  # fmt: skip
    level = forms.ChoiceField(label=LEVEL, required=False, help_text="用来申报的证书；没有的选“无”。")
    level_on = day_field(LEVEL_ON)
    title = forms.ChoiceField(
        label=TITLE, required=False, choices=[UNSAID, *TITLES.items()],
        help_text="用来申报的职称；没有的选“无”。",
    )  # fmt: skip
    title_on = day_field(TITLE_ON)

    def __init__(self, *args: Any, gate: Gate, there: CandidateEntry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate, self.there = gate, there
        offered = [(each.value, each.label) for each in Category if each.value in gate.may]
        cast(forms.ChoiceField, self.fields["category"]).choices = offered
        self.fields["category"].help_text = gate.says
        cast(forms.ChoiceField, self.fields["level"]).choices = [UNSAID, *Held().items()]
        if there is not None:
            self.fields["number"].required = False
            for name in ("number", "phone", "born"):
                self.fields[name].help_text = KEPT

    def clean(self) -> dict[str, Any]:
        """What does not agree is said at its field, all of it at once."""
        said = super().clean() or {}
        if not self.errors:
            fields = {str(field.label): name for name, field in self.fields.items()}
            for fault in faults(tidy(self.entry()), self.gate):
                self.add_error(fields[fault.column], f"“{fault.column}”{fault.reason}")
        return said

    def entry(self) -> CandidateEntry:
        """The candidate as the acts take him."""
        said, there = self.cleaned_data, self.there
        stated = {name: said[name] for name in PLAIN if said[name] not in ("", None)}
        stated |= {name: said[name].isoformat() for name in DAYS if said[name]}
        same = there is not None and not said["number"] and there.document == said["document"]
        kept = there if same else None
        return CandidateEntry(
            name=said["name"],
            number=said["number"] or (kept.number if kept else ""),
            category=said["category"],
            document=said["document"],
            phone=said["phone"] or (there.phone if there else ""),
            attempt=said["attempt"],
            progress=said["progress"],
            stated=stated,
            sex=said["sex"] or (kept.sex if kept else ""),
            born=said["born"] or (kept.born if kept else None),
        )

    @staticmethod
    def shown(there: CandidateEntry) -> dict[str, Any]:
        """Somebody as the form shows him: without number, telephone and birth."""
        plain = ("name", "document", "category", "attempt", "progress")
        return {name: getattr(there, name) for name in plain} | dict(there.stated)


class WhyForm(PlainForm):
    """Why something is done."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label = label
        field.error_messages |= sentences(label, field)


class PhotoForm(PlainForm):
    """A picture of a person."""

    photo = forms.FileField(
        label="照片", max_length=200, help_text="JPG 或 PNG 格式，最大2兆字节。",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )  # fmt: skip

"""Forms of the certificates' desk (证书表单)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from dengji.certificates.acts.designing import DesignEntry
from dengji.certificates.paper.printing import Design
from dengji.certificates.queries import SORTS, Sought
from dengji.certificates.statistics import Counted
from dengji.certificates.terms import CertificateState
from dengji.certificates.wanted import NO_WORK_TYPE, FaceEntry, PersonalEntry
from dengji.evaluations.terms import DocumentKind, Sex
from dengji.occupations.levels import levels

ANY = ("", "全部")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WRONG_DAY = {"invalid": "请填写年、月、日都正确的日期。"}


def offer_places(form: forms.Form, places: Sequence[tuple[str, str]]) -> None:
    """所在地: the places that may be chosen; no such field where there are none."""
    if places:
        form.fields["place"].choices = [ANY, *places]  # type: ignore[attr-defined]
    else:
        del form.fields["place"]


class SoughtForm(forms.Form):
    """The filters of the register (登记簿筛选)."""

    words = forms.CharField(
        label="编号、职业或机构",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "data-search": ""}),
    )
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *CertificateState.choices])
    level = forms.ChoiceField(label="等级", required=False)
    place = forms.ChoiceField(label="所在地", required=False)
    from_on = forms.DateField(label="发证日期从", required=False, widget=DAY, error_messages=WRONG_DAY)
    until = forms.DateField(label="到", required=False, widget=DAY, error_messages=WRONG_DAY)
    release = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(label="排列", required=False, choices=list(SORTS.items()))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [ANY, *((each.code, each.label) for each in levels())]  # type: ignore[attr-defined]
        offer_places(self, places)

    @property
    def sought(self) -> Sought:
        """What is looked for; what cannot be read is left out."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        release = str(said.pop("release", ""))
        return Sought(**said, release=release)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(value for name, value in self.cleaned_data.items() if name != "sort")

    @property
    def narrowed(self) -> bool:
        """Whether anything does that is folded away."""
        return any(self.cleaned_data.get(name) for name in ("level", "place", "from_on", "until", "sort"))


class ReasonForm(forms.Form):
    """Why (理由)."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由。", "max_length": "理由不超过300字。"},
    )

    def __init__(self, *args: Any, label: str = "理由", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label = label
        field.error_messages |= {"required": f"请写明{label}。"}
        field.widget.attrs.pop("maxlength", None)


class VersionForm(forms.Form):
    """A press of a button on what was shown (按当时所见办理)."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReplaceForm(ReasonForm, VersionForm):
    """补发: why, and on which version of the certificate."""


class ProposeForm(ReasonForm):
    """撤销、恢复: why, and what proves it."""

    file = forms.FileField(
        label="证明材料",
        required=False,
        help_text="PDF、图片或Word文件，例如身份证复印件、情况说明。",
        max_length=200,
    )
    field_order = (
        *("name", "document", "number", "born", "sex", "occupation", "work_type", "level"),
        *("reason", "file"),
    )

    @property
    def wanted(self) -> PersonalEntry:
        """What it shall say of the holder: nothing else."""
        return PersonalEntry()

    @property
    def face(self) -> FaceEntry:
        """What else it shall say: nothing else."""
        return FaceEntry()


class CorrectForm(ProposeForm):
    """更正: what it shall say; what is left empty stays."""

    name = forms.CharField(label="姓名", required=False, max_length=60)
    document = forms.ChoiceField(
        label="证件类型", required=False, choices=[("", "不更正"), *DocumentKind.choices]
    )
    number = forms.CharField(label="证件号码", required=False, max_length=40)
    born = forms.DateField(label="出生日期", required=False, widget=DAY, error_messages=WRONG_DAY)
    sex = forms.ChoiceField(label="性别", required=False, choices=[("", "不更正"), *Sex.choices])
    occupation = forms.CharField(
        label="职业", required=False, max_length=120, help_text="填职业编码，或者大典上的全名。"
    )
    work_type = forms.CharField(
        label="工种",
        required=False,
        max_length=120,
        help_text=f"填工种的全名；不写工种的，填“{NO_WORK_TYPE}”。",
    )

    @property
    def wanted(self) -> PersonalEntry:
        """What it shall say."""
        said = self.cleaned_data
        return PersonalEntry(said["name"], said["document"], said["number"], said["born"], said["sex"])

    @property
    def face(self) -> FaceEntry:
        """What else it shall say."""
        return FaceEntry(self.cleaned_data["occupation"], self.cleaned_data["work_type"])


class ExchangeForm(ProposeForm):
    """换发: the right level; it stands in the number, so another number follows."""

    level = forms.ChoiceField(
        label="正确的等级", choices=(), error_messages={"required": "请选择正确的等级。"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "请选择"), *((each.code, each.label) for each in levels())]
        self.fields["level"].choices = offered  # type: ignore[attr-defined]

    @property
    def face(self) -> FaceEntry:
        """The right level."""
        return FaceEntry(level=self.cleaned_data["level"])


class TakeInForm(ReasonForm):
    """登记复核申请: what the holder doubts, and where he is told of the answer."""

    phone = forms.RegexField(
        r"^1\d{10}$",
        label="持证人的手机号码",
        required=False,
        help_text="当地开通短信的，有了答复发短信告诉他；答复以后不再保留。",
        error_messages={"invalid": "手机号码是11位数字，请核对。"},
    )


class AnswerForm(forms.Form):
    """答复复核: whether something is wrong, and why."""

    wrong = forms.ChoiceField(
        label="核查结果",
        choices=[("no", "证书无误"), ("yes", "确有错误，另行更正、换发或者撤销")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择核查结果。"},
    )
    says = forms.CharField(
        label="答复",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明核查了什么、结果怎样；持证人看得到。",
        error_messages={"required": "请写明核查的情况和理由。", "max_length": "答复不超过500字。"},
    )


class DesignForm(VersionForm):
    """版式: the design, the pictures, who signs."""

    design = forms.ChoiceField(label="版式", widget=forms.RadioSelect)
    signer = forms.CharField(
        label="签发人", required=False, max_length=40, help_text="印在签名旁边，例如：主任 张三。"
    )
    seal = forms.FileField(
        label="印章图片",
        required=False,
        help_text="PNG或SVG，背景透明，512KB以内；不选的，保留原来的。",
        widget=forms.FileInput(attrs={"accept": ".png,.svg"}),
    )
    signature = forms.FileField(
        label="签名图片",
        required=False,
        help_text="PNG或SVG，背景透明，512KB以内；不选的，保留原来的。",
        widget=forms.FileInput(attrs={"accept": ".png,.svg"}),
    )
    no_seal = forms.BooleanField(label="去掉现在的印章图片", required=False)
    no_signature = forms.BooleanField(label="去掉现在的签名图片", required=False)

    def __init__(self, *args: Any, offered: Sequence[Design], has: Mapping[str, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["design"].choices = [(each.value, each.label) for each in offered]  # type: ignore[attr-defined]
        for name in ("seal", "signature"):
            if not has[name]:
                del self.fields[f"no_{name}"]

    @property
    def entry(self) -> DesignEntry:
        """What is chosen."""
        said = self.cleaned_data
        return DesignEntry(said["design"], said["signer"], self._picture("seal"), self._picture("signature"))

    def _picture(self, name: str) -> bytes | None:
        """The picture that came in; empty to take away the one that is there; None to leave it."""
        if given := self.cleaned_data[name]:
            return bytes(given.read())
        return b"" if self.cleaned_data.get(f"no_{name}") else None


class CountedForm(forms.Form):
    """统计范围: years and place."""

    first = forms.IntegerField(label="发证年份从", required=False, min_value=1990, max_value=2100)
    last = forms.IntegerField(label="到", required=False, min_value=1990, max_value=2100)
    place = forms.ChoiceField(label="所在地", required=False)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, places)
        for name in ("first", "last"):
            self.fields[name].error_messages |= {
                "invalid": "年份用四位数字填写，例如2026。",
                "min_value": "年份用四位数字填写，例如2026。",
                "max_value": "年份用四位数字填写，例如2026。",
            }
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "size": 6}

    @property
    def counted(self) -> Counted:
        """What is counted; what cannot be read is left out."""
        self.is_valid()
        return Counted(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def said(self) -> str:
        """The years in words."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first is None and last is None:
            return "全部年份"
        return f"{f'{first}年' if first else '最早'}至{f'{last}年' if last else '现在'}"

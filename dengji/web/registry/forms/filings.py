"""An old filing on paper as a form (补录备案表单), and the filters of the list of filings."""

from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

from dengji.filings.sheets import OldFiling, OldVenue, Scope
from dengji.filings.terms import Audience, FilingState, Origin
from dengji.institutions.codes import plain_code, uscc_fault
from dengji.institutions.entries import BodyEntry
from dengji.institutions.terms import Affiliation, BodyKind, VenueKind
from dengji.occupations.levels import levels
from dengji.occupations.queries import code_of
from dengji.people.queries import place_names
from dengji.policy.engine.terms import Regime
from dengji.web.registry.forms.plain import PlainForm, day_field, search_field, words_field

MOST_ROWS = 60
EVERY = ("", "不限")
SOON = ("30", "60", "90", "180")


class SoughtForm(PlainForm):
    """The filters of the list of filings (筛选); they stay in the address."""

    words = search_field("机构名称或备案号")
    whose = forms.ChoiceField(
        label="范围", required=False, choices=(("", "本单位备案"), ("place", "本辖区全部"))
    )
    origin = forms.ChoiceField(label="来源", required=False, choices=(EVERY, *Origin.choices))
    state = forms.ChoiceField(label="状态", required=False, choices=(EVERY, *FilingState.choices))
    due = forms.ChoiceField(
        label="到期时间", required=False, choices=(EVERY, *((days, f"{days}天内到期") for days in SOON))
    )
    kind = forms.ChoiceField(label="机构类型", required=False, choices=(EVERY, *BodyKind.choices))
    occupation = forms.CharField(label="职业（编码或名称）", required=False, max_length=60)


class BodyFields(PlainForm):
    """A body as its licence has it (机构)."""

    name = forms.CharField(label="机构名称", max_length=120, help_text="与营业执照或法人证书一致。")
    uscc = forms.CharField(label="统一社会信用代码", max_length=30)
    division = forms.CharField(
        label="所在地区划代码",
        max_length=6,
        help_text="机构登记地县（市、区）的六位代码；输入前几位，可以从本地区的名单中选。",
        widget=forms.TextInput(attrs={"list": "places", "inputmode": "numeric"}),
    )
    body_kind = forms.ChoiceField(label="机构类型", choices=BodyKind.choices)
    affiliation = forms.ChoiceField(label="隶属关系", choices=Affiliation.choices)

    def clean_uscc(self) -> str:
        """The code, plain. Raises ValidationError with what is wrong."""
        if wrong := uscc_fault(self.cleaned_data["uscc"]):
            raise forms.ValidationError(wrong)
        return plain_code(self.cleaned_data["uscc"])

    def clean_division(self) -> str:
        """The code of a place that there is."""
        code = str(self.cleaned_data["division"]).strip()
        if code not in place_names([code]):
            raise forms.ValidationError(f"“{code}”不在行政区划表内，请核对六位代码。")
        return code

    def body(self) -> BodyEntry:
        """The body as its act takes it."""
        said = self.cleaned_data
        return BodyEntry(
            name=said["name"],
            uscc=said["uscc"],
            division=said["division"],
            kind=BodyKind(said["body_kind"]),
            affiliation=Affiliation(said["affiliation"]),
        )


class OldFilingForm(BodyFields):
    """A filing as it stands on paper, without its scope (已有备案)."""

    number = forms.CharField(label="备案号", max_length=20, help_text="照备案文书填写。")
    regime = forms.ChoiceField(label="备案类别", choices=[(each.value, each.label) for each in Regime])
    granted_on = day_field("备案日期")
    valid_from = day_field("有效期自")
    valid_until = day_field(
        "有效期至", required=False, help_text="最后一日；长期有效的不填，勾选“长期有效”。"
    )
    open_ended = forms.BooleanField(label="长期有效", required=False)
    field_order = ("number", "regime", "granted_on", "valid_from", "valid_until", "open_ended")

    def clean(self) -> dict[str, Any]:
        """A last day, or none on purpose, and not both."""
        said = super().clean() or {}
        ends = said.get("valid_until") is not None
        if "valid_until" in said and ends == bool(said.get("open_ended")):
            both = "有效期至已经填写，请取消勾选“长期有效”。"
            self.add_error("valid_until", both if ends else "请填写“有效期至”，长期有效的请勾选“长期有效”。")
        return said

    def filing(self, scope: tuple[Scope, ...], venues: tuple[OldVenue, ...] = ()) -> OldFiling:
        """The filing as its act takes it."""
        said = self.cleaned_data
        return OldFiling(
            number=said["number"].strip(),
            regime=said["regime"],
            body=self.body(),
            granted_on=said["granted_on"],
            valid_from=said["valid_from"],
            valid_until=said["valid_until"],
            scope=scope,
            venues=venues,
        )


class ScopeForm(PlainForm):
    """One row of a filing's scope (备案范围)."""

    occupation = forms.CharField(label="职业", max_length=60, help_text="编码或职业全称，例如 6-31-01-03。")
    work_type = forms.CharField(label="工种", max_length=120, required=False)
    levels = forms.MultipleChoiceField(label="等级", required=False, widget=forms.CheckboxSelectMultiple)
    audience = forms.ChoiceField(label="评价对象", choices=Audience.choices, initial=Audience.OWN_STAFF)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("levels", [(level.code, level.label) for level in levels()])

    def clean_occupation(self) -> str:
        """The code. Raises ValidationError for what no catalogue has."""
        typed = self.cleaned_data["occupation"]
        code = code_of(typed)
        if code is None:
            raise forms.ValidationError(f"“{typed[:40]}”不在职业目录内，请核对编码或名称。")
        return code


class ScopeRows(BaseFormSet):  # type: ignore[type-arg]  # generic in its stubs only
    """The rows of a scope; a row that was left as it came is left out."""

    def scope(self) -> tuple[Scope, ...]:
        """The rows as their act takes them."""
        filled = [form.cleaned_data for form in self.forms if form.has_changed()]
        return tuple(
            Scope(row["occupation"], row["work_type"].strip(), tuple(row["levels"]), row["audience"])
            for row in filled
        )


ScopeFormSet = cast(
    type[ScopeRows],
    formset_factory(ScopeForm, formset=ScopeRows, extra=2, absolute_max=MOST_ROWS, max_num=MOST_ROWS),
)


class VenueForm(PlainForm):
    """One venue of a filing (备案场所)."""

    name = forms.CharField(label="场所名称", max_length=100)
    kind = forms.ChoiceField(label="用途", choices=VenueKind.choices, initial=VenueKind.THEORY)
    address = forms.CharField(label="地址", max_length=200)


class VenueRows(BaseFormSet):  # type: ignore[type-arg]  # generic in its stubs only
    """The venues of a filing; a row that was left as it came is left out."""

    def venues(self) -> tuple[OldVenue, ...]:
        """The venues as their act takes them."""
        filled = [form.cleaned_data for form in self.forms if form.has_changed()]
        return tuple(OldVenue(row["name"].strip(), row["kind"], row["address"].strip()) for row in filled)


VenueFormSet = cast(
    type[VenueRows],
    formset_factory(VenueForm, formset=VenueRows, extra=2, absolute_max=MOST_ROWS, max_num=MOST_ROWS),
)


class SheetForm(PlainForm):
    """A sheet of old filings (补录表格)."""

    sheet = forms.FileField(
        label="填好的表格",
        help_text="xlsx 或 csv，一行一个职业，同一备案号的各行归为一件备案。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class EndForm(PlainForm):
    """Why a filing shall be ended (提起终结的理由)."""

    reason = words_field(
        "提起的理由", 2000, help_text="写明发现的问题、时间和依据的材料；机构会看到这段话。", rows=6
    )


class TakeOverForm(PlainForm):
    """Why an authority takes over what a body owes (接管理由)."""

    because = words_field(
        "机构已经不存在的情况和依据", 300, help_text="例如：营业执照已注销，登记机关、日期。"
    )

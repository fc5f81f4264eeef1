"""Examiners and supervisors as forms (考评员、质量督导员表单)."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

from dengji.evaluations.acts.declaring import TieEntry
from dengji.evaluations.examiners.registers import STATES
from dengji.evaluations.examiners.roster_entries import HeldEntry, PersonEntry
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.evaluations.terms import Engagement, Registered, Tie
from dengji.institutions.codes import identity_fault, plain_code, uscc_fault
from dengji.institutions.terms import TitleLevel
from dengji.occupations.levels import levels
from dengji.occupations.queries import code_of
from dengji.people.queries import body_named
from dengji.web.registry.forms.plain import PlainForm, day_field, search_field, words_field

MOST_ROWS = 40
EVERY, NONE = ("", "不限"), ("", "没有")


class SoughtForm(PlainForm):
    """The filters of the register (筛选); they stay in the address."""

    words = search_field("姓名、证卡编号或单位")
    kind = forms.ChoiceField(label="登记类别", required=False, choices=(EVERY, *Registered.choices))
    occupation = forms.CharField(label="考评职业（编码或名称）", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=(EVERY, *STATES.items()))


class PersonForm(PlainForm):
    """Somebody for the register, without his qualifications (登记内容)."""

    authority = forms.ChoiceField(label="登记机关")
    kind = forms.ChoiceField(label="登记类别", choices=Registered.choices)
    number = forms.CharField(label="证卡编号", max_length=40, help_text="照证卡填写，印在胸卡上。")
    name = forms.CharField(label="姓名", max_length=60)
    identity_number = forms.CharField(
        label="身份证号", max_length=30, help_text="加密保存，页面只显示前四位和后四位。"
    )
    engagement = forms.ChoiceField(
        label="专兼职", required=False, choices=(("", "未登记"), *Engagement.choices)
    )
    employer = forms.CharField(
        label="工作单位", max_length=120, required=False, help_text="用于判断回避，请写全称。"
    )
    employer_uscc = forms.CharField(label="工作单位统一社会信用代码", max_length=30, required=False)
    valid_from = day_field("有效期自")
    valid_until = day_field("有效期至", help_text="最后一日，当日仍然有效。")

    def clean_identity_number(self) -> str:
        """The number, plain. Raises ValidationError with what is wrong."""
        if wrong := identity_fault(self.cleaned_data["identity_number"]):
            raise forms.ValidationError(wrong)
        return plain_code(self.cleaned_data["identity_number"])

    def clean_employer_uscc(self) -> str:
        """The code, plain, if there is one. Raises ValidationError with what is wrong."""
        said = self.cleaned_data["employer_uscc"]
        if said and (wrong := uscc_fault(said)):
            raise forms.ValidationError(wrong)
        return plain_code(said)

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        said = super().clean() or {}
        first, last = said.get("valid_from"), said.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "“有效期至”早于“有效期自”。")
        return said

    def entry(self, held: tuple[HeldEntry, ...]) -> PersonEntry:
        """The person as the act takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "authority"}
        return PersonEntry(**said, held=held)


class ChangeForm(PersonForm):
    """What may be changed of somebody in the register."""

    authority = identity_number = kind = None  # type: ignore[assignment]  # they stay as they are

    def changed(self, person: RegisteredPerson, number: str, held: tuple[HeldEntry, ...]) -> PersonEntry:
        """The person as the act takes it, with what stays."""
        return PersonEntry(kind=person.kind, identity_number=number, **self.cleaned_data, held=held)


class HeldForm(PlainForm):
    """One qualification (考评资格)."""

    occupation = forms.CharField(
        label="考评职业", max_length=60, help_text="编码或职业全称，例如 6-31-01-03。"
    )
    level = forms.ChoiceField(label="证书等级", required=False)
    title_level = forms.ChoiceField(label="职称级别", required=False, choices=(NONE, *TitleLevel.choices))
    number = forms.CharField(label="证书编号", max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("level", [NONE, *((level.code, level.label) for level in levels())])

    def clean_occupation(self) -> str:
        """The code. Raises ValidationError for what no catalogue has."""
        typed = self.cleaned_data["occupation"]
        code = code_of(typed)
        if code is None:
            raise forms.ValidationError(f"“{typed[:40]}”不在职业目录内，请核对编码或名称。")
        return code

    def clean(self) -> dict[str, Any]:
        """A certificate's level, or a title's, or both."""
        said = super().clean() or {}
        if said.get("occupation") and not said.get("level") and not said.get("title_level"):
            self.add_error("level", "请选择证书等级，或者选择职称级别。")
        return said


class HeldRows(BaseFormSet):  # type: ignore[type-arg]  # generic in its stubs only
    """The qualifications; a row without an occupation is left out."""

    def held(self) -> tuple[HeldEntry, ...]:
        """The rows as their act takes them."""
        return tuple(HeldEntry(**form.cleaned_data) for form in self.forms if form.has_changed())


HeldFormSet = cast(
    type[HeldRows],
    formset_factory(HeldForm, formset=HeldRows, extra=2, absolute_max=MOST_ROWS, max_num=MOST_ROWS),
)


class SheetForm(PlainForm):
    """A sheet of people (登记表格)."""

    authority = forms.ChoiceField(label="登记机关")
    sheet = forms.FileField(
        label="填好的表格",
        help_text="xlsx 或 csv，一行一项考评资格，同一个人的各行归为一人。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class PhotoForm(PlainForm):
    """A picture for the badge (照片)."""

    photo = forms.FileField(
        label="照片",
        max_length=200,
        help_text="近期正面免冠照片，JPG 或 PNG 格式，不超过200KB。",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )


class RemoveForm(PlainForm):
    """Why somebody is taken out (移出理由)."""

    because = words_field("移出的理由", 300)


class LinkForm(PlainForm):
    """The account that somebody signs in with (关联账号)."""

    username = forms.CharField(label="登录名", max_length=60, help_text="已经开通的账号。")


class TieForm(PlainForm):
    """A tie to a body or to a candidate (回避申报)."""

    kind = forms.ChoiceField(label="关系", choices=Tie.choices)
    organisation = forms.CharField(
        label="评价机构", max_length=120, required=False, help_text="机构全称或统一社会信用代码。"
    )
    number = forms.CharField(
        label="考生身份证号",
        max_length=30,
        required=False,
        help_text="与某名考生有关系的填这一项，只保存摘要。机构和考生只填一项。",
    )

    def clean_organisation(self) -> Any:
        """The body, if one is named. Raises ValidationError where there is none."""
        said = self.cleaned_data["organisation"].strip()
        found = body_named(said) if said else None
        if said and found is None:
            raise forms.ValidationError("没有找到这个评价机构，请核对名称或代码。")
        return found

    def entry(self) -> TieEntry:
        """The tie as the act takes it."""
        said = self.cleaned_data
        return TieEntry(Tie(said["kind"]), said["organisation"], said["number"])


class SendForm(PlainForm):
    """Who is sent to a batch (委派人选)."""

    person = forms.ChoiceField(
        label="质量督导员", help_text="只列出这几天有效、没有其他任务、不需要回避的人。"
    )

    def __init__(self, *args: Any, people: Iterable[RegisteredPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (str(each.token), f"{each.name}　{each.number}　{each.employer or each.authority.name}")
            for each in people
        ]
        self.offer("person", [("", "请选择"), *named])


class BackForm(PlainForm):
    """Why a supervisor is called back (撤回理由)."""

    because = words_field("撤回委派的理由", 300, help_text="会告知本人。")

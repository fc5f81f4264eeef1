"""Accounts, posts, experts and bodies as forms (人员岗位表单)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from dengji.people.acts.accounts import AccountEntry
from dengji.people.acts.experts import ExpertEntry
from dengji.people.acts.newcomers import Newcomer, Place
from dengji.people.models import Organisation
from dengji.people.terms import BODY_ROLES, OrganisationKind, Rank, Relation, Role
from dengji.web.registry.forms.filings import BodyFields
from dengji.web.registry.forms.plain import PlainForm, day_field, search_field

EVERY = ("", "不限")


def roles_in(organisation: Organisation) -> list[tuple[str, str]]:
    """The roles that an organisation has posts for; experts come by their roster."""
    of_body = organisation.kind == OrganisationKind.BODY
    country = organisation.division.rank == Rank.COUNTRY
    left_out = {Role.EXPERT} if country else {Role.EXPERT, Role.MINISTRY}
    return [
        (role.value, str(role.label))
        for role in Role
        if (role in BODY_ROLES) == of_body and role not in left_out
    ]


class OrganisationsForm(PlainForm):
    """The filters of the list of organisations (筛选)."""

    words = search_field("单位名称或统一社会信用代码")
    kind = forms.ChoiceField(label="性质", required=False, choices=(EVERY, *OrganisationKind.choices))


class AccountFields(PlainForm):
    """Somebody who has no account yet."""

    full_name = forms.CharField(label="姓名", max_length=60)
    username = forms.CharField(label="登录名", max_length=60, help_text="本人用它登录，开通后不能改。")
    phone = forms.CharField(label="手机号码", max_length=20, required=False)
    password = forms.CharField(
        label="初始密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="当面或电话告知本人，请本人登录后修改。系统不会再显示。",
    )

    def newcomer(self) -> Newcomer:
        """The person as the act takes it."""
        said = self.cleaned_data
        account = AccountEntry(said["username"], said["full_name"], said["phone"])
        return Newcomer(account, said["password"])


class PostFields(PlainForm):
    """A role from a day."""

    role = forms.ChoiceField(label="岗位")
    from_on = day_field("起始日")

    def __init__(self, given: Any, *, organisation: Organisation, today: date) -> None:
        super().__init__(given, initial={"from_on": today})
        self.organisation = organisation
        self.offer("role", roles_in(organisation))

    def place(self) -> Place:
        """The post as the act takes it."""
        return Place(self.organisation, Role(self.cleaned_data["role"]), self.cleaned_data["from_on"])


class NewcomerForm(AccountFields, PostFields):
    """A new account with its first post."""

    field_order = ("full_name", "username", "phone", "password", "role", "from_on")


class GivePostForm(PostFields):
    """A post for somebody who has an account."""

    username = forms.CharField(label="登录名", max_length=60, help_text="已开通的账号。")
    field_order = ("username", "role", "from_on")


class EndForm(PlainForm):
    """The last day of a post."""

    until = day_field("最后一日", help_text="当日仍在岗；次日起不能再以这个岗位办理。")


class PasswordForm(PlainForm):
    """A new password for somebody who forgot his."""

    password = forms.CharField(
        label="新密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="当面或电话告知本人，请本人登录后修改。系统不会再显示。",
    )


class ExpertFields(PlainForm):
    """What is told of an expert."""

    employer = forms.CharField(label="工作单位", max_length=120, help_text="用于判断是否需要回避，请写全称。")
    employer_uscc = forms.CharField(label="工作单位统一社会信用代码", max_length=18, required=False)
    title = forms.CharField(label="职称或职务", max_length=60, required=False)
    occupations = forms.CharField(
        label="专业领域",
        required=False,
        max_length=400,
        help_text="职业编码，或编码的前几位（如 6-31 表示一类职业），几个之间用顿号隔开。",
    )

    def clean_occupations(self) -> tuple[str, ...]:
        """The codes, or beginnings of codes."""
        typed = self.cleaned_data["occupations"]
        for sign in "，,；; \r\n":
            typed = typed.replace(sign, "、")
        fields = tuple(dict.fromkeys(part.strip() for part in typed.split("、") if part.strip()))
        wrong = [field for field in fields if not field.replace("-", "").isdecimal()]
        if wrong:
            raise forms.ValidationError(f"“{wrong[0][:20]}”不是职业编码，请写成 6-31-01-03 或 6-31 的样子。")
        return fields

    def prepared(self) -> ExpertEntry:
        """The expert as the act takes it."""
        said = self.cleaned_data
        return ExpertEntry(said["employer"], said["employer_uscc"], said["title"], said["occupations"])


class EnlistForm(ExpertFields):
    """Somebody new on the roster: with the account there is, or with a new one."""

    authority = forms.ChoiceField(label="入库机关")
    username = forms.CharField(
        label="登录名", max_length=60, help_text="已有账号的填原登录名，下面两项不填。"
    )
    full_name = forms.CharField(label="姓名", max_length=60, required=False)
    password = forms.CharField(
        label="初始密码",
        strip=False,
        required=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="新开账号时填写，当面或电话告知本人。",
    )
    field_order = ("authority", "username", "full_name", "password", "employer")

    def __init__(self, *args: Any, authorities: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("authority", [(str(each.pk), each.name) for each in authorities])

    def newcomer(self) -> Newcomer:
        """The person as the act takes it."""
        said = self.cleaned_data
        return Newcomer(AccountEntry(said["username"], said["full_name"]), said["password"])


class RelationForm(PlainForm):
    """A tie of an expert to a body."""

    organisation = forms.CharField(label="机构名称或统一社会信用代码", max_length=120)
    relation = forms.ChoiceField(label="关系", choices=Relation.choices)


class NewBodyForm(AccountFields, BodyFields):
    """A body, and the account of whoever is in charge of it."""

    field_order = (
        "name", "uscc", "division", "body_kind", "affiliation", "full_name", "username", "phone", "password",
    )  # fmt: skip

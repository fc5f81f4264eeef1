"""Forms of the registers (机构登记表单): each gives the entry that its act takes, and shows the row that there is."""

from decimal import Decimal
from typing import Any

from django import forms

from dengji.institutions.codes import identity_fault, plain_code, uscc_fault
from dengji.institutions.entries import (
    EquipmentEntry,
    FeeEntry,
    ItemBankEntry,
    MemberEntry,
    QualificationEntry,
    RuleEntry,
    SubsidiaryEntry,
    VenueEntry,
)
from dengji.institutions.terms import (
    ItemSource,
    MemberRole,
    QualificationKind,
    RuleKind,
    SubsidiaryRelation,
    Tenure,
    TitleLevel,
    VenueKind,
)
from dengji.occupations.levels import levels
from dengji.records.models import StoredFile
from dengji.web.body.forms import OccupationField, OccupationsField, PlainForm, day_field

FEN = 100
MOST = 1_000_000_000
NOTHING = (("", "未选择"),)


class EntryForm(PlainForm):
    """A form for one row of a register."""

    file_field = ""

    def entry(self, file: StoredFile | None = None) -> Any:
        """What was typed, as the act takes it."""
        raise NotImplementedError

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """The row, as the form shows it."""
        return {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, without the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != self.file_field}


class MemberForm(EntryForm):
    """A person who works for the body."""

    name = forms.CharField(label="姓名", max_length=60)
    identity_number = forms.CharField(
        label="身份证号", required=False, max_length=30, help_text="页面和打印件上只显示前四位和后四位。"
    )
    roles = forms.MultipleChoiceField(
        label="人员类别", choices=MemberRole.choices, widget=forms.CheckboxSelectMultiple
    )
    employer = forms.CharField(label="所在单位", required=False, max_length=120)
    post = forms.CharField(label="职务", required=False, max_length=60)
    education = forms.CharField(label="学历", required=False, max_length=30)
    duties = forms.CharField(label="主要职责", required=False, max_length=200)

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """The row, as the form shows it: of the number only what may be seen."""
        return {**super().shown(row), "masked": row.masked}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if there := self.initial.get("masked"):
            self.fields["identity_number"].help_text = f"已登记{there}；不改的不填。"

    def clean_identity_number(self) -> str:
        """A sound number, or none."""
        typed = plain_code(self.cleaned_data["identity_number"])
        if typed and (fault := identity_fault(typed)):
            raise forms.ValidationError(fault)
        return typed

    def entry(self, file: StoredFile | None = None) -> MemberEntry:
        """The person."""
        return MemberEntry(**{**self.said, "roles": tuple(self.cleaned_data["roles"])})


class QualificationForm(EntryForm):
    """What a member can show."""

    kind = forms.ChoiceField(label="资格类别", choices=QualificationKind.choices)
    occupation = OccupationField(label="职业", required=False)
    level = forms.ChoiceField(label="技能等级", required=False, help_text="证书填等级。")
    title_level = forms.ChoiceField(
        label="职称级别", required=False, choices=(*NOTHING, *TitleLevel.choices), help_text="职称填级别。"
    )
    number = forms.CharField(label="证书编号", required=False, max_length=40)
    valid_until = day_field("有效期至", help_text="长期有效的不填。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = (*NOTHING, *levels())  # type: ignore[attr-defined]

    def entry(self, file: StoredFile | None = None) -> QualificationEntry:
        """The qualification."""
        return QualificationEntry(**self.said)


class VenueForm(EntryForm):
    """A place where the body examines."""

    name = forms.CharField(label="名称", max_length=100)
    kind = forms.ChoiceField(label="用途", choices=VenueKind.choices)
    address = forms.CharField(label="地址", max_length=200)
    tenure = forms.ChoiceField(label="权属", choices=Tenure.choices)
    seats = forms.IntegerField(label="工位（座位）数", min_value=0, max_value=MOST)
    area = forms.IntegerField(label="面积（平方米）", required=False, min_value=0, max_value=MOST)
    video = forms.BooleanField(label="配备视频监控", required=False)
    safety_proof = forms.BooleanField(label="有安全、消防合格证明", required=False)
    occupations = OccupationsField(label="适用职业", required=False)

    def entry(self, file: StoredFile | None = None) -> VenueEntry:
        """The place."""
        return VenueEntry(
            **{**self.said, "kind": VenueKind(self.said["kind"]), "tenure": Tenure(self.said["tenure"])}
        )


class EquipmentForm(EntryForm):
    """Equipment for an occupation."""

    name = forms.CharField(label="名称", max_length=100)
    model = forms.CharField(label="品牌及规格型号", required=False, max_length=100)
    occupation = OccupationField(label="用于职业")
    quantity = forms.IntegerField(label="数量", min_value=0, max_value=MOST)
    tenure = forms.ChoiceField(label="权属", choices=Tenure.choices)

    def entry(self, file: StoredFile | None = None) -> EquipmentEntry:
        """The equipment."""
        return EquipmentEntry(**{**self.said, "tenure": Tenure(self.said["tenure"])})


class ItemBankForm(EntryForm):
    """Where the test items for an occupation come from."""

    occupation = OccupationField(label="职业")
    source = forms.ChoiceField(label="试题来源", choices=ItemSource.choices)
    items = forms.IntegerField(label="题量", required=False, min_value=0, max_value=MOST)

    def entry(self, file: StoredFile | None = None) -> ItemBankEntry:
        """The source."""
        return ItemBankEntry(**{**self.said, "source": ItemSource(self.said["source"])})


class RuleForm(EntryForm):
    """A rule document with its file."""

    file_field = "file"
    kind = forms.ChoiceField(label="类别", choices=RuleKind.choices)
    title = forms.CharField(label="文件名称", max_length=120)
    published_on = day_field("公布日期", help_text="还没有公布的不填。")
    file = forms.FileField(
        label="文件", required=False, max_length=200, help_text="重新选择即替换原来的文件。"
    )

    def entry(self, file: StoredFile | None = None) -> RuleEntry:
        """The rule."""
        return RuleEntry(**{**self.said, "kind": RuleKind(self.said["kind"])}, file=file)


class FeeForm(EntryForm):
    """A fee, typed in yuan."""

    name = forms.CharField(label="收费项目", max_length=100)
    amount = forms.DecimalField(
        label="收费标准（元）", min_value=0, max_value=1_000_000, decimal_places=2, help_text="不收费的填0。"
    )
    basis = forms.CharField(
        label="测算依据", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    published_on = day_field("公布日期", help_text="还没有公布的不填。")

    def entry(self, file: StoredFile | None = None) -> FeeEntry:
        """The fee, in fen."""
        said = self.said
        return FeeEntry(said["name"], int(said["amount"] * FEN), said["basis"], said["published_on"])

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """The fee, in yuan."""
        return {**super().shown(row), "amount": Decimal(row.amount_fen) / FEN}


class SubsidiaryForm(EntryForm):
    """A subsidiary whose staff the employer evaluates too."""

    file_field = "proof"
    name = forms.CharField(label="名称", max_length=120)
    uscc = forms.CharField(label="统一社会信用代码", max_length=30)
    relation = forms.ChoiceField(label="控股关系", choices=SubsidiaryRelation.choices)
    proof = forms.FileField(
        label="全资或者控股证明", required=False, max_length=200, help_text="重新选择即替换原来的文件。"
    )

    def clean_uscc(self) -> str:
        """A sound code."""
        typed = plain_code(self.cleaned_data["uscc"])
        if fault := uscc_fault(typed):
            raise forms.ValidationError(fault)
        return typed

    def entry(self, file: StoredFile | None = None) -> SubsidiaryEntry:
        """The subsidiary."""
        return SubsidiaryEntry(
            **{**self.said, "relation": SubsidiaryRelation(self.said["relation"])}, proof=file
        )

"""Evaluation bodies and their registers (评价机构、人员、场所、设备、制度、收费)."""

from django.db import models
from django.db.models import Q

from dengji.institutions.terms import (
    Affiliation,
    BodyKind,
    ItemSource,
    QualificationKind,
    RuleKind,
    SubsidiaryRelation,
    Tenure,
    TitleLevel,
    VenueKind,
)
from dengji.people.models import Organisation
from dengji.records.models import StoredFile


class Institution(models.Model):
    """An evaluation body (评价机构); name, code and place are its organisation's."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, primary_key=True, related_name="institution"
    )
    kind = models.CharField("机构类型", max_length=24, choices=BodyKind.choices)
    affiliation = models.CharField("隶属关系", max_length=12, choices=Affiliation.choices)
    independent_legal_person = models.BooleanField("独立法人", null=True)
    legal_representative = models.CharField("法定代表人", max_length=60, blank=True)
    registered_address = models.CharField("注册地址", max_length=200, blank=True)
    established_on = models.DateField("成立日期", null=True, blank=True)
    main_business = models.CharField("主营业务", max_length=500, blank=True)
    department = models.CharField("专门工作部门", max_length=100, blank=True)
    contact_name = models.CharField("联系人", max_length=60, blank=True)
    contact_post = models.CharField("联系人职务", max_length=60, blank=True)
    contact_phone = models.CharField("联系人手机", max_length=20, blank=True)
    contact_landline = models.CharField("联系人座机", max_length=30, blank=True)
    contact_email = models.EmailField("联系人电子邮箱", blank=True)
    sort_key = models.CharField("拼音", max_length=200, blank=True, db_index=True)
    held = models.BooleanField("要素已备案", default=False)

    def __str__(self) -> str:
        return self.organisation.name


class Member(models.Model):
    """A person who works for a body (机构人员).

    `sealed` holds the identity number, `identity` its digest, `masked` what may be shown of it; all empty without one.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="members")
    name = models.CharField("姓名", max_length=60)
    identity = models.CharField("身份摘要", max_length=64, blank=True)
    sealed = models.BinaryField("封存的身份证号", blank=True, default=b"")
    masked = models.CharField("身份证号（脱敏）", max_length=18, blank=True)
    roles: models.JSONField[list[str], list[str]] = models.JSONField("人员类别", default=list)
    employer = models.CharField("所在单位", max_length=120, blank=True)
    post = models.CharField("职务", max_length=60, blank=True)
    education = models.CharField("学历", max_length=30, blank=True)
    duties = models.CharField("主要职责", max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "identity"),
                condition=Q(identity__gt=""),
                name="member_once_an_institution",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Qualification(models.Model):
    """What a member can show (人员资格): a certificate or a title."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="qualifications")
    kind = models.CharField("资格类别", max_length=16, choices=QualificationKind.choices)
    occupation = models.CharField("职业编码", max_length=20, blank=True)
    level = models.CharField("等级", max_length=12, blank=True)
    title_level = models.CharField("职称级别", max_length=12, choices=TitleLevel.choices, blank=True)
    number = models.CharField("证书编号", max_length=40, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.member} {self.get_kind_display()}"


class Venue(models.Model):
    """A place where the body examines (考核场所)."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="venues")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("用途", max_length=12, choices=VenueKind.choices)
    address = models.CharField("地址", max_length=200)
    tenure = models.CharField("权属", max_length=8, choices=Tenure.choices)
    area = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)
    seats = models.PositiveIntegerField("工位（座位）数")
    video = models.BooleanField("配备视频监控", default=False)
    safety_proof = models.BooleanField("安全消防合格", default=False)
    occupations: models.JSONField[list[str], list[str]] = models.JSONField("适用职业", default=list)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("institution", "name"), name="venue_name_once_an_institution"),
        )

    def __str__(self) -> str:
        return self.name


class Equipment(models.Model):
    """A piece of equipment or a tool (设施设备、工量具)."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="equipment")
    name = models.CharField("名称", max_length=100)
    model = models.CharField("品牌及规格型号", max_length=100, blank=True)
    occupation = models.CharField("用于职业", max_length=20)
    quantity = models.PositiveIntegerField("数量")
    tenure = models.CharField("权属", max_length=8, choices=Tenure.choices)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "设备"

    def __str__(self) -> str:
        return self.name


class ItemBank(models.Model):
    """A source of test items for an occupation (题库)."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="item_banks")
    occupation = models.CharField("职业编码", max_length=20)
    source = models.CharField("试题来源", max_length=12, choices=ItemSource.choices)
    items = models.PositiveIntegerField("题量", null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "occupation"), name="item_bank_once_an_occupation"
            ),
        )

    def __str__(self) -> str:
        return f"{self.institution} {self.occupation}"


class RuleDocument(models.Model):
    """A rule that the body made (规章制度)."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="rules")
    kind = models.CharField("类别", max_length=16, choices=RuleKind.choices)
    title = models.CharField("文件名称", max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    published_on = models.DateField("公布日期", null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class FeeItem(models.Model):
    """A fee that the body takes (收费项目), in fen."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="fees")
    name = models.CharField("收费项目", max_length=100)
    amount_fen = models.PositiveIntegerField("收费标准（分）")
    basis = models.CharField("测算依据", max_length=300, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Subsidiary(models.Model):
    """A subsidiary whose staff the employer evaluates too (下属子公司)."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="subsidiaries")
    name = models.CharField("名称", max_length=120)
    uscc = models.CharField("统一社会信用代码", max_length=18)
    relation = models.CharField("控股关系", max_length=16, choices=SubsidiaryRelation.choices)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "下属子公司"
        constraints = (
            models.UniqueConstraint(fields=("institution", "uscc"), name="subsidiary_once_an_institution"),
        )

    def __str__(self) -> str:
        return self.name

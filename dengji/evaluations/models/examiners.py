"""The register of examiners and supervisors, their ties, and draws from it (考评员、督导员登记、回避、抽取)."""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import Engagement, Registered, Tie
from dengji.institutions.terms import TitleLevel
from dengji.people.models import Organisation, Post
from dengji.records.models import StoredFile


class RegisteredPeople(models.QuerySet["RegisteredPerson"]):
    """People in registers, asked in words."""

    def valid_through(self, first: date, last: date) -> Self:
        """Those who stand in the register on every day from the first to the last."""
        stays = Q(removed_on=None) | Q(removed_on__gt=last)
        return self.filter(stays, valid_from__lte=first, valid_until__gte=last)


class RegisteredPerson(models.Model):
    """Somebody in an authority's register (登记的考评员、质量督导员), from a day until a day.

    `sealed` holds the identity number, `identity` its digest, `masked` what a page may show of it; `removed_on` is
    the first day on which somebody taken out no longer stands there.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField("登记类别", max_length=12, choices=Registered.choices)
    number = models.CharField("证卡编号", max_length=40)
    name = models.CharField("姓名", max_length=60)
    identity = models.CharField("身份摘要", max_length=64, db_index=True)
    sealed = models.BinaryField("封存的个人信息")
    masked = models.CharField("身份证号（脱敏）", max_length=18)
    employer = models.CharField("工作单位", max_length=120, blank=True)
    employer_uscc = models.CharField("工作单位统一社会信用代码", max_length=18, blank=True)
    engagement = models.CharField("专兼职", max_length=8, choices=Engagement.choices, blank=True)
    post = models.OneToOneField(Post, models.PROTECT, null=True, related_name="registered")
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField("有效期自")
    valid_until = models.DateField("有效期至")
    removed_on = models.DateField("移出日期", null=True)
    removed_because = models.CharField("移出理由", max_length=300, blank=True)

    objects = RegisteredPeople.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("authority", "kind", "identity"), name="registered_person_once_a_kind"
            ),
            models.UniqueConstraint(fields=("authority", "number"), name="registered_number_once"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="registered_until_after_from"
            ),
        )
        indexes = (models.Index(fields=("kind", "valid_until"), name="registered_by_end"),)

    def __str__(self) -> str:
        return self.name


class RegisteredQualification(models.Model):
    """What somebody in the register may examine (考评职业) and holds (资格): a certificate's level or a title's."""

    person = models.ForeignKey(RegisteredPerson, models.CASCADE, related_name="qualifications")
    occupation = models.CharField("职业编码", max_length=20)
    level = models.CharField("证书等级", max_length=12, blank=True)
    title_level = models.CharField("职称级别", max_length=12, choices=TitleLevel.choices, blank=True)
    number = models.CharField("证书编号", max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "occupation", "level", "title_level"), name="registered_qualification_once"
            ),
        )
        indexes = (models.Index(fields=("occupation", "person"), name="registered_by_occupation"),)

    def __str__(self) -> str:
        return f"{self.person} {self.occupation}"


class RosterSheet(models.Model):
    """A sheet for the register that was handed in (登记表导入): what was taken, and the rows that were not, sealed.

    `taken` and `known` count people, `faulty` the rows left out, which `left_out` holds as they were typed.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    taken = models.PositiveIntegerField("登记人数")
    known = models.PositiveIntegerField("已经登记的人数", default=0)
    faulty = models.PositiveIntegerField("有误的行数", default=0)
    left_out = models.BinaryField("封存的有误行", default=b"")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("导入时间")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class DeclaredTie(models.Model):
    """A tie that somebody declares (回避申报): to a body, or to one candidate; each by the digest of the identity.

    `paper` is the declaration that he signed, where the people of his body entered it for him.
    """

    identity = models.CharField("申报人身份摘要", max_length=64, db_index=True)
    name = models.CharField("申报人", max_length=60)
    kind = models.CharField("关系", max_length=20, choices=Tie.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    candidate = models.CharField("考生身份摘要", max_length=64, blank=True)
    masked = models.CharField("考生证件号码（脱敏）", max_length=30, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField("申报时间")
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="书面申报"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, candidate="")
                | Q(organisation__isnull=True, candidate__gt=""),
                name="declared_tie_to_a_body_or_a_candidate",
            ),
            models.UniqueConstraint(
                fields=("identity", "kind", "organisation"),
                condition=Q(organisation__isnull=False, withdrawn_at=None),
                name="declared_tie_to_a_body_once",
            ),
            models.UniqueConstraint(
                fields=("identity", "kind", "candidate"),
                condition=Q(candidate__gt="", withdrawn_at=None),
                name="declared_tie_to_a_candidate_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.get_kind_display()}"


class ExaminerDraw(models.Model):
    """A draw of examiners (随机抽取考评员): the eligible, the seed, and who came out, so that it can be done again.

    `eligible` lists card number, name and employer, by number; `drawn` the numbers in the order in which they came
    out. A draw in place of somebody who declined names him and says why.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="draws")
    seed = models.CharField("随机种子", max_length=64)
    eligible: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField("候选名单")
    drawn: models.JSONField[list[str], list[str]] = models.JSONField("抽取结果")
    instead_of = models.ForeignKey(RegisteredPerson, models.PROTECT, null=True, related_name="+")
    because = models.CharField("补抽理由", max_length=300, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("抽取时间")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(instead_of__isnull=True) | Q(because__gt=""), name="draw_again_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} {self.at:%Y-%m-%d}"

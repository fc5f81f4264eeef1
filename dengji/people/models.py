"""Divisions, organisations, people and their posts (行政区划、单位、人员、岗位)."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from dengji.people.terms import Office, OrganisationKind, Rank, Relation, Role


class Division(models.Model):
    """An administrative division (行政区划, GB/T 2260); `000000` is the country."""

    code = models.CharField("区划代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=60)
    rank = models.CharField("级别", max_length=10, choices=Rank.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An authority or an evaluation body (单位): whatever people hold posts in."""

    kind = models.CharField("性质", max_length=10, choices=OrganisationKind.choices)
    name = models.CharField("名称", max_length=120)
    uscc = models.CharField("统一社会信用代码", max_length=18, null=True, unique=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    office = models.CharField("机关类型", max_length=12, choices=Office.choices, blank=True)
    word = models.CharField("发文机关代字", max_length=20, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    overseen_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="oversees")
    phone = models.CharField("联系电话", max_length=30, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=OrganisationKind.BODY, office="")
                | Q(kind=OrganisationKind.AUTHORITY, office__gt=""),
                name="organisation_office_belongs_to_an_authority",
            ),
            models.UniqueConstraint(
                fields=("division", "office"),
                condition=Q(office__in=(Office.BUREAU, Office.CENTRE)),
                name="organisation_one_bureau_and_centre_a_division",
            ),
        )

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Makes accounts (账号)."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        """Make an account with a hashed password; without one nobody can sign in to it."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """An account (账号) of one person."""

    username = models.CharField("登录名", max_length=60, unique=True)
    full_name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("手机号码", max_length=20, blank=True)
    is_active = models.BooleanField("启用", default=True)
    joined_at = models.DateTimeField("开通时间")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = People()

    def __str__(self) -> str:
        return self.full_name


class Posts(models.QuerySet["Post"]):
    """Posts, asked in words."""

    def held_on(self, day: date) -> "Posts":
        """Posts that are held on that day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), from_on__lte=day)


class Post(models.Model):
    """A role that a person holds in an organisation (岗位); `until` is its last day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField("岗位", max_length=16, choices=Role.choices)
    from_on = models.DateField("起始日")
    until = models.DateField("最后一日", null=True, blank=True)

    objects = Posts.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation", "role", "from_on"), name="post_held_once_from_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_role_display()} {self.person}"


class Expert(models.Model):
    """A technical assessment expert (技术评估专家) on the roster of an authority."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="expert")
    employer = models.CharField("工作单位", max_length=120)
    employer_uscc = models.CharField("工作单位统一社会信用代码", max_length=18, blank=True)
    title = models.CharField("职称或职务", max_length=60, blank=True)
    occupations: models.JSONField[list[str], list[str]] = models.JSONField(
        "专业领域（职业编码）", default=list
    )

    def __str__(self) -> str:
        return self.post.person.full_name


class DeclaredRelation(models.Model):
    """A relation of an expert to a body that excludes it from the body's panels (利害关系申报)."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="relations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    relation = models.CharField("关系", max_length=20, choices=Relation.choices)
    declared_on = models.DateField("申报日期")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("expert", "organisation", "relation"), name="declared_relation_once_an_organisation"
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert} {self.get_relation_display()} {self.organisation}"


class Feed(models.Model):
    """A private address under which the calendar of a post can be read (日历订阅地址), until it is closed."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="feed")
    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField("生成时间")

    def __str__(self) -> str:
        return str(self.post)

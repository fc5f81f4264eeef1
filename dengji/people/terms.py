"""Words for organisations and posts (机构与岗位用语)."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    """What an organisation is (单位性质)."""

    AUTHORITY = "authority", "主管机关"
    BODY = "body", "评价机构"


class Rank(TextChoices):
    """The rank of a division (行政区划级别)."""

    COUNTRY = "country", "国家"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "市级"
    COUNTY = "county", "县级"


class Office(TextChoices):
    """The kind of an authority (机关类型)."""

    BUREAU = "bureau", "人力资源社会保障部门"
    CENTRE = "centre", "技能鉴定（服务）中心"
    IMPLEMENTING = "implementing", "其他实施部门"


class Role(TextChoices):
    """What a person does in an organisation (岗位)."""

    MANAGER = "manager", "机构负责人"
    STAFF = "staff", "机构经办人"
    CLERK = "clerk", "经办人"
    REVIEWER = "reviewer", "审核人"
    APPROVER = "approver", "审批人"
    ISSUER = "issuer", "核发人"
    EXPERT = "expert", "专家"
    EXAMINER = "examiner", "考评员"
    SUPERVISOR = "supervisor", "质量督导员"
    MINISTRY = "ministry", "部中心联络人"
    ADMINISTRATOR = "administrator", "管理员"
    AUDITOR = "auditor", "审计员"


BODY_ROLES = frozenset({Role.MANAGER, Role.STAFF})
OFFICE_ROLES = frozenset(
    {Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ISSUER, Role.ADMINISTRATOR, Role.AUDITOR}
)
SENT_ROLES = frozenset({Role.EXAMINER, Role.SUPERVISOR})
"""The roles of those who are sent to evaluations (考评员、质量督导员); they see their own tasks."""
DECIDING = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ISSUER})
"""The roles in an office that decide on cases."""


class Relation(TextChoices):
    """A relation that an expert declares (申报的利害关系)."""

    EMPLOYED = "employed", "现任职"
    FORMERLY_EMPLOYED = "formerly_employed", "三年内曾任职"
    ADVISER = "adviser", "担任顾问或兼职"
    KIN = "kin", "近亲属在该单位任职"
    INTEREST = "interest", "有经济利益关系"

"""Words for evaluation bodies and what they have (评价机构用语)."""

from django.db.models import TextChoices


class BodyKind(TextChoices):
    """What kind of body it is (机构类型)."""

    EMPLOYER = "employer", "用人单位"
    SCHOOL = "school", "院校"
    SOCIAL_ORGANISATION = "social_organisation", "社会培训评价组织"
    EXAMINATION_BODY = "examination_body", "职业技能考核鉴定机构"


class Affiliation(TextChoices):
    """Whom it belongs to (隶属关系)."""

    CENTRAL = "central", "中直驻省"
    PROVINCIAL = "provincial", "省属"
    PREFECTURE = "prefecture", "市（州）属"
    COUNTY = "county", "县（区）属及以下"


class MemberRole(TextChoices):
    """What a person does for a body (人员类别)."""

    STAFF = "staff", "专职工作人员"
    EXPERT = "expert", "专家"
    EXAMINER = "examiner", "考评人员"
    SUPERVISOR = "supervisor", "内部质量督导员"


class QualificationKind(TextChoices):
    """What proves a person's ability (资格类别)."""

    CERTIFICATE = "certificate", "职业技能等级（职业资格）证书"
    TITLE = "title", "专业技术职称"
    EXAMINER_CARD = "examiner_card", "考评员证卡"


class TitleLevel(TextChoices):
    """The level of a title (职称级别)."""

    JUNIOR = "junior", "初级"
    INTERMEDIATE = "intermediate", "中级"
    SENIOR = "senior", "高级"


class VenueKind(TextChoices):
    """What a venue is for (场所用途)."""

    THEORY = "theory", "理论知识考场"
    PRACTICAL = "practical", "技能操作考场"


class Tenure(TextChoices):
    """By what right it is used (权属)."""

    OWN = "own", "自有"
    LEASED = "leased", "租借"


class ItemSource(TextChoices):
    """Where test items come from (试题来源)."""

    NATIONAL = "national", "国家题库"
    OWN_FILED = "own_filed", "自建题库（已备案）"
    OWN = "own", "自建题库"


class RuleKind(TextChoices):
    """What a rule document governs (规章制度类别)."""

    MANAGEMENT = "management", "管理运行制度"
    STAFF = "staff", "人员管理制度"
    EMERGENCY = "emergency", "突发事件应急预案"
    QUALITY = "quality", "质量管控制度"
    EXAMINATION = "examination", "考务管理制度"
    CERTIFICATE = "certificate", "证书管理制度"
    FEES = "fees", "收费管理办法"
    FINANCE = "finance", "财务制度"
    INCENTIVE = "incentive", "培养评价使用激励机制"


class SubsidiaryRelation(TextChoices):
    """How a subsidiary is held (控股关系)."""

    WHOLLY_OWNED = "wholly_owned", "全资子公司"
    CONTROLLED = "controlled", "控股子公司"

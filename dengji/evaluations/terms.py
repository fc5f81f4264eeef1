"""Words for plans, candidates, scores and reports (评价实施用语)."""

from django.db.models import TextChoices


class PlanState(TextChoices):
    """Where a plan stands (计划状态)."""

    DRAFT = "draft", "填写中"
    HANDED_IN = "handed_in", "审查中"
    APPROVED = "approved", "待实施"
    REPORTED = "reported", "结果核对中"
    CHECKED = "checked", "结果已核对"
    TURNED_DOWN = "turned_down", "未通过"
    CANCELLED = "cancelled", "已取消"
    VOID = "void", "成绩不予认定"


OVER = frozenset({PlanState.CHECKED, PlanState.TURNED_DOWN, PlanState.CANCELLED, PlanState.VOID})
"""The states in which nothing of a plan is left to do."""
UNDER_WAY = frozenset({PlanState.HANDED_IN, PlanState.APPROVED, PlanState.REPORTED})
"""The states of a batch that is not done with (没有办结的批次)."""
CARRIED_OUT = frozenset({PlanState.REPORTED, PlanState.CHECKED, PlanState.VOID})
"""The states of a batch that was carried out (已实施的批次)."""


class Task(TextChoices):
    """What somebody does in a batch (人员分工)."""

    HEAD_EXAMINER = "head_examiner", "考评组长"
    EXAMINER = "examiner", "考评员"
    INVIGILATOR = "invigilator", "监考人员"
    SUPERVISOR = "supervisor", "内部质量督导员"
    WATCHER = "watcher", "外派质量督导员"
    STAFF = "staff", "考务人员"


EXAMINING = frozenset({Task.HEAD_EXAMINER, Task.EXAMINER})
"""Who scores."""


class DocumentKind(TextChoices):
    """The paper that says who somebody is (证件类型)."""

    IDENTITY = "identity", "居民身份证"
    OFFICER = "officer", "军官证"
    COMPATRIOT = "compatriot", "港澳台居民证件"
    RESIDENCE = "residence", "外国人永久居留证"
    PASSPORT = "passport", "护照"


class Sex(TextChoices):
    """The sex that stands in the paper (性别)."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class Attempt(TextChoices):
    """Whether somebody sits for the first time or again (考试类型)."""

    FIRST = "first", "正考"
    AGAIN = "again", "补考"


class Progress(TextChoices):
    """Whether somebody is evaluated for the first time or for the next level (认定分类)."""

    INITIAL = "initial", "初次认定"
    ADVANCED = "advanced", "晋级认定"


class Attendance(TextChoices):
    """Whether somebody came (到场情况)."""

    EXPECTED = "expected", "未登记"
    PRESENT = "present", "到场"
    ABSENT = "absent", "缺考"
    EXPELLED = "expelled", "取消考试资格"


class IncidentKind(TextChoices):
    """What went wrong on the day (现场情况类别)."""

    LATE = "late", "迟到，不得入场"
    CHEATING = "cheating", "作弊"
    IMPERSONATION = "impersonation", "替考"
    DISORDER = "disorder", "扰乱秩序"
    EQUIPMENT = "equipment", "设备故障"
    ILLNESS = "illness", "突发疾病、受伤"
    PAPERS = "papers", "试卷、试题差错"
    OTHER = "other", "其他"


EXPELS = frozenset({IncidentKind.CHEATING, IncidentKind.IMPERSONATION, IncidentKind.DISORDER})
"""Whose part in the sitting is over by it."""


class EntryKind(TextChoices):
    """How a score came in (登分方式)."""

    IMPORTED = "imported", "导入"
    FIRST = "first", "第一次登分"
    SECOND = "second", "第二次登分"
    SHEET = "sheet", "考评员评分表"
    CORRECTED = "corrected", "更正"
    WITHDRAWN = "withdrawn", "撤回导入"


class Registered(TextChoices):
    """As what somebody stands in the province's register (登记类别)."""

    EXAMINER = "examiner", "考评员"
    SUPERVISOR = "supervisor", "质量督导员"


class Engagement(TextChoices):
    """Whether it is somebody's main work (专兼职)."""

    FULL_TIME = "full", "专职"
    PART_TIME = "part", "兼职"


class Tie(TextChoices):
    """Why an examiner or supervisor must not act in a batch (回避情形): to the body, or to a candidate."""

    EMPLOYED = "employed", "现任职"
    FORMERLY_EMPLOYED = "formerly_employed", "三年内曾任职"
    ADVISER = "adviser", "担任顾问或兼职"
    KIN = "kin", "近亲属"
    INTEREST = "interest", "有经济利益关系"
    TEACHER = "teacher", "任课教师、师傅"


OF_CANDIDATES = frozenset({Tie.KIN, Tie.INTEREST, Tie.TEACHER})
"""The ties that somebody may have to a candidate."""


class EvidenceKind(TextChoices):
    """What is kept of the day (过程资料类别)."""

    VIDEO = "video", "全程视频"
    VENUE_RECORD = "venue_record", "考场记录"
    SIGN_IN = "sign_in", "签到表"
    PICTURES = "pictures", "考件实物、图片"
    PAPERS = "papers", "试卷、答题材料"
    OTHER = "other", "其他"


class ComplaintState(TextChoices):
    """Where a complaint about a score stands (成绩复核状态)."""

    OPEN = "open", "待处理"
    UPHELD = "upheld", "成立"
    REJECTED = "rejected", "不成立"


class CorrectionState(TextChoices):
    """Where the correction of a score stands (成绩更正状态)."""

    SECOND = "second", "待第二人复核"
    AUTHORITY = "authority", "待主管机关核准"
    MADE = "made", "已更正"
    DECLINED = "declined", "不同意更正"


class WithdrawalState(TextChoices):
    """Where the withdrawal of a sheet of scores stands (撤回导入状态)."""

    SECOND = "second", "待第二人复核"
    MADE = "made", "已撤回"
    DECLINED = "declined", "不同意撤回"

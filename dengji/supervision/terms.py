"""Words for supervision (监督管理用语)."""

from django.db.models import TextChoices


class CampaignState(TextChoices):
    """How far a campaign of random checks is (抽查活动状态)."""

    DRAFT = "draft", "准备中"
    COMMITTED = "committed", "已公布摘要，待抽取"
    DRAWN = "drawn", "已抽取，检查中"
    PUBLISHED = "published", "结果已公布"
    CANCELLED = "cancelled", "已取消"


class Reach(TextChoices):
    """Whose bodies a campaign may draw (抽查范围)."""

    OWN = "own", "本机关备案的机构"
    PLACE = "place", "辖区内各机关备案的机构"


class Strata(TextChoices):
    """By what a campaign draws apart (分组抽取)."""

    NONE = "", "不分组"
    KIND = "kind", "按机构类型分组"
    PLACE = "place", "按所在地分组"


class Bar(TextChoices):
    """Why an inspector may not check a body (回避事由)."""

    EMPLOYER = "employer", "在该机构工作"
    DECLARED = "declared", "本人申报有利害关系"
    ENTERED = "entered", "经办人登记回避"


class Came(TextChoices):
    """What a check came to (检查结果)."""

    GOOD = "good", "未发现问题"
    PROBLEMS = "problems", "发现问题"
    UNDONE = "undone", "未能检查"


class RectificationState(TextChoices):
    """How far a rectification is (整改状态)."""

    DEMANDED = "demanded", "整改中"
    HANDED_IN = "handed_in", "已报告，待验收"
    ACCEPTED = "accepted", "整改完成"
    WITHDRAWN = "withdrawn", "已撤回"


class RectificationStep(TextChoices):
    """What happened to a rectification (整改经过)."""

    DEMAND = "demand", "要求整改"
    HAND_IN = "hand_in", "报告整改情况"
    RETURN = "return", "退回继续整改"
    EXTEND = "extend", "延长期限"
    ACCEPT = "accept", "验收通过"
    WITHDRAW = "withdraw", "撤回要求"


class Source(TextChoices):
    """Where a complaint comes from (反映来源)."""

    SELF = "self", "本人反映"
    GROUP = "group", "群体反映"
    MEDIA = "media", "媒体报道"
    ABOVE = "above", "上级转办"


class ComplaintState(TextChoices):
    """How far a complaint is (举报投诉状态)."""

    RECEIVED = "received", "待受理"
    TAKEN = "taken", "办理中"
    ANSWERED = "answered", "已答复"
    REFUSED = "refused", "不予受理"


class ComplaintStep(TextChoices):
    """What happened to a complaint (举报投诉经过)."""

    MAKE = "make", "提出"
    TRANSFER = "transfer", "转交"
    TAKE = "take", "受理"
    REFUSE = "refuse", "不予受理"
    HAND_OVER = "hand_over", "更换承办人"
    EXTEND = "extend", "延长答复期限"
    NOTE = "note", "调查记录"
    OPEN = "open", "查看反映人"
    ANSWER = "answer", "答复"


class Outcome(TextChoices):
    """What was found of a complaint (核查结论)."""

    TRUE = "true", "查实"
    PARTLY = "partly", "部分查实"
    FALSE = "false", "不实"
    UNKNOWN = "unknown", "无法查实"


URGENT = frozenset({Source.GROUP, Source.MEDIA})
"""The complaints that are looked into first."""
WAITING = frozenset({ComplaintState.RECEIVED, ComplaintState.TAKEN})
"""The states of a complaint that is not over."""
FOUND_TRUE = frozenset({Outcome.TRUE, Outcome.PARTLY})
"""What may lead to a rectification."""
TOLD = frozenset(
    {
        ComplaintStep.MAKE,
        ComplaintStep.TRANSFER,
        ComplaintStep.TAKE,
        ComplaintStep.REFUSE,
        ComplaintStep.EXTEND,
        ComplaintStep.ANSWER,
    }
)
"""What whoever complained reads of it; the rest stays in the office."""


UNFINISHED = frozenset({RectificationState.DEMANDED, RectificationState.HANDED_IN})
"""The states of a rectification that is not over."""
SHOWN = frozenset(
    {CampaignState.COMMITTED, CampaignState.DRAWN, CampaignState.PUBLISHED, CampaignState.CANCELLED}
)
"""The states in which the public sees a campaign: a draft that is cancelled was never published."""

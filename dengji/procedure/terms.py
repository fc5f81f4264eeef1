"""Words for cases, clocks and acts (案件、期限、办理行为用语)."""

from django.db.models import TextChoices


class CaseState(TextChoices):
    """Where a case stands (案件状态)."""

    DRAFT = "draft", "填写中"
    OPEN = "open", "办理中"
    CORRECTING = "correcting", "待补正"
    ENDED = "ended", "已办结"


class Ending(TextChoices):
    """How a case ended (办结结果)."""

    GRANTED = "granted", "准予备案"
    REFUSED = "refused", "不予备案"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    NOT_SELECTED = "not_selected", "未入选"
    WITHDRAWN = "withdrawn", "申请人撤回"
    ENDED = "ended", "备案终结"
    DROPPED = "dropped", "不作处理"
    OVERTAKEN = "overtaken", "不再办理"


class Act(TextChoices):
    """The acts on a case (办理行为)."""

    OPEN = "open", "建立申请"
    PROPOSE = "propose", "依职权提起"
    SUBMIT = "submit", "提交申请"
    RESUBMIT = "resubmit", "提交补正"
    WITHDRAW = "withdraw", "撤回申请"
    ACCEPT = "accept", "受理"
    CORRECT = "correct", "退回补正"
    REJECT = "reject", "不予受理"
    STATE = "state", "核对事实"
    WAIVE = "waive", "同意例外"
    SECOND = "second", "复核同意例外"
    CONVENE = "convene", "组建专家组"
    HAND_IN = "hand_in", "提交评分表"
    DRAW_UP = "draw_up", "形成专家组意见"
    QUALIFIED = "qualified", "评估合格"
    UNQUALIFIED = "unqualified", "评估不合格"
    APPROVE = "approve", "审议通过"
    DISAPPROVE = "disapprove", "审议不通过"
    PUBLISH = "publish", "发布公示"
    CLOSE = "close", "结束公示"
    UPHOLD = "uphold", "异议成立"
    REPORT = "report", "报送"
    CONFIRM = "confirm", "确认"
    DECLINE = "decline", "不予确认"
    SELECT = "select", "遴选入围"
    PASS_OVER = "pass_over", "未入选"
    ISSUE = "issue", "核发"
    FOLLOW = "follow", "改用新文本"
    OVERTAKE = "overtake", "不再办理"
    RECOMPUTE = "recompute", "更新到期日"


class Answers(TextChoices):
    """Who stated a fact (事实来源)."""

    APPLICANT = "applicant", "申请人申报"
    OFFICER = "officer", "经办人核对"
    PANEL = "panel", "专家组意见"
    REGISTER = "register", "登记机关核验"


class Urgency(TextChoices):
    """The groups of the worklist (办理紧急程度)."""

    OVERDUE = "overdue", "已逾期"
    READY = "ready", "公示期满"
    TODAY = "today", "今日到期"
    SOON = "soon", "3个工作日内"
    WEEK = "week", "本周"
    LATER = "later", "其他"
    APPLICANT = "applicant", "等待申请人"

"""Words for what people are told, and how (通知消息用语)."""

from django.db.models import TextChoices


class Topic(TextChoices):
    """What a message is about (通知事项); who gets it, and how, stands in `topics.TABLE`."""

    ARRIVED = "arrived", "来件待办"
    CLOSED = "closed", "来件终结"
    OVERDUE = "overdue", "到期与逾期"
    CORRECTION = "correction", "退回补正"
    DECISION = "decision", "办理结果"
    LETTER = "letter", "文书送达"
    PROGRESS = "progress", "办理进展"
    DUE_MOVED = "due_moved", "到期日变动"
    PANEL = "panel", "专家评审"
    OBJECTION = "objection", "异议待答复"
    OBJECTION_ANSWERED = "objection_answered", "异议答复"
    ROUND = "round", "申报批次"
    RENEWAL = "renewal", "续期提醒"
    FILING = "filing", "备案变动"
    TEXT = "text", "文本变动"
    COMMENT = "comment", "征求意见"
    PLAN = "plan", "评价计划"
    SENT = "sent", "评价任务"
    SCORES = "scores", "成绩更正和复核"
    CERTIFICATES = "certificates", "证书核发和变动"
    RECTIFICATION = "rectification", "限期整改"
    COMPLAINT = "complaint", "举报投诉"
    REPORT = "report", "数据报送"


class Told(TextChoices):
    """What somebody without an account is told of (对外短信事项); how it reads stands in `topics.OUTSIDE`."""

    TICKET = "ticket", "准考证核发"
    SCORES = "scores", "成绩公布"
    CORRECTED = "corrected", "成绩更正"
    VOID = "void", "成绩不予认定"
    ISSUED = "issued", "证书核发"
    AMENDED = "amended", "证书更正"
    WITHDRAWN = "withdrawn", "证书撤销"
    RESTORED = "restored", "证书恢复有效"
    UNRECOGNISED = "unrecognised", "证书所属批次成绩不予认定"
    REPLACED = "replaced", "证书补发"
    EXCHANGED = "exchanged", "证书换发"
    REVIEWED = "reviewed", "证书复核答复"


class Channel(TextChoices):
    """How somebody is told outside the site (通知方式); in the site everybody is."""

    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信"


class State(TextChoices):
    """How far a dispatch has come (发送状态)."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    DROPPED = "dropped", "不必发送"
    GIVEN_UP = "given_up", "未能送达"

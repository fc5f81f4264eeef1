"""Who works in which part of the registry (岗位分工)."""

from typing import NamedTuple

from dengji.notices.terms import CASE_ROLES, COMMENT_ROLES
from dengji.people.terms import OFFICE_ROLES, SENT_ROLES, Role

ENTERING = tuple(sorted(OFFICE_ROLES - {Role.AUDITOR}))
READING = tuple(sorted(OFFICE_ROLES))
SPEAKING = tuple(sorted(CASE_ROLES))
CONSULTING = tuple(sorted(COMMENT_ROLES))
SENT = tuple(sorted(SENT_ROLES))
ADMINISTRATOR = (Role.ADMINISTRATOR,)
AUDITOR = (Role.AUDITOR,)


class Part(NamedTuple):
    """A part of the registry (登记管理一项): where it is, what it is called, what it is for, whose it is."""

    address: str
    name: str
    says: str
    roles: tuple[str, ...]


PARTS = (
    Part("filings", "备案登记", "查阅本机关的备案，补录系统启用前已有的备案。", READING),
    Part("texts", "适用文本", "查看本地适用哪些文本，决定试运行或继续适用。", ADMINISTRATOR),
    Part("consultations", "征求意见", "草案公开征求意见，逐条答复，办结后公布采纳情况。", CONSULTING),
    Part("schedules", "放假安排", "装载每年的放假和调休安排，未到期的期限随之更新。", ADMINISTRATOR),
    Part("standards", "标准规定", "查看标准的申报条件和考核规定，登记本省另有的规定。", ADMINISTRATOR),
    Part("examiners", "考评员、督导员", "登记考评员和质量督导员，查看资格、有效期和回避申报。", READING),
    Part("sending", "督导委派", "给将要实施的批次委派质量督导员。", ENTERING),
    Part("duties", "我的评价任务", "查看被抽取、委派参加的批次，申报回避。", SENT),
    Part("experts", "专家库", "专家入库、利害关系申报、离库。", ADMINISTRATOR),
    Part("people", "人员岗位", "开通账号、设岗撤岗、重设密码，登记评价机构。", ADMINISTRATOR),
    Part("undelivered", "通知发送", "查看没有送到的邮件和短信，重新发送。", ADMINISTRATOR),
    Part("texts/cases", "在办案件的文本", "文本变动后仍按原文本办理的案件，逐件转用。", ADMINISTRATOR),
    Part("runs", "自动处理", "查看到期、期满的事项系统自动办了什么，什么没办成。", ADMINISTRATOR),
    Part("keys", "签名密钥", "查看给证书签名的密钥、到期日期，怎样更换和撤回。", ADMINISTRATOR),
    Part("trail", "操作记录", "查阅留痕，校验是否完整，导出。", AUDITOR),
    Part("announcements", "公告", "发布和撤下本机关的公告。", SPEAKING),
)


def parts_for(role: str) -> list[Part]:
    """The parts in which a role works."""
    return [part for part in PARTS if role in part.roles]

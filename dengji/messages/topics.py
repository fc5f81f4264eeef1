"""The table of what is told (通知事项表): for each topic who gets it, how, and whether it may be switched off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dengji.messages.terms import Channel, Told, Topic
from dengji.people.terms import BODY_ROLES, SENT_ROLES, Role

OFFICERS = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ISSUER, Role.MINISTRY})
BODIES = BODY_ROLES
EXPERTS = frozenset({Role.EXPERT})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table: the roles that are told, the channels beside the site, what it means.

    `required`: a period of the law hangs on it, so it goes out whatever somebody switched off.
    """

    roles: frozenset[Role]
    channels: tuple[Channel, ...]
    help: str
    required: bool = False


EMAIL = (Channel.EMAIL,)
BOTH = (Channel.EMAIL, Channel.SMS)

TABLE: Mapping[Topic, Entry] = {
    Topic.ARRIVED: Entry(OFFICERS, EMAIL, "案件转到您的岗位，等您办理。"),
    Topic.CLOSED: Entry(OFFICERS, EMAIL, "在办的案件被撤回，或者由其他系统作出了结论。"),
    Topic.OVERDUE: Entry(OFFICERS, EMAIL, "您岗位上的案件快要到期，或者已经逾期。", required=True),
    Topic.CORRECTION: Entry(BODIES, BOTH, "申请被退回补正，要按清单修改后重新提交。", required=True),
    Topic.DECISION: Entry(BODIES, BOTH, "申请有了结果：准予、不予受理、不予备案、未入选。", required=True),
    Topic.LETTER: Entry(BODIES, EMAIL, "机关发出了给贵单位的文书。", required=True),
    Topic.PROGRESS: Entry(BODIES, EMAIL, "申请进入下一步，例如受理、开始公示。"),
    Topic.DUE_MOVED: Entry(BODIES | OFFICERS, EMAIL, "放假安排公布或调整后，办理期限随之变动。"),
    Topic.PANEL: Entry(EXPERTS, BOTH, "您被选为评审专家，或者专家组在等您。"),
    Topic.OBJECTION: Entry(OFFICERS, EMAIL, "有人对公示提出异议，等您单位核实答复。", required=True),
    Topic.OBJECTION_ANSWERED: Entry(BODIES | OFFICERS, EMAIL, "对公示的异议有了答复。"),
    Topic.ROUND: Entry(BODIES, EMAIL, "本地机关发布了申报批次。"),
    Topic.RENEWAL: Entry(BODIES, BOTH, "备案快到期，续期申请有时间要求。", required=True),
    Topic.FILING: Entry(BODIES | OFFICERS, EMAIL, "备案到期、失效、注销、终止等变动。", required=True),
    Topic.TEXT: Entry(
        BODIES | OFFICERS | ADMINISTRATORS, EMAIL, "适用的文本快要失效，或者您的申请改按新文本办理。"
    ),
    Topic.COMMENT: Entry(OFFICERS | ADMINISTRATORS, EMAIL, "公开征求意见的文本收到意见，或者意见有了答复。"),
    Topic.PLAN: Entry(
        BODIES | OFFICERS,
        EMAIL,
        "评价计划取消，督导报告提交，或者评价结束后没有按期报送结果。",
        required=True,
    ),
    Topic.RECTIFICATION: Entry(
        BODIES | OFFICERS,
        BOTH,
        "要求贵单位限期整改，或者整改情况等您验收、快要到期、已经逾期。",
        required=True,
    ),
    Topic.COMPLAINT: Entry(
        OFFICERS,
        EMAIL,
        "收到举报投诉，由您承办，或者答复期限快到、已经逾期。",
        required=True,
    ),
    Topic.SENT: Entry(
        SENT_ROLES, BOTH, "您被委派督导一个批次、被抽取担任考评员，或者安排有变动。", required=True
    ),
    Topic.SCORES: Entry(
        BODIES | OFFICERS, EMAIL, "考生对成绩申请复核，或者成绩更正等您核准。", required=True
    ),
    Topic.CERTIFICATES: Entry(
        BODIES | OFFICERS | ADMINISTRATORS,
        EMAIL,
        "一批证书可以核发，或者证书的更正、撤销等您复核、核准，以及有了结果；签名密钥快到期。",
        required=True,
    ),
    Topic.REPORT: Entry(
        OFFICERS,
        EMAIL,
        "报送部级平台的数据快到期、已逾期，或者对方不予办理、没有全部确认，等您处理。",
        required=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Outside:
    """One line of the table for people without an account: the words of the short message, and when it goes.

    `what` is what they are evaluated in, `body` who evaluates or issued, `address` where it is looked up: at `path`.
    """

    words: str
    help: str
    path: str = "/scores/"


CERTIFICATES, REVIEW = "/certificates/", "/certificates/review/"


OUTSIDE: Mapping[Told, Outside] = {
    Told.TICKET: Outside(
        "您报名的{what}评价，准考证已经核发。请向{body}领取，时间、地点以准考证为准。",
        "机构核发准考证以后，告诉每个有准考证的考生。",
    ),
    Told.SCORES: Outside(
        "您参加的{what}评价，成绩已经公布。请凭证件号码和准考证号或者姓名查询：{address}",
        "机构公布成绩以后，告诉每个考生。",
    ),
    Told.CORRECTED: Outside(
        "您参加的{what}评价，成绩有更正。请重新查询：{address} 有疑问的请联系{body}。",
        "公布以后又更正成绩的，告诉这名考生。",
    ),
    Told.VOID: Outside(
        "您参加的{what}评价，经主管机关查明并决定，本批次成绩不予认定。查询：{address} 退费、重考请联系{body}。",
        "决定整个批次成绩不予认定以后，告诉每个考生。",
    ),
    Told.ISSUED: Outside(
        "您的{what}证书已经核发。可以凭证件号码和姓名查询：{address} 领取证书请联系{body}。",
        "一批证书核发完以后，告诉每个持证人。",
        CERTIFICATES,
    ),
    Told.AMENDED: Outside(
        "您的{what}证书内容有更正，请查询核对：{address} 更换纸质证书或者有疑问的，请联系{body}。",
        "证书的内容更正以后，告诉持证人。",
        CERTIFICATES,
    ),
    Told.WITHDRAWN: Outside(
        "您的{what}证书已经撤销，不再有效。查询：{address} 想知道理由或者有异议的，请联系{body}。",
        "证书撤销以后，告诉持证人。",
        CERTIFICATES,
    ),
    Told.RESTORED: Outside(
        "您的{what}证书恢复有效。查询：{address} 有疑问的请联系{body}。",
        "撤销过的证书恢复有效以后，告诉持证人。",
        CERTIFICATES,
    ),
    Told.UNRECOGNISED: Outside(
        "您的{what}证书所属批次的成绩，主管机关决定不予认定，证书不再有效。查询：{address} 有疑问的请联系{body}。",
        "决定整个批次成绩不予认定、证书已经核发的，告诉每个持证人。",
        CERTIFICATES,
    ),
    Told.REPLACED: Outside(
        "您的{what}证书已经登记补发，请向{body}领取。不是您要求补发的，请马上告诉它。查询：{address}",
        "遗失、损坏的证书登记补发以后，告诉持证人。",
        CERTIFICATES,
    ),
    Told.EXCHANGED: Outside(
        "您的{what}证书等级有误，已经换发：原证书作废，新证书用新的编号，请向{body}领取。查询：{address}",
        "等级有误的证书换发以后，告诉持证人。",
        CERTIFICATES,
    ),
    Told.REVIEWED: Outside(
        "您对{what}证书提出的复核申请，{body}已经答复。查看答复：{address}",
        "持证人申请的证书复核有了答复，留了手机号码的，告诉他。",
        REVIEW,
    ),
}
"""The table of what candidates and holders are told, by short message alone; no name, number or score stands in it."""


def topics_for(roles: Iterable[str]) -> list[Topic]:
    """The topics that somebody in these roles is told of, in the order of the table."""
    held = frozenset(roles)
    return [topic for topic, entry in TABLE.items() if entry.roles & held]

"""The acts and objects of the trail as people say them (操作记录用语)."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from dengji.institutions.acts import registers
from dengji.procedure.terms import Act

ACTS: Mapping[str, str] = {
    "people.sign_in": "登录",
    "people.fail_to_sign_in": "登录失败",
    "people.sign_out": "退出登录",
    "people.open_account": "开通账号",
    "people.change_password": "修改密码",
    "people.reset_password": "重设密码",
    "people.close_account": "停用账号",
    "people.reopen_account": "恢复账号",
    "people.change_contact": "更改联系方式",
    "people.open_post": "设岗",
    "people.close_post": "撤岗",
    "people.enlist_expert": "专家入库",
    "people.declare_relation": "申报利害关系",
    "people.withdraw_relation": "撤回利害关系申报",
    "people.establish_authority": "登记机关",
    "people.load_divisions": "装载行政区划",
    "policy.load": "装载文本",
    "policy.adopt": "决定适用文本",
    "policy.withdraw_adoption": "撤销适用决定",
    "policy.load_schedule": "装载放假安排",
    "occupations.load_catalogue": "装载职业目录",
    "application.apply_for": "填报申报职业",
    "application.drop": "撤去申报职业",
    "application.declare": "填报申报事项",
    "application.finish_section": "填好一部分",
    "application.reopen_section": "重新填写一部分",
    "application.sign": "签署承诺",
    "filing.enter": "补录备案",
    "filing.renew": "续期备案",
    "filing.timer": "期限届至",
    "filing.take_over": "接管后续责任",
    "filing.add": "新增职业、等级",
    "filing.change": "变更备案",
    "filing.ended": "终止备案",
    "filing.revoked": "取消备案",
    "application.propose": "填写变更内容",
    "application.leave_out": "填写退出的职业",
    "application.fill_in": "填写表格",
    "people.open_feed": "生成日历订阅地址",
    "people.close_feed": "关闭日历订阅地址",
    "institutions.change_held": "变更备案信息",
    "filing.grant": "准予备案",
    "institutions.register_body": "登记机构",
    "institutions.change_body": "变更机构信息",
    "institutions.verify": "核验机构",
    "institutions.add_by_sheet": "批量登记",
    "case.refused_reading": "查阅案件被拒绝",
    "file.store": "保存文件",
    "file.attach": "附上文件",
    "file.detach": "取下文件",
    "file.refused_reading": "查阅文件被拒绝",
    "letter.print": "制作文书",
    "objection.make": "提出异议",
    "objection.answer": "答复异议",
    "publicity.move": "公示末日更新",
    "announcement.publish": "发布公告",
    "announcement.withdraw": "撤下公告",
    "consultation.open": "公开征求意见",
    "consultation.move": "征求意见末日更新",
    "consultation.conclude": "征求意见办结",
    "comment.make": "提出意见",
    "comment.answer": "答复意见",
    "round.open": "发布申报批次",
    "round.select": "完成遴选",
    "messages.switch_off": "修改通知方式",
    "messages.try_again": "重新发送通知",
    "demo.move_clock": "拨动演示时间",
}
REGISTERS = {register.name: register.label for register in registers.REGISTERS}
DEEDS = {"add": "登记", "change": "修改", "remove": "移除"}
OBJECTS: Mapping[str, str] = {
    "procedure.Case": "案件",
    "procedure.Letter": "文书",
    "procedure.Round": "申报批次",
    "filings.Filing": "备案",
    "institutions.Institution": "评价机构",
    "institutions.Member": "机构人员",
    "institutions.Qualification": "人员资格",
    "institutions.Venue": "场所",
    "institutions.Equipment": "设备",
    "institutions.ItemBank": "题库",
    "institutions.RuleDocument": "规章制度",
    "institutions.FeeItem": "收费项目",
    "institutions.Subsidiary": "下属子公司",
    "notices.Publicity": "公示",
    "notices.Objection": "异议",
    "notices.Announcement": "公告",
    "notices.Consultation": "征求意见",
    "notices.Comment": "意见",
    "occupations.Occupation": "职业目录",
    "people.Person": "账号",
    "people.Post": "岗位",
    "people.Expert": "专家",
    "people.Organisation": "机关",
    "people.Division": "行政区划",
    "policy.Edition": "文本",
    "policy.Adoption": "适用决定",
    "policy.HolidaySchedule": "放假安排",
    "records.StoredFile": "文件",
    "demo.DemoClock": "演示时间",
}


FIELDS: Mapping[str, str] = {
    "step": "步骤",
    "state": "状态",
    "reason": "理由",
    "number": "编号",
    "cases": "件数",
    "selected": "入选的申请",
    "version": "版本",
    "due_on": "到期日",
    "name": "名称",
    "organisation": "单位",
    "division": "行政区划",
    "locked_out": "已锁定",
    "upheld": "异议成立",
    "answer": "答复",
    "section": "部分",
    "role": "岗位",
    "text": "内容",
    "title": "标题",
}


def act_label(act: str) -> str:
    """An act as people say it (行为名称); one without a name is shown by its code."""
    if act in ACTS:
        return ACTS[act]
    room, _, verb = act.partition(".")
    if room == "case" and verb in Act.values:
        return f"案件：{Act(verb).label}"
    deed, _, register = verb.partition("_")
    if room == "institutions" and deed in DEEDS and register in REGISTERS:
        return f"{DEEDS[deed]}{REGISTERS[register]}"
    return act


def object_label(kind: str) -> str:
    """A kind of object as people say it (对象名称)."""
    return OBJECTS.get(kind, kind)


def acts_offered() -> list[tuple[str, str]]:
    """Every act that can be looked for, with its name."""
    cases = [f"case.{act}" for act in Act.values]
    registers = [f"institutions.{deed}_{register}" for register in REGISTERS for deed in DEEDS]
    return [(act, act_label(act)) for act in (*cases, *ACTS, *registers)]


def field_label(kind: str, name: str) -> str:
    """A field as its room calls it (栏目名称); one without a name is shown by its code."""
    try:
        field = apps.get_model(kind)._meta.get_field(name.removesuffix("_id"))
    except (LookupError, ValueError, FieldDoesNotExist):
        return FIELDS.get(name, name)
    called = str(getattr(field, "verbose_name", name))
    return called if called.replace(" ", "_") != field.name else FIELDS.get(name, name)


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[tuple[str, str, str]]:
    """What an act changed, field by field: the field, what it said, what it says; what stayed is left out."""
    old, new = before or {}, after or {}
    fields = list(dict.fromkeys((*old, *new)))
    return [
        (name, _said(old, name), _said(new, name)) for name in fields if _said(old, name) != _said(new, name)
    ]


def _said(states: Mapping[str, Any], name: str) -> str:
    value = states.get(name)
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(str(each) for each in value) if isinstance(value, list) else str(value)

"""The acts and objects of the trail as people say them (操作记录用语)."""

from collections.abc import Mapping
from typing import Any

from dengji.procedure.terms import Act

ACTS: Mapping[str, str] = {
    "people.open_account": "开通账号",
    "people.change_password": "修改密码",
    "people.reset_password": "重设密码",
    "people.close_account": "停用账号",
    "people.reopen_account": "恢复账号",
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
    "filing.enter": "补录备案",
    "filing.grant": "准予备案",
    "institutions.register_body": "登记机构",
    "institutions.change_body": "变更机构信息",
    "institutions.verify": "核验机构",
    "institutions.add_by_sheet": "批量登记",
    "case.refused_reading": "查阅案件被拒绝",
    "file.store": "保存文件",
    "file.refused_reading": "查阅文件被拒绝",
    "letter.print": "制作文书",
    "objection.make": "提出异议",
    "objection.answer": "答复异议",
    "publicity.move": "公示末日更新",
    "announcement.publish": "发布公告",
    "announcement.withdraw": "撤下公告",
    "round.open": "发布申报批次",
    "round.select": "完成遴选",
}
REGISTERS = {
    "member": "人员",
    "qualification": "资格",
    "venue": "场所",
    "equipment": "设备",
    "item_bank": "题库",
    "rule": "规章制度",
    "fee": "收费项目",
    "subsidiary": "下属子公司",
}
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

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
    "people.name_mailbox": "填写新邮箱，待确认",
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
    "roster.register": "登记考评员、督导员",
    "roster.record_declaration": "登记书面回避申报",
    "roster.withdraw_declaration": "撤回书面回避申报",
    "roster.register_by_sheet": "批量登记考评员、督导员",
    "roster.change": "变更考评员、督导员登记",
    "roster.remove": "移出考评员、督导员登记",
    "roster.link": "关联账号",
    "roster.put_photo": "上传照片",
    "roster.open_identity": "查看身份证号",
    "roster.declare_tie": "申报回避",
    "roster.withdraw_tie": "撤回回避申报",
    "plan.assign": "安排人员",
    "plan.dismiss": "取消人员安排",
    "plan.name_head": "指定考评组长",
    "plan.draw": "随机抽取考评员",
    "plan.send": "委派质量督导员",
    "plan.call_back": "撤回委派",
    "plan.begin": "新建评价计划",
    "plan.fill_in": "填写评价计划",
    "plan.use_venue": "选用场所",
    "plan.use_venues": "选用场所",
    "plan.change": "申请变更计划",
    "plan.drop_change": "放弃变更计划",
    "plan.cancel": "取消计划",
    "plan.approved": "计划通过",
    "plan.draft": "计划退回填写",
    "plan.turned_down": "计划未通过",
    "plan.checked": "结果核对无误",
    "plan.void": "成绩不予认定",
    "plan.enlist": "登记考生",
    "plan.enlist_by_sheet": "批量登记考生",
    "plan.mend_candidate": "修改考生信息",
    "plan.withdraw_candidate": "考生退出",
    "plan.restore_candidate": "恢复考生",
    "plan.photo_of_candidate": "上传考生照片",
    "plan.open_personal": "查看考生完整证件号码",
    "plan.check_again": "重新核对申报条件",
    "plan.sitting": "安排场次",
    "plan.drop_sitting": "取消场次",
    "plan.room": "安排考场",
    "plan.drop_room": "取消考场",
    "plan.duty": "安排考场人员",
    "plan.off_duty": "撤下考场人员",
    "plan.seat": "编排座位",
    "plan.tickets": "核发准考证",
    "plan.tickets_printed": "打印准考证",
    "plan.sign_in_printed": "打印签到表",
    "plan.attendance": "登记到场",
    "plan.incident": "登记现场情况",
    "plan.evidence": "登记过程资料",
    "plan.sampled": "随机抽查成绩",
    "release.ready": "证书可以核发",
    "release.stopped": "证书不予核发",
    "release.start": "开始核发证书",
    "release.issued": "一批证书核发完毕",
    "release.confirm": "联网查询系统确认",
    "release.print": "打印一批证书",
    "release.reported_again": "更正后再次报送证书数据",
    "certificate.issue": "核发证书",
    "certificate.replace": "补发证书",
    "certificate.check": "批量核验证书",
    "certificate.open_personal": "查看证书个人信息",
    "certificate.credential": "下载电子凭证",
    "certificate.print": "打印证书",
    "certificate.import": "导入历史证书",
    "certificates.unrecognise": "证书因批次不予认定失效",
    "certificate_review.asked": "申请证书复核",
    "certificate_review.answered": "答复证书复核申请",
    "amendment.proposed": "提出证书变动",
    "amendment.seconded": "复核证书变动",
    "amendment.decided": "核准证书变动",
    "amendment.declined": "不同意证书变动",
    "design.choose": "选定证书样式",
    "signing.make_key": "生成签名密钥",
    "signing.bring_key": "导入签名密钥",
    "signing.retire_key": "停用签名密钥",
    "signing.withdraw_key": "撤回签名密钥",
    "transparency.publish_head": "签发日志树头",
    "messages.tell_outside": "给考生、持证人发短信",
    "messages.switch_outside": "开关考生短信",
    "messages.try_outside_again": "重新发送考生短信",
    "plan.evidence_read": "调阅过程资料",
    "plan.supervised": "提交督导报告",
    "plan.examiner_account": "为考评员关联账号",
    "plan.score_form": "制定评分表",
    "plan.scores": "导入成绩",
    "plan.score_sheet": "按表格导入成绩",
    "plan.scores_entered": "双人登分",
    "plan.score_sheet_downloaded": "下载登分表",
    "plan.published": "公布成绩",
    "score_sheet.saved": "保存评分表",
    "score_sheet.signed": "签署评分表",
    "score_sheet_withdrawal.proposed": "提出撤回导入",
    "score_sheet_withdrawal.made": "撤回导入的成绩",
    "score_sheet_withdrawal.declined": "不同意撤回导入",
    "score_correction.proposed": "提出成绩更正",
    "score_correction.seconded": "复核成绩更正",
    "score_correction.confirmed": "确认成绩更正",
    "score_correction.declined": "不同意成绩更正",
    "score_complaint.made": "申请成绩复核",
    "score_complaint.answered": "答复成绩复核",
    "archive.open": "立卷",
    "archive.place": "登记存放处",
    "archive.hold": "停止销毁",
    "archive.lift": "解除停止销毁",
    "disposal.propose": "提出销毁",
    "disposal.approved": "批准销毁",
    "disposal.refused": "不批准销毁",
    "disposal.carry_out": "实施销毁",
    "occupations.state_rules": "登记标准自己的规定",
    "filing.enter": "补录备案",
    "filing.renew": "续期备案",
    "filing.timer": "期限届至",
    "filing.take_over": "接管后续责任",
    "filing.add": "新增职业、等级",
    "filing.change": "变更备案",
    "filing.ended": "终止备案",
    "filing.revoked": "取消备案",
    "filing.struck_off": "注销备案",
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
    "institutions.ask_again": "重新查询登记和信用情况",
    "institutions.add_by_sheet": "批量登记",
    "institutions.open_identity": "查看人员完整身份证号",
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
    "report_file.make": "生成报送文件",
    "report_file.take": "取出报送文件",
    "report_file.give_up": "作废报送文件",
    "report_file.answer": "收下报送结果",
    "report.send_again": "再次报送",
    "campaign.prepare": "制定抽查安排",
    "campaign.change": "修改抽查安排",
    "campaign.bar": "登记回避",
    "campaign.unbar": "取消回避",
    "campaign.commit": "公布抽查名单和种子摘要",
    "campaign.draw": "抽取",
    "campaign.publish": "公布检查结果",
    "campaign.cancel": "取消抽查",
    "inspection.result": "登记检查结果",
    "inspection.replace": "替换检查人员",
    "rectification.demand": "要求限期整改",
    "rectification.hand_in": "报告整改情况",
    "rectification.return": "退回继续整改",
    "rectification.extend": "延长整改期限",
    "rectification.accept": "整改验收通过",
    "rectification.withdraw": "撤回整改要求",
    "complaint.make": "提出举报投诉",
    "complaint.transfer": "转交举报投诉",
    "complaint.take": "受理举报投诉",
    "complaint.refuse": "不予受理举报投诉",
    "complaint.hand_over": "更换举报投诉承办人",
    "complaint.extend": "延长举报投诉答复期限",
    "complaint.note": "登记举报投诉调查情况",
    "complaint.answer": "答复举报投诉",
    "complaint.open_reporter": "查看反映人",
    "complaint.refused_reporter": "查看反映人被拒绝",
    "complaint.open_file": "查看举报投诉附件",
    "complaint.refused_file": "查看举报投诉附件被拒绝",
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
    "evaluations.RegisteredPerson": "考评员、督导员",
    "evaluations.Plan": "评价计划",
    "supervision.Campaign": "双随机抽查",
    "supervision.Inspection": "监督检查",
    "supervision.Rectification": "限期整改",
    "supervision.Complaint": "举报投诉",
    "certificates.Release": "一批证书",
    "certificates.Review": "证书复核",
    "certificates.Import": "证书导入",
    "certificates.Certificate": "证书",
    "certificates.CertificateDesign": "证书样式",
    "certificates.Amendment": "证书变动申请",
    "signing.Key": "签名密钥",
    "transparency.Head": "日志树头",
    "exchange.ReportFile": "报送文件",
    "exchange.Request": "报送",
    "evaluations.ScoreSheet": "评分表",
    "evaluations.ScoreCorrection": "成绩更正",
    "evaluations.ScoreComplaint": "成绩复核",
    "records.Archive": "档案",
    "records.Disposal": "销毁清册",
    "occupations.Standard": "职业标准",
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

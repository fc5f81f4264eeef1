"""Cases and what happens in them (案件): events, clocks, statements, panels, letters, rounds."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from dengji.people.models import Expert, Organisation, Post
from dengji.policy.models import Edition
from dengji.procedure.terms import Act, Answers, CaseState, Ending


class Round(models.Model):
    """An application round (申报批次): an authority's call, open from a day to a day."""

    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="rounds")
    pack_id = models.CharField("依据文本", max_length=20)
    matter = models.CharField("事项", max_length=40)
    title = models.CharField("名称", max_length=120)
    scope = models.TextField("征集范围", blank=True)
    opens_on = models.DateField("开始日期")
    closes_until = models.DateField("截止日期")
    places = models.PositiveIntegerField("拟入选数", null=True, blank=True)
    announced_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    announced_at = models.DateTimeField("发布时间")
    selected_at = models.DateTimeField("遴选完成时间", null=True)

    class Meta:
        ordering = ("-opens_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_until__gte=F("opens_on")), name="round_closes_after_it_opens"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Case(models.Model):
    """One application on its way (案件), pinned to the edition that governs it.

    `substance` is the edition whose conditions count, where a transition clause sets them apart from the steps.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("受理编号", max_length=30, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    substance = models.ForeignKey(
        Edition, models.PROTECT, null=True, related_name="+", verbose_name="实体条件适用文本"
    )
    basis = models.CharField("适用情形", max_length=500, blank=True)
    matter = models.CharField("事项", max_length=40)
    regime = models.CharField("评价类别", max_length=24)
    about = models.CharField("所涉备案号", max_length=20, blank=True, default="")
    step = models.CharField("步骤", max_length=40)
    state = models.CharField("状态", max_length=12, choices=CaseState.choices, default=CaseState.DRAFT)
    ending = models.CharField("办结结果", max_length=16, choices=Ending.choices, blank=True)
    applicant = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    body_kind = models.CharField("机构类型", max_length=24)
    place = models.CharField("所在地", max_length=6)
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="held_cases")
    holder_role = models.CharField("办理岗位", max_length=16)
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="office_cases")
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="cases")
    opened_at = models.DateTimeField("建立时间")
    received_on = models.DateField("收到日期", null=True)
    accepted_on = models.DateField("受理日期", null=True)
    entered_on = models.DateField("进入步骤日期")
    ended_at = models.DateTimeField("办结时间", null=True)
    due_on = models.DateField("到期日", null=True)
    provisional = models.BooleanField("到期日暂定", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("applicant", "matter", "regime", "about"),
                condition=~Q(state=CaseState.ENDED),
                name="case_one_open_for_a_matter",
            ),
            models.CheckConstraint(
                condition=(Q(state=CaseState.ENDED) & Q(ending__gt=""))
                | (~Q(state=CaseState.ENDED) & Q(ending="")),
                name="case_ended_has_an_ending",
            ),
        )
        indexes = (
            # The worklist: in order of due day, with every column that its filters ask for, so that rows are
            # fetched only for the page that is shown. The condition is an equality, which SQLite recognises.
            models.Index(
                fields=(
                    "office",
                    "due_on",
                    "id",
                    "holder_role",
                    "matter",
                    "step",
                    "body_kind",
                    "place",
                    "state",
                ),
                condition=Q(state=CaseState.OPEN),
                name="case_worklist",
            ),
            models.Index(
                fields=("office", "id", "matter", "step", "body_kind", "place", "state"),
                condition=Q(state=CaseState.CORRECTING),
                name="case_waiting",
            ),
            models.Index(fields=("applicant", "-id"), name="case_of_applicant"),
        )

    def __str__(self) -> str:
        return self.number


class CaseParty(models.Model):
    """An organisation that has or had a part in a case (案件参与单位), and so may read it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "organisation"), name="case_party_once"),)
        indexes = (models.Index(fields=("organisation", "case"), name="case_by_party"),)

    def __str__(self) -> str:
        return f"{self.case} {self.organisation}"


class CaseOccupation(models.Model):
    """An occupation that a case is about (案件所涉职业), for the worklist's filter."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="occupations")
    code = models.CharField("职业编码", max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "code"), name="case_occupation_once"),)
        indexes = (models.Index(fields=("code", "case"), name="case_by_occupation"),)

    def __str__(self) -> str:
        return self.code


class Submission(models.Model):
    """What the applicant handed in (申请材料快照), frozen; a correction makes a new one."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="submissions")
    ordinal = models.PositiveIntegerField("次数")
    dossier: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("内容")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("提交时间")

    class Meta:
        ordering = ("case", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("case", "ordinal"), name="submission_once_an_ordinal"),
        )

    def __str__(self) -> str:
        return f"{self.case} 第{self.ordinal}次提交"


class Event(models.Model):
    """One act on a case (办理记录): who, when, from where to where, and the explanation of that day."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    ordinal = models.PositiveIntegerField("序号")
    act = models.CharField("行为", max_length=16, choices=Act.choices)
    label = models.CharField("名称", max_length=60)
    step = models.CharField("所在步骤", max_length=40)
    to_step = models.CharField("转入步骤", max_length=40, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    cite = models.CharField("条款", max_length=40, blank=True)
    reason = models.TextField("理由", blank=True)
    detail: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("明细", default=dict)
    judgement: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(
        "条件核对", null=True
    )

    class Meta:
        ordering = ("case", "ordinal")
        constraints = (models.UniqueConstraint(fields=("case", "ordinal"), name="event_once_an_ordinal"),)

    def __str__(self) -> str:
        return f"{self.case} {self.label}"


class CorrectionItem(models.Model):
    """One thing to put right (补正事项)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    event = models.ForeignKey(Event, models.PROTECT, related_name="corrections")
    section = models.CharField("所属部分", max_length=40)
    says = models.CharField("补正内容", max_length=500)
    resolved_at = models.DateTimeField("补正时间", null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.says


class CaseClock(models.Model):
    """A statutory period that runs in a case (法定期限)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    step = models.CharField("步骤", max_length=40)
    cite = models.CharField("条款", max_length=40)
    n = models.PositiveIntegerField("期限")
    unit = models.CharField("单位", max_length=12)
    at_least = models.BooleanField("不少于", default=False)
    triggered_on = models.DateField("起算触发日")
    due_on = models.DateField("到期日", null=True)
    provisional = models.BooleanField("暂定", default=False)
    closed_on = models.DateField("结束日", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(closed_on__isnull=True), name="case_clock_one_running"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case} {self.step}"


class ClockStop(models.Model):
    """A stop of a clock (期限中止): from the day of return to the day the correction arrives."""

    clock = models.ForeignKey(CaseClock, models.PROTECT, related_name="stops")
    from_day = models.DateField("中止日")
    to_day = models.DateField("恢复日", null=True)
    reason = models.CharField("原因", max_length=60)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("clock",), condition=Q(to_day__isnull=True), name="clock_stop_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.clock} {self.from_day}"


class Statement(models.Model):
    """A fact that somebody stated (事实陈述); the latest counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="statements")
    fact = models.CharField("事实", max_length=60)
    value: models.JSONField[Any, Any] = models.JSONField("值")
    answers = models.CharField("来源", max_length=12, choices=Answers.choices)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    note = models.CharField("说明", max_length=300, blank=True)
    document = models.CharField("依据文件校验值", max_length=64, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("case", "fact", "-id"), name="statement_latest"),)

    def __str__(self) -> str:
        return f"{self.case} {self.fact}"


class Waiver(models.Model):
    """An exception to a condition that holds 'in principle' (原则上的例外); a second person may have to agree."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="waivers")
    condition = models.CharField("条件", max_length=60)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    reason = models.TextField("理由")
    seconded_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    seconded_at = models.DateTimeField("复核时间", null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "condition"), name="waiver_once_a_condition"),)

    def __str__(self) -> str:
        return f"{self.case} {self.condition}"


class Panel(models.Model):
    """A group of experts for one step of a case (专家组)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="panels")
    step = models.CharField("步骤", max_length=40)
    criteria = models.CharField("评分表", max_length=40)
    convened_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    convened_at = models.DateTimeField("组建时间")
    opinion = models.TextField("专家组意见", blank=True)
    total = models.DecimalField("平均总分", max_digits=7, decimal_places=2, null=True)
    passed = models.BooleanField("合格", null=True)
    below_minimum: models.JSONField[list[str], list[str]] = models.JSONField("低于最低分的项", default=list)
    drawn_up_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    drawn_up_at = models.DateTimeField("形成时间", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("case", "step"), name="panel_once_a_step"),)

    def __str__(self) -> str:
        return f"{self.case} {self.step}"


class PanelSeat(models.Model):
    """An expert's seat in a panel and his own sheet (专家席位与评分表)."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="seats")
    head = models.BooleanField("组长", default=False)
    scores: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField("评分", default=dict)
    opinion = models.TextField("个人意见", blank=True)
    saved_at = models.DateTimeField("保存时间", null=True)
    handed_in_at = models.DateTimeField("提交时间", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("panel", "expert"), name="panel_seat_once_an_expert"),
            models.UniqueConstraint(fields=("panel",), condition=Q(head=True), name="panel_one_head"),
        )

    def __str__(self) -> str:
        return f"{self.panel} {self.expert}"


class Letter(models.Model):
    """An official letter that an act gave out (文书), its content frozen."""

    token = models.UUIDField("公开地址标识", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    event = models.OneToOneField(Event, models.PROTECT, related_name="letter")
    key = models.CharField("文书", max_length=40)
    kind = models.CharField("种类", max_length=16)
    title = models.CharField("标题", max_length=120)
    number = models.CharField("文号", max_length=60, blank=True)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    addressee = models.CharField("收文单位", max_length=120)
    paragraphs: models.JSONField[list[str], list[str]] = models.JSONField("正文")
    issued_on = models.DateField("成文日期")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("authority", "number"),
                condition=Q(number__gt=""),
                name="letter_number_once_an_authority",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class Serial(models.Model):
    """The last serial given out under a prefix (流水号), without gaps or repeats."""

    key = models.CharField("编号前缀", max_length=80, primary_key=True)
    last = models.PositiveIntegerField("已用到")

    def __str__(self) -> str:
        return f"{self.key} {self.last}"

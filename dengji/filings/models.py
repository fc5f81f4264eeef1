"""Applications and the filings that they lead to (备案申请与备案)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from dengji.filings.terms import Audience, CalledState, ElementName, FilingState, Origin
from dengji.institutions.models import Institution
from dengji.people.models import Organisation, Person, Post
from dengji.policy.models import Edition
from dengji.procedure.models import Case


class Application(models.Model):
    """What the applicant fills in beside its own registers (备案申请), about a filing that it has or for its first.

    `proposed` maps elements to what they shall be; `given_up` holds the codes of occupations to leave the filing;
    `forms` the annexes filled in on-line.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="application")
    filing = models.ForeignKey("Filing", models.PROTECT, null=True, related_name="applications")
    proposed: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("变更后内容", default=dict)
    given_up: models.JSONField[list[str], list[str]] = models.JSONField("退出的职业", default=list)
    forms: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("表格内容", default=dict)
    declarations: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        "申报事项", default=dict
    )
    sections_done: models.JSONField[list[str], list[str]] = models.JSONField("已完成部分", default=list)
    signed_by = models.CharField("承诺人", max_length=60, blank=True)
    signed_as_legal_representative = models.BooleanField("法定代表人签字", default=False)
    signed_at = models.DateTimeField("承诺时间", null=True)
    saved_at = models.DateTimeField("最近保存", null=True)

    def __str__(self) -> str:
        return str(self.case)


class AppliedOccupation(models.Model):
    """An occupation applied for (申报职业), with levels and audience."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="occupations")
    code = models.CharField("职业编码", max_length=20)
    work_type = models.CharField("工种", max_length=120, blank=True)
    levels: models.JSONField[list[str], list[str]] = models.JSONField("等级", default=list)
    audience = models.CharField("评价对象", max_length=16, choices=Audience.choices)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("application", "code", "work_type", "audience"), name="applied_occupation_once"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Draft(models.Model):
    """What somebody typed on a page and has not saved (未保存的填写内容); part of no case, told to nobody."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    page = models.CharField("页面", max_length=200)
    fields: models.JSONField[dict[str, list[str]], dict[str, list[str]]] = models.JSONField("内容")
    kept_at = models.DateTimeField("保留时间")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "page"), name="draft_once_a_page"),)

    def __str__(self) -> str:
        return f"{self.person} {self.page}"


class Dated(models.QuerySet["Any"]):
    """Rows that hold from a day until a day."""

    def in_force(self, on: date) -> "Dated":
        """Those that hold on the day."""
        return self.filter(from_on__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))


class Filing(models.Model):
    """A filing (备案): number, scope and validity; its authority supervises it.

    `valid_from` and `valid_until` span all its terms. Its state is the last of its standings; `state_word` is what
    the text that ended it calls that.
    """

    number = models.CharField("备案号", max_length=20, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="filings")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="filings")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    regime = models.CharField("评价类别", max_length=24)
    state = models.CharField("状态", max_length=12, choices=FilingState.choices, default=FilingState.IN_FORCE)
    state_word = models.CharField("状态用语", max_length=16, blank=True, default="")
    origin = models.CharField("来源", max_length=8, choices=Origin.choices, default=Origin.CASE)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="filing")
    granted_on = models.DateField("备案日期")
    valid_from = models.DateField("有效期自")
    valid_until = models.DateField("有效期至", null=True)
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    place = models.CharField("所在地", max_length=6)

    class Meta:
        ordering = ("-granted_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="filing_valid_until_after_from",
            ),
        )
        indexes = (models.Index(fields=("place", "state"), name="filing_by_place"),)

    def __str__(self) -> str:
        return self.number

    @property
    def called(self) -> CalledState:
        """Its state, as it is written down, in the words of its place."""
        return CalledState(self.state, self.state_word)

    def operates_on(self, on: date) -> bool:
        """Whether its body may evaluate under it on a day (可以开展评价): it stands, and its validity is not over."""
        begun = self.valid_from <= on
        return (
            self.state == FilingState.IN_FORCE
            and begun
            and (self.valid_until is None or on <= self.valid_until)
        )


class ScopeRow(models.Model):
    """What a filing allows (备案范围): an occupation, its levels and audience; by the cases that began and ended it."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="scope")
    code = models.CharField("职业编码", max_length=20, db_index=True)
    name = models.CharField("职业名称", max_length=120)
    work_type = models.CharField("工种", max_length=120, blank=True)
    levels: models.JSONField[list[str], list[str]] = models.JSONField("等级", default=list)
    audience = models.CharField("评价对象", max_length=16, choices=Audience.choices)
    from_on = models.DateField("起始日")
    until = models.DateField("最后一日", null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    closed_in = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    objects = Dated.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("filing", "code", "work_type", "audience", "from_on"), name="scope_row_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.filing} {self.code}"


class FiledVenue(models.Model):
    """A venue as it was filed (备案场所), by the cases that brought it in and took it out."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="venues")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("用途", max_length=12)
    address = models.CharField("地址", max_length=200)
    from_on = models.DateField("起始日")
    until = models.DateField("最后一日", null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    closed_in = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    objects = Dated.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A validity of a filing (备案有效期): the first, and one for each renewal, end to end."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="terms")
    from_on = models.DateField("起始日")
    until = models.DateField("最后一日", null=True)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="+")

    objects = Dated.as_manager()

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("filing", "from_on"), name="term_once_a_start"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("from_on")), name="term_until_after_from"
            ),
        )

    def __str__(self) -> str:
        return f"{self.filing} {self.from_on}"


class Element(models.Model):
    """What a filing said of one of its elements (备案要素), from a day until a day; what stands has no last day."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="elements")
    element = models.CharField("要素", max_length=24, choices=ElementName.choices)
    value: models.JSONField[Any, Any] = models.JSONField("内容")
    from_on = models.DateField("起始日")
    until = models.DateField("最后一日", null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    objects = Dated.as_manager()

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("filing", "element"), condition=Q(until__isnull=True), name="element_stands_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.filing} {self.element}"


class Standing(models.Model):
    """A state that a filing was in (备案状态沿革), from a day until a day, and by which article."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="standings")
    state = models.CharField("状态", max_length=12, choices=FilingState.choices)
    word = models.CharField("状态用语", max_length=16, blank=True, default="")
    from_on = models.DateField("起始日")
    until = models.DateField("最后一日", null=True)
    article = models.CharField("依据", max_length=120, blank=True)
    reason = models.CharField("说明", max_length=300, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    objects = Dated.as_manager()

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("filing",), condition=Q(until__isnull=True), name="standing_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.filing} {self.state}"

    @property
    def called(self) -> CalledState:
        """The state in the words of the text that brought it about."""
        return CalledState(self.state, self.word)


class Timer(models.Model):
    """What comes of itself to a filing (到期事项): its day by the text, the first day on which it acts, when it did.

    `falls_on` is the day that the text names; what is counted to the end of a day acts on the day after.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="timers")
    key = models.CharField("事项", max_length=40)
    anchor_on = models.DateField("基准日")
    falls_on = models.DateField("到期日")
    acts_on = models.DateField("处理日")
    provisional = models.BooleanField("暂定", default=False)
    fired_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        ordering = ("falls_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("filing", "key", "anchor_on"), name="timer_once_an_anchor"),
        )
        indexes = (
            models.Index(fields=("acts_on", "id"), condition=Q(fired_at__isnull=True), name="timer_waiting"),
            models.Index(fields=("filing", "falls_on"), name="timer_of_filing"),
        )

    def __str__(self) -> str:
        return f"{self.filing} {self.key}"


class Duty(models.Model):
    """What is still owed once a filing is over (后续责任), by the body or by the authority that took it over.

    An `own` duty is the body's alone: no authority takes it over.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="duties")
    key = models.CharField("责任", max_length=40)
    label = models.CharField("名称", max_length=120)
    says = models.CharField("内容", max_length=300)
    article = models.CharField("依据", max_length=120)
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    since = models.DateField("起始日")
    own = models.BooleanField("只由机构承担", default=False)
    taken_over_on = models.DateField("接管日", null=True)
    taken_over_because = models.CharField("接管理由", max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("filing", "key"), name="duty_once_a_filing"),)

    def __str__(self) -> str:
        return f"{self.filing} {self.label}"

    @property
    def passes(self) -> bool:
        """Whether an authority may still take it over (可以接管)."""
        return not self.own and self.taken_over_on is None

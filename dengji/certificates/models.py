"""Certificates (证书): the roll of those entitled, the register, and what happened to each after its issue.

Names and document numbers lie sealed (sealing.seals) beside the digests by which they are found.
"""

import uuid

from django.db import models
from django.db.models import Q

from dengji.certificates.terms import (
    WAITING,
    AmendmentKind,
    AmendmentState,
    CertificateState,
    EventKind,
    ReleaseState,
    ReviewState,
)
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.filings.models import Filing
from dengji.institutions.models import Institution
from dengji.people.models import Organisation, Post
from dengji.policy.engine.terms import Regime
from dengji.procedure.models import Case
from dengji.records.models import StoredFile

REGIMES = [(each.value, each.label) for each in Regime]


class Release(models.Model):
    """The certificates of one batch (一批证书): asked for as a case, released by its outcome, issued in portions.

    `issuer` is who issues them; `reached` is the place on the roll up to which they have been issued, so that whoever
    goes on after an interruption starts there. `not_found` names the certificates that the network did not take in
    ("row", "reason"), once it has answered.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="releases")
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="+")
    state = models.CharField("进度", max_length=8, choices=ReleaseState.choices, default=ReleaseState.ASKED)
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="发证单位")
    people = models.PositiveIntegerField("拟发证人数")
    reached = models.PositiveIntegerField("已办到的序号", default=0)
    issued = models.PositiveIntegerField("已核发", default=0)
    published_on = models.DateField("部网站公布日", null=True)
    issued_on = models.DateField("发证日期", null=True)
    started_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField("开始核发时间", null=True)
    finished_at = models.DateTimeField("核发完成时间", null=True)
    confirmed_on = models.DateField("联网查询系统确认日", null=True)
    not_found: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(
        "联网查询系统没有收下的证书", default=list
    )

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan",),
                condition=Q(state__in=(ReleaseState.ASKED, ReleaseState.READY, ReleaseState.ISSUING)),
                name="release_one_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ReleaseState.ISSUING, ReleaseState.ISSUED))
                | Q(issued_on__isnull=False, started_by__isnull=False),
                name="release_issued_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("state",), name="release_under_way"),)

    def __str__(self) -> str:
        return f"{self.plan} 证书"


class Line(models.Model):
    """Somebody entitled to a certificate (拟发证人员): once a batch; or why he gets none (not published)."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="lines")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="lines")
    ordinal = models.PositiveIntegerField("序号")
    declined_because = models.CharField("部网站未公布的原因", max_length=300, blank=True)

    class Meta:
        ordering = ("release", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("release", "ordinal"), name="line_once_a_place"),
            models.UniqueConstraint(fields=("release", "candidate"), name="line_once_a_candidate"),
            models.UniqueConstraint(
                fields=("candidate",), condition=Q(declined_because=""), name="line_one_entitlement"
            ),
        )

    def __str__(self) -> str:
        return f"{self.release} {self.ordinal}"


class Certificate(models.Model):
    """A certificate (证书). What it said when it was issued, put right where that was decided; and what it is worth.

    `sealed` holds name, document number, birth date, sex, scores and the salt of its face; `identity` and `named` are
    digests (32 bytes) of the document and of the name. `entry` is the place in the public log of what it says now.
    One that was entered from before has no line, no signature and no entry.
    """

    number = models.CharField("证书编号", max_length=40, unique=True)
    regime = models.CharField("评价类别", max_length=24, choices=REGIMES)
    state = models.CharField(
        "状态", max_length=12, choices=CertificateState.choices, default=CertificateState.VALID
    )
    line = models.OneToOneField(Line, models.PROTECT, null=True, related_name="certificate")
    filing = models.ForeignKey(  # the indexes below begin with it, and with the body
        Filing, models.PROTECT, null=True, related_name="certificates", db_index=False
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="certificates", db_index=False
    )
    filing_number = models.CharField("备案编号", max_length=30)
    body = models.CharField("评价机构", max_length=120)
    issuer = models.CharField("发证单位", max_length=120)
    place = models.CharField("行政区划代码", max_length=6)
    code = models.CharField("职业编码", max_length=20)
    occupation = models.CharField("职业名称", max_length=120)
    work_type = models.CharField("工种", max_length=120, blank=True)
    level = models.CharField("等级", max_length=12, blank=True)
    issued_on = models.DateField("发证日期")
    sealed = models.BinaryField("封存的个人信息")
    identity = models.BinaryField("身份摘要", max_length=32)
    named = models.BinaryField("姓名摘要", max_length=32)
    masked = models.CharField("证件号码（脱敏）", max_length=30)
    sex = models.CharField("性别", max_length=6, blank=True)
    born = models.PositiveSmallIntegerField("出生年份", null=True)
    commitment = models.BinaryField("证面摘要", max_length=32, default=b"")
    signature = models.BinaryField("签名", max_length=64, default=b"")
    key = models.CharField("签名密钥", max_length=80, blank=True)
    entry = models.BigIntegerField("公开日志序号", null=True)
    corrected_on = models.DateField("更正日期", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("identity",), name="certificate_by_identity"),
            models.Index(fields=("institution", "issued_on"), name="certificate_of_body"),
            models.Index(fields=("place", "issued_on"), name="certificate_of_place"),
            models.Index(fields=("filing", "state"), name="certificate_of_filing"),
            models.Index(fields=("issued_on", "id"), name="certificate_latest"),
        )

    def __str__(self) -> str:
        return self.number


class CertificateEvent(models.Model):
    """What happened to a certificate after its issue (证书变动); never changed. `before` is what it said, sealed."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    ordinal = models.PositiveIntegerField("次序")
    kind = models.CharField("变动", max_length=12, choices=EventKind.choices)
    says = models.CharField("说明", max_length=300)
    article = models.CharField("依据", max_length=120, blank=True)
    before = models.BinaryField("封存的原内容", default=b"")
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    on = models.DateField("日期")
    entry = models.BigIntegerField("公开日志序号", null=True)

    class Meta:
        ordering = ("certificate", "ordinal")
        constraints = (
            models.UniqueConstraint(
                fields=("certificate", "ordinal"), name="certificate_event_once_an_ordinal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.certificate} {self.get_kind_display()}"


class Amendment(models.Model):
    """Something asked for a certificate (证书变动申请): why, by whom; nothing changes before a second person agrees.

    `wanted` holds what it shall say, sealed; `changes` names what changes, without saying it. `became` is what was
    given in exchange (换发), under a number of its own.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="amendments")
    kind = models.CharField("事项", max_length=10, choices=AmendmentKind.choices)
    state = models.CharField(
        "状态", max_length=10, choices=AmendmentState.choices, default=AmendmentState.SECOND
    )
    reason = models.CharField("理由", max_length=500)
    wanted = models.BinaryField("封存的更正内容", default=b"")
    changes: models.JSONField[list[str], list[str]] = models.JSONField("更正的项目", default=list)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    seen = models.PositiveIntegerField("提出时的证书版本")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("提出时间")
    seconded_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    seconded_at = models.DateTimeField("复核时间", null=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("核准时间", null=True)
    declined_because = models.CharField("不同意的理由", max_length=500, blank=True)
    became = models.OneToOneField(
        Certificate, models.PROTECT, null=True, related_name="came_from", verbose_name="换发的证书"
    )

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("certificate",),
                condition=Q(state__in=sorted(WAITING)),
                name="amendment_one_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.MADE)
                | Q(seconded_by__isnull=False) & ~Q(seconded_by=models.F("by")),
                name="amendment_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.certificate} {self.get_kind_display()}"


class Review(models.Model):
    """A holder's doubt about his certificate (证书复核申请), and the answer; what is wrong is then put right.

    Asked on line, or taken in at a counter by `taken_by`; `sealed` holds the telephone number that he left.
    """

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="reviews")
    says = models.CharField("申请的理由", max_length=500)
    sealed = models.BinaryField("封存的手机号码", default=b"")
    state = models.CharField("状态", max_length=6, choices=ReviewState.choices, default=ReviewState.OPEN)
    at = models.DateTimeField("提出时间")
    taken_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("certificate",), condition=Q(state=ReviewState.OPEN), name="review_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.OPEN) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="review_answered_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("state", "at"), name="review_open"),)

    def __str__(self) -> str:
        return f"{self.certificate} 复核"


class CertificateDesign(models.Model):
    """How the certificates of whoever issues look (证书版式), one for each kind; those printed before stay as they are.

    `seal` and `signature` are pictures of our own making (PNG), sealed; empty where there is none.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="certificate_designs")
    regime = models.CharField("评价类别", max_length=24, choices=REGIMES)
    design = models.CharField("版式", max_length=16)
    seal = models.BinaryField("封存的印章图片", default=b"")
    signature = models.BinaryField("封存的签名图片", default=b"")
    signer = models.CharField("签发人", max_length=40, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ("organisation", "regime")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "regime"), name="design_once_a_regime"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_regime_display()} {self.design}"

"""Files handed in and files given out (材料与档案), with digest, type and who may read them."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from dengji.people.models import Organisation, Post
from dengji.procedure.models import Case, Letter
from dengji.records.terms import DisposalState

SEALED = ".sealed"
"""With what the place of a file ends that only the keys open (封存的文件)."""


class StoredFile(models.Model):
    """A file as it was handed in (上传文件); its content never changes. Size and digest are of the plain content."""

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    path = models.CharField("存放位置", max_length=200)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    uploaded_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    retention = models.CharField("保管类别", max_length=40)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A file handed in for a case under a heading of the text (申请材料)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    material = models.CharField("材料", max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    removed_at = models.DateTimeField("移除时间", null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.case} {self.material}"


class PrintedLetter(models.Model):
    """A letter set as PDF (文书版式文件), made once from its frozen content."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="printed")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.letter)


class Archive(models.Model):
    """Everything that is kept of one thing (档案), such as a batch; its terms run from `from_on`."""

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("种类", max_length=24)
    subject = models.CharField("所属编号", max_length=40)
    title = models.CharField("题名", max_length=160)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="archives")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    from_on = models.DateField("保管期限起算日")
    opened_at = models.DateTimeField("立卷时间")

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = (models.UniqueConstraint(fields=("kind", "subject"), name="archive_once_a_subject"),)
        indexes = (models.Index(fields=("owner", "-from_on"), name="archive_of_owner"),)

    def __str__(self) -> str:
        return self.title


class Disposal(models.Model):
    """A list of what is to be destroyed (销毁清册): proposed, approved by a second person, carried out, certified."""

    token = models.UUIDField("地址标识", default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="disposals")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(
        "状态", max_length=12, choices=DisposalState.choices, default=DisposalState.PROPOSED
    )
    reason = models.CharField("理由", max_length=300)
    proposed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审批时间", null=True)
    decision = models.CharField("审批意见", max_length=300, blank=True)
    way = models.CharField("销毁方式", max_length=120, blank=True)
    witnesses = models.CharField("监销人", max_length=120, blank=True)
    carried_out_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    carried_out_on = models.DateField("销毁日期", null=True)
    certificate = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="disposal_decided_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.owner} 销毁清册{self.pk}"


class ArchiveItem(models.Model):
    """A thing in an archive (卷内材料): what it is made of, where it is, until which day it is kept at least."""

    archive = models.ForeignKey(Archive, models.PROTECT, related_name="items")
    key = models.CharField("材料", max_length=40)
    volume = models.CharField("卷", max_length=16)
    label = models.CharField("名称", max_length=120)
    medium = models.CharField("载体", max_length=12)
    article = models.CharField("依据", max_length=120)
    kept_until = models.DateField("保管至")
    kept_at = models.CharField("存放处", max_length=200, blank=True)
    quantity = models.CharField("数量", max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    disposal = models.ForeignKey(Disposal, models.PROTECT, null=True, related_name="items")
    disposed_on = models.DateField("销毁日期", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("archive", "key"), name="archive_item_once"),
            models.CheckConstraint(
                condition=Q(disposed_on__isnull=True)
                | (Q(disposed_on__gt=F("kept_until")) & Q(disposal__isnull=False)),
                name="archive_item_not_destroyed_early",
            ),
        )
        indexes = (
            models.Index(
                fields=("kept_until",), condition=Q(disposed_on__isnull=True), name="archive_item_kept"
            ),
        )

    def __str__(self) -> str:
        return self.label

    def due(self, on: date) -> bool:
        """Whether its term has run out."""
        return on > self.kept_until and self.disposed_on is None


class Hold(models.Model):
    """A stop on destroying anything of an archive (停止销毁), until somebody lifts it."""

    archive = models.ForeignKey(Archive, models.PROTECT, related_name="holds")
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("开始时间")
    lifted_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField("解除时间", null=True)
    lifted_because = models.CharField("解除理由", max_length=300, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.archive} {self.reason}"

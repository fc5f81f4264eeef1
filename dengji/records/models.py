"""Files handed in and files given out (材料与档案), with digest, type and who may read them."""

import uuid

from django.db import models

from dengji.people.models import Organisation, Post
from dengji.procedure.models import Case, Letter


class StoredFile(models.Model):
    """A file as it was handed in (上传文件); its content never changes."""

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

"""The entries of the log (日志条目), its tiles and its signed heads; triggers let them only grow."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """An entry (日志条目): canonical JSON, never changed; its hash is the leaf's in the tree."""

    index = models.BigIntegerField("序号", primary_key=True)
    hash = models.BinaryField("叶子摘要", max_length=32)
    content = models.CharField("内容", max_length=400)

    class Meta:
        ordering = ("index",)
        constraints = (models.CheckConstraint(condition=Q(index__gte=0), name="log_entries_begin_at_zero"),)

    def __str__(self) -> str:
        return f"{self.index} {self.content}"


class Tile(models.Model):
    """A row of up to 256 hashes of one level (分块), 32 bytes each; it may only grow at its end."""

    level = models.PositiveSmallIntegerField("层")
    number = models.BigIntegerField("块号")
    hashes = models.BinaryField("摘要", max_length=8192)

    class Meta:
        ordering = ("level", "number")
        constraints = (models.UniqueConstraint(fields=("level", "number"), name="log_tile_is_one"),)

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class Head(models.Model):
    """A signed head (树头): the log as it was at a moment, and the note that says so to everybody."""

    size = models.BigIntegerField("条数", primary_key=True)
    root = models.BinaryField("根摘要", max_length=32)
    at = models.DateTimeField("签发时间")
    note = models.TextField("签名记录")

    class Meta:
        ordering = ("size",)
        constraints = (models.CheckConstraint(condition=Q(size__gte=1), name="log_head_of_something"),)

    def __str__(self) -> str:
        return f"{self.size}"


class End(models.Model):
    """Where the log ends (日志末尾): one row, locked by whoever appends or signs."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField("条数")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="log_end_is_one"),)

    def __str__(self) -> str:
        return f"{self.size}"

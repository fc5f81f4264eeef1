"""What the pages themselves keep (网页自用的表): counts of tries, for a minute or an hour."""

from django.db import models


class Tries(models.Model):
    """How often something was tried on all machines (合并计次) in a window of time; whom it is about cannot be read.

    `aim` is drawn from a digest under the house's secret; `until` is where the window of so many seconds ends, in
    seconds since 1970. Rows whose window is over mean nothing and go by themselves.
    """

    aim = models.BinaryField("计次对象", max_length=16)
    seconds = models.PositiveIntegerField("时段秒数")
    until = models.BigIntegerField("时段终止")
    many = models.PositiveBigIntegerField("次数")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("aim", "seconds", "until"), name="tries_once_a_window"),
        )
        indexes = (models.Index(fields=("until",), name="tries_over"),)

    def __str__(self) -> str:
        return f"{self.aim.hex()} {self.many}"

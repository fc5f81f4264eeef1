"""Keys (签名密钥)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from dengji.signing.terms import Algorithm, Purpose


class Keys(models.QuerySet["Key"]):
    """Keys, asked in words."""

    def signing_on(self, day: date) -> "Keys":
        """Keys that sign on that day: begun, not followed by another, not withdrawn."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=day), from_on__lte=day, withdrawn_at__isnull=True
        )


class Key(models.Model):
    """A key pair (签名密钥): the private half sealed, the public half for everybody; `until` is its last day.

    `owner` is the number of the organisation in whose name it signs, None this house. `public` is raw for Ed25519,
    the uncompressed point for SM2, a SubjectPublicKeyInfo (DER) for P-256 and RSA. `chain` holds its certificates as
    PEM, its own first, where it signs documents.
    """

    name = models.CharField("密钥名称", max_length=120, unique=True)
    purpose = models.CharField("用途", max_length=12, choices=Purpose.choices)
    algorithm = models.CharField("签名算法", max_length=10, choices=Algorithm.choices)
    public = models.BinaryField("公钥")
    sealed = models.BinaryField("封存的私钥")
    chain = models.TextField("证书链", blank=True)
    owner = models.BigIntegerField("单位编号", null=True)
    owner_name = models.CharField("单位名称", max_length=200, blank=True)
    made_at = models.DateTimeField("生成时间")
    from_on = models.DateField("启用日期")
    until = models.DateField("最后一日", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    because = models.CharField("撤回原因", max_length=200, blank=True)

    objects = Keys.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(name__regex=r"^[^\s+]+$"), name="key_name_has_no_space_or_plus"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("from_on")), name="key_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, because="")
                | Q(withdrawn_at__isnull=False, because__gt=""),
                name="key_is_withdrawn_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.name

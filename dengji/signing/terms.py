"""What keys are for, and how they sign (签名用语)."""

from django.db.models import TextChoices


class Purpose(TextChoices):
    """What a key signs (用途); a key signs nothing else."""

    LOG = "log", "公开日志"
    CREDENTIAL = "credential", "电子证书"
    DOCUMENT = "document", "PDF文件"


class Algorithm(TextChoices):
    """How a key signs (签名算法)."""

    ED25519 = "ed25519", "Ed25519"
    P256 = "p256", "ECDSA P-256"
    SM2 = "sm2", "SM2（国密）"
    RSA = "rsa", "RSA"

"""Words of the policy room (政策文本用语)."""

from django.db.models import TextChoices

from dengji.policy.engine.choose import AdoptionKind
from dengji.policy.engine.terms import Stage as PackStage


class Stage(TextChoices):
    """The life of a text (文本阶段)."""

    CONSULTATION = PackStage.CONSULTATION.value, "征求意见稿"
    ISSUED = PackStage.ISSUED.value, "正式文本"


class Kind(TextChoices):
    """Why a text governs that would not by itself (适用方式)."""

    TRIAL = AdoptionKind.TRIAL.value, "试运行"
    CONTINUED = AdoptionKind.CONTINUED.value, "继续适用"


class Life(TextChoices):
    """Where a text stands in its life on a day (文本状态)."""

    DRAFT = "draft", "征求意见稿"
    AHEAD = "ahead", "尚未施行"
    IN_FORCE = "in_force", "施行中"
    EXPIRED = "expired", "已期满"
    SUPERSEDED = "superseded", "已被取代"

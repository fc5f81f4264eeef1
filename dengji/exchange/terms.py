"""Words for other registers and what is asked of them (信息核验用语)."""

from django.db.models import TextChoices


class Register(TextChoices):
    """A register that somebody else keeps (外部登记系统)."""

    MINISTRY_NETWORK = "ministry_network", "部级备案公布平台"
    COMPANY_REGISTER = "company_register", "市场主体登记"
    CREDIT_REGISTER = "credit_register", "公共信用信息"


class State(TextChoices):
    """How far a request has come (请求状态)."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送，待答复"
    ANSWERED = "answered", "已答复"
    FAILED = "failed", "对方不予办理"

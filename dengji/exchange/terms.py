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


class Report(TextChoices):
    """What is reported to the ministry's network (报送种类); each is an address of its protocol."""

    FILINGS = "filings", "备案"
    PLANS = "plans", "评价计划"
    RESULTS = "results", "合格人员"
    CERTIFICATES = "certificates", "证书"
    ENDINGS = "endings", "备案终止"


class Operation(TextChoices):
    """What a report does to what is there (操作类型)."""

    NEW = "new", "新增"
    CORRECT = "correct", "更正"
    WITHDRAW = "withdraw", "撤销"


class Outcome(TextChoices):
    """What the network made of a report (对方结论)."""

    CONFIRMED = "confirmed", "对方已确认"
    PARTLY = "partly", "部分未确认"
    DECLINED = "declined", "对方不予公布"


class Standing(TextChoices):
    """Where a report stands, as people say it (报送进度)."""

    WAITING = "waiting", "待报送"
    SENT = "sent", "已报送，待答复"
    CONFIRMED = "confirmed", "对方已确认"
    PARTLY = "partly", "部分未确认"
    DECLINED = "declined", "对方不予公布"
    FAILED = "failed", "对方不予办理，要人处理"

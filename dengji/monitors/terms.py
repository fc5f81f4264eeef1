"""Words for what acts by itself (自动处理用语)."""

from django.db.models import TextChoices


class Duty(TextChoices):
    """What the monitors do in a run (自动处理事项), by the names under which a run keeps its counts."""

    DATES = "dates", "重新推算到期日"
    TIMERS = "timers", "备案期限届至"
    OVERTAKEN = "overtaken", "备案终结后办结案件"
    EDITIONS = "editions", "改用新文本"
    OVERDUE = "overdue", "逾期提醒"
    SOON = "soon", "临期提醒"
    PUBLICITIES = "publicities", "公示期满提醒"
    RESULTS = "results", "评价结果逾期提醒"
    RECTIFICATIONS = "rectifications", "整改到期和逾期提醒"
    COMPLAINTS = "complaints", "举报投诉答复提醒"
    REPORTS = "reports", "数据报送提醒"
    CERTIFICATES = "certificates", "证书久未办理催办"
    TEXTS = "texts", "文本失效预告"
    KEYS = "keys", "签名密钥到期预告"
    MESSAGES = "messages", "清理已读旧消息"

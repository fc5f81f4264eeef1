"""Words for filings and applications (备案用语)."""

from django.db.models import TextChoices


class FilingState(TextChoices):
    """Where a filing stands (备案状态)."""

    IN_FORCE = "in_force", "有效"
    EXPIRED = "expired", "已到期"
    ENDED = "ended", "已终止"
    STRUCK_OFF = "struck_off", "已注销"
    REVOKED = "revoked", "已取消备案"


class CalledState(str):
    """A state with the word that the text of its place has for it (备案状态用语); the state's own where it has none."""

    label: str

    def __new__(cls, state: str, word: str = "") -> "CalledState":
        """The state, to be compared as such, and its word."""
        called = super().__new__(cls, state)
        called.label = word or str(FilingState(state).label)
        return called


class Origin(TextChoices):
    """Where a filing came from (备案来源)."""

    CASE = "case", "本系统办理"
    ENTERED = "entered", "补录"


class ElementName(TextChoices):
    """What a filing says of its body beside venues and scope (备案要素)."""

    NAME = "name", "机构名称"
    ADDRESS = "address", "登记地址"
    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人"
    PEOPLE = "people", "考评和督导人员"


class Falling(TextChoices):
    """What falls due on a day (到期事项类别)."""

    CASE = "case", "办件到期"
    FILING = "filing", "备案期限"
    PUBLICITY = "publicity", "公示末日"
    ROUND = "round", "申报截止"
    PLAN = "plan", "评价实施"
    RESULTS = "results", "评价结果报送"


class WindowStanding(TextChoices):
    """How a day stands to the window of a matter (申请期)."""

    EARLY = "early", "未到申请期"
    OPEN = "open", "在申请期内"
    GRACE = "grace", "在存续期内"
    CLOSED = "closed", "申请期已过"


class Audience(TextChoices):
    """Whom a body evaluates (评价对象)."""

    OWN_STAFF = "own_staff", "本单位职工"
    OWN_STUDENTS = "own_students", "本校学生"
    PUBLIC = "public", "社会人员"


class TaskState(TextChoices):
    """The state of a part of an application (填写状态)."""

    NOT_STARTED = "not_started", "未开始"
    UNDER_WAY = "under_way", "填写中"
    DONE = "done", "已完成"
    TO_CORRECT = "to_correct", "需修改"

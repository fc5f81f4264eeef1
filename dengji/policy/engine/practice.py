"""What a text says of carrying out evaluations (评价实施): whom, how, by whom, under whose eye, and what is kept."""

from enum import StrEnum

from pydantic import Field

from dengji.policy.engine.form import ArticleKey, Form, Length, Name


class Category(StrEnum):
    """What a candidate is to the body (考生来源)."""

    EMPLOYEE = "employee"
    DISPATCHED = "dispatched"
    OUTSOURCED = "outsourced"
    INTERN = "intern"
    STUDENT = "student"
    ELSEWHERE = "elsewhere"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        """The category as people say it."""
        return CATEGORY_LABELS[self.value]


class Method(StrEnum):
    """How somebody is evaluated (评价方式); each is a part of the result with a pass mark of its own."""

    THEORY = "theory"
    PRACTICAL = "practical"
    REVIEW = "review"
    PROCESS = "process"
    ACHIEVEMENT = "achievement"
    DIRECT = "direct"
    COMPETITION = "competition"

    @property
    def label(self) -> str:
        """The method as people say it."""
        return METHOD_LABELS[self.value]


class Medium(StrEnum):
    """What a thing that is kept is made of (载体)."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    VIDEO = "video"
    OBJECT = "object"

    @property
    def label(self) -> str:
        """The medium as people say it."""
        return MEDIUM_LABELS[self.value]


class Volume(StrEnum):
    """The five volumes of a batch's archive (批次档案五卷)."""

    REGISTRATION = "registration"
    PLAN = "plan"
    PROCESS = "process"
    PAPERS = "papers"
    CERTIFICATES = "certificates"

    @property
    def label(self) -> str:
        """The volume as people say it."""
        return VOLUME_LABELS[self.value]


class Watch(StrEnum):
    """Who sends a quality supervisor (督导来源): the body its own, or the authority."""

    INTERNAL = "internal"
    EXTERNAL = "external"

    @property
    def label(self) -> str:
        """The kind of supervision as people say it."""
        return WATCH_LABELS[self.value]


class Population(Form):
    """Whom a body may evaluate that was filed for an audience (评价对象包括的人员)."""

    audience: Name
    who: list[Category] = Field(min_length=1)
    cite: ArticleKey


class Allowed(Form):
    """The methods that kinds of bodies may choose (可以采用的评价方式)."""

    methods: list[Method] = Field(min_length=1)
    kinds: list[Name] = Field(min_length=1)
    cite: ArticleKey


class Qualified(Form):
    """What an examiner must hold to examine some levels (考评员资格): one of the certificates, or one of the titles."""

    levels: list[str] = Field(min_length=1)
    certificates: list[str] = Field(default_factory=list)
    titles: list[str] = Field(default_factory=list)
    cite: ArticleKey


class Group(Form):
    """What a group of examiners must be (考评组).

    `registered`: only people in the province's register may act; `outside`: nobody who works for the body may;
    `signed`: what they score comes from the sheets that each of them signs here, and from nothing else.
    """

    least: int = Field(gt=0)
    odd: bool = True
    same_occupation: bool = True
    registered: bool = False
    outside: bool = False
    signed: bool = False
    qualified: list[Qualified] = Field(default_factory=list)
    cite: ArticleKey


class Senders(Form):
    """Who may send quality supervisors to a batch (委派单位): the offices of these actors, as far as there are any."""

    actors: list[Name] = Field(min_length=1)
    cite: ArticleKey


class Supervision(Form):
    """The report of a quality supervisor on a batch (质量督导报告): of every batch, or of those supervised.

    `senders` is whose the external ones are; where the text does not say, they are sent by the filing's authority.
    """

    watch: Watch
    every_batch: bool = False
    due: Length | None = None
    parts: dict[Name, str] = Field(min_length=1)
    proposal: bool = False
    senders: Senders | None = None
    cite: ArticleKey


class Unrecognised(Form):
    """What makes the scores of a batch void (成绩不予认定的情形)."""

    id: Name
    label: str
    cite: ArticleKey


class Kept(Form):
    """How long something of a batch is kept (保管期限), from the day on which the batch was over."""

    id: Name
    label: str
    volume: Volume
    medium: Medium
    length: Length
    cite: ArticleKey


class Practice(Form):
    """Everything that a text says of carrying out evaluations; what it does not say is left to the standard.

    `complaint`: for how long after publication a candidate may complain of a score.
    """

    plan_number: Name
    populations: list[Population] = Field(default_factory=list)
    methods: list[Allowed] = Field(default_factory=list)
    group: Group | None = None
    supervision: list[Supervision] = Field(default_factory=list)
    unrecognised: list[Unrecognised] = Field(default_factory=list)
    kept: list[Kept] = Field(default_factory=list)
    complaint: Length | None = None

    def categories(self, audience: str) -> frozenset[Category] | None:
        """Whom a body filed for an audience may evaluate; None where the text does not say."""
        said = [each.who for each in self.populations if each.audience == audience]
        return frozenset(category for who in said for category in who) if said else None

    def allowed(self, kind: str) -> frozenset[Method] | None:
        """The methods that a kind of body may choose; None where the text does not say."""
        if not self.methods:
            return None
        return frozenset(method for each in self.methods if kind in each.kinds for method in each.methods)


CATEGORY_LABELS = {
    "employee": "本单位职工",
    "dispatched": "劳务派遣人员",
    "outsourced": "劳务外包人员",
    "intern": "实习人员",
    "student": "本校学生",
    "elsewhere": "其他单位职工",
    "public": "社会人员",
}
METHOD_LABELS = {
    "theory": "理论知识考试",
    "practical": "技能操作考核",
    "review": "综合评审",
    "process": "过程化考核",
    "achievement": "业绩评审",
    "direct": "直接认定",
    "competition": "竞赛选拔",
}
MEDIUM_LABELS = {"paper": "纸质", "electronic": "电子", "video": "视频", "object": "实物、图片"}
VOLUME_LABELS = {
    "registration": "第一卷 报名和资格审核",
    "plan": "第二卷 方案报送",
    "process": "第三卷 实施过程",
    "papers": "第四卷 试卷和成绩",
    "certificates": "第五卷 证书",
}
WATCH_LABELS = {"internal": "内部质量督导", "external": "外部质量督导"}

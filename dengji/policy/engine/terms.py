"""The closed vocabularies of a pack (规则包用语): everything that a text may say is one of these words."""

from enum import StrEnum


class Stage(StrEnum):
    """The life of a text (文本阶段)."""

    CONSULTATION = "consultation"
    ISSUED = "issued"

    @property
    def label(self) -> str:
        """The stage as people say it."""
        return STAGE_LABELS[self.value]


class Regime(StrEnum):
    """What is evaluated (评价类别)."""

    SKILL_LEVEL = "skill_level"
    ACCESS_QUALIFICATION = "access_qualification"
    SPECIAL_ABILITY = "special_ability"

    @property
    def label(self) -> str:
        """The regime as people say it."""
        return REGIME_LABELS[self.value]


class FactKind(StrEnum):
    """The type of a fact's value (事实类型); `texts` is a list of texts, `text` may be a code."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    TEXT = "text"
    TEXTS = "texts"
    DATE = "date"


class Source(StrEnum):
    """Who can answer an asked fact (事实来源)."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    PANEL = "panel"
    REGISTER = "register"


class StepKind(StrEnum):
    """Step kinds own the hard rules of a procedure (步骤类型)."""

    SUBMISSION = "submission"
    TASK = "task"
    PANEL = "panel"
    PUBLICITY = "publicity"
    EXTERNAL = "external"
    SELECTION = "selection"


class Verb(StrEnum):
    """The outcomes a step may have (办理结果)."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    APPROVE = "approve"
    DISAPPROVE = "disapprove"
    CLOSE = "close"
    UPHOLD = "uphold"
    CONFIRM = "confirm"
    DECLINE = "decline"
    SELECT = "select"
    PASS_OVER = "pass_over"
    ISSUE = "issue"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """The outcome as people say it; a pack may say it otherwise."""
        return VERB_LABELS[self.value]


FAVOURABLE = frozenset(
    {
        Verb.SUBMIT,
        Verb.ACCEPT,
        Verb.QUALIFIED,
        Verb.APPROVE,
        Verb.CLOSE,
        Verb.CONFIRM,
        Verb.SELECT,
        Verb.ISSUE,
    }
)
"""Outcomes that need every condition of the step met (or waived by name)."""

ADVERSE = frozenset(
    {Verb.REJECT, Verb.UNQUALIFIED, Verb.DISAPPROVE, Verb.UPHOLD, Verb.DECLINE, Verb.PASS_OVER}
)
"""Outcomes that need a condition not met, or a reason that cites an article."""


class OnFail(StrEnum):
    """What a condition that is not met leads to (不符合时)."""

    NOT_ACCEPT = "not_accept"
    REFUSE = "refuse"
    RETURN = "return"


class End(StrEnum):
    """How a case ends (办结结果)."""

    GRANTED = "granted"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The end as people say it."""
        return END_LABELS[self.value]


AGAINST = frozenset({End.REFUSED, End.NOT_ACCEPTED, End.NOT_SELECTED})
"""Ends that go against the applicant, who is told what would have to change."""


class Starts(StrEnum):
    """The trigger of a statutory period (期限起点)."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ENTERED = "entered"
    PUBLISHED = "published"


class OnCorrection(StrEnum):
    """What the clock does when a corrected application arrives (补正后计时)."""

    RESUME = "resume"
    RESTART = "restart"


class Party(StrEnum):
    """Who opens a case of a matter (由谁提起)."""

    APPLICANT = "applicant"
    AUTHORITY = "authority"


class About(StrEnum):
    """What a matter is about (事项对象): nothing yet, one filing of the body, or one of its plans."""

    NOTHING = "nothing"
    FILING = "filing"
    PLAN = "plan"


class Anchor(StrEnum):
    """A day of a plan from which a period is counted (期限基准日)."""

    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"


class Element(StrEnum):
    """What stands in a filing and may change (备案要素)."""

    NAME = "name"
    ADDRESS = "address"
    LEGAL_REPRESENTATIVE = "legal_representative"
    VENUES = "venues"
    PEOPLE = "people"
    OCCUPATIONS = "occupations"

    @property
    def label(self) -> str:
        """The element as people say it."""
        return ELEMENT_LABELS[self.value]


class Governs(StrEnum):
    """Which of two texts governs an accepted case (新旧文本)."""

    OLD = "old"
    NEW = "new"


class Level(StrEnum):
    """The level of an authority (层级)."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class Office(StrEnum):
    """The kind of office an actor sits in (机关类型)."""

    BUREAU = "bureau"
    CENTRE = "centre"
    IMPLEMENTING = "implementing"


class Role(StrEnum):
    """What a person may do in an organisation (岗位)."""

    APPLICANT = "applicant"
    CLERK = "clerk"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    ISSUER = "issuer"
    EXPERT = "expert"
    MINISTRY = "ministry"


class LetterKind(StrEnum):
    """What a letter does (文书种类)."""

    ACCEPTANCE = "acceptance"
    CORRECTION = "correction"
    REFUSAL = "refusal"
    NOTICE = "notice"
    RECEIPT = "receipt"
    OPINION = "opinion"


class Effect(StrEnum):
    """What an outcome or a timer may do besides moving a case (效果)."""

    PUBLICITY_OPEN = "publicity.open"
    PUBLICITY_CLOSE = "publicity.close"
    FILING_GRANT = "filing.grant"
    FILING_ADD = "filing.add"
    FILING_CHANGE = "filing.change"
    FILING_RENEW = "filing.renew"
    FILING_LAPSE = "filing.lapse"
    FILING_END = "filing.end"
    FILING_STRIKE_OFF = "filing.strike_off"
    FILING_REVOKE = "filing.revoke"
    PLAN_APPROVE = "plan.approve"
    PLAN_TURN_DOWN = "plan.turn_down"
    RESULTS_CONFIRM = "results.confirm"
    RESULTS_TURN_DOWN = "results.turn_down"
    BATCH_VOID = "batch.void"
    CERTIFICATES_RELEASE = "certificates.release"
    CERTIFICATES_TURN_DOWN = "certificates.turn_down"
    CERTIFICATES_UNRECOGNISE = "certificates.unrecognise"


class ReportKind(StrEnum):
    """What is reported to the ministry's network (报送种类)."""

    FILINGS = "filings"
    PLANS = "plans"
    RESULTS = "results"
    CERTIFICATES = "certificates"
    ENDINGS = "endings"


class Operation(StrEnum):
    """What a report does to what is there (操作类型)."""

    NEW = "new"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class Section(StrEnum):
    """The parts of an application (申请内容)."""

    BODY = "body"
    PEOPLE = "people"
    VENUES = "venues"
    OCCUPATIONS = "occupations"
    RULES = "rules"
    DECLARATIONS = "declarations"
    DOCUMENTS = "documents"
    COMMITMENT = "commitment"
    CHANGES = "changes"
    GIVEN_UP = "given_up"
    FORMS = "forms"
    PLAN = "plan"
    RESULTS = "results"
    CERTIFICATES = "certificates"


VERB_LABELS = {
    "submit": "提交",
    "accept": "受理",
    "correct": "退回补正",
    "reject": "不予受理",
    "qualified": "合格",
    "unqualified": "不合格",
    "approve": "同意",
    "disapprove": "不同意",
    "close": "公示期满无异议",
    "uphold": "异议成立",
    "confirm": "确认",
    "decline": "不予确认",
    "select": "入选",
    "pass_over": "未入选",
    "issue": "核发",
    "withdraw": "撤回申请",
}

END_LABELS = {
    "granted": "准予",
    "refused": "不予备案",
    "not_accepted": "不予受理",
    "not_selected": "未入选",
    "withdrawn": "已撤回",
    "ended": "备案终结",
    "dropped": "不作处理",
}

ELEMENT_LABELS = {
    "name": "机构名称",
    "address": "登记地址",
    "legal_representative": "法定代表人",
    "venues": "评价场所",
    "people": "考评和督导人员",
    "occupations": "职业和等级",
}

REGIME_LABELS = {
    "skill_level": "职业技能等级认定",
    "access_qualification": "准入类职业资格鉴定",
    "special_ability": "专项职业能力考核",
}

STAGE_LABELS = {
    "consultation": "征求意见稿",
    "issued": "正式文本",
}

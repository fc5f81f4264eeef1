"""What a text says of a filing's life (备案存续): when a matter may be applied for, what stays owed, who moves over."""

from pydantic import Field

from dengji.policy.engine.form import ArticleKey, Form, Length, Name
from dengji.policy.engine.terms import Anchor, Governs


class Window(Form):
    """When a matter may be applied for (申请期), counted from the last day of the filing; both ends included.

    It opens `opens` before that day (always open where there is none) and closes on that day, or `closes_before`
    it, or when `grace` after it has passed. `remind` is when its body is first reminded, where nothing opens.
    """

    opens: Length | None = None
    closes_before: Length | None = None
    grace: Length | None = None
    remind: Length | None = None
    reading: Name | None = None
    cite: ArticleKey


class Deadline(Form):
    """By when a matter must be handed in (报送期限), counted from a day of the plan that it is about.

    `before`: so long before that day; else so long after it. The last day is within.
    """

    anchor: Anchor
    length: Length
    before: bool = False
    reading: Name | None = None
    cite: ArticleKey


class Duty(Form):
    """What a body still owes after its filing is over (后续责任); what is its `own` no authority takes over."""

    id: Name
    label: str
    says: str = Field(min_length=4)
    own: bool = False
    cite: ArticleKey


class Transition(Form):
    """Which text governs cases accepted under the one before (过渡办法): its substance, its procedure."""

    substance: Governs = Governs.OLD
    procedure: Governs = Governs.OLD
    cite: ArticleKey

"""What a text has reported upwards (数据报送): at a step that waits for the answer, or after something is decided."""

from collections.abc import Mapping

from dengji.policy.engine.form import ArticleKey, Form, Name
from dengji.policy.engine.terms import Effect, Operation, ReportKind

NETWORK = "ministry_network"
"""The register to which reports go, as a step that waits for it names it."""


class Reports(Form):
    """What is reported (报送内容): its kind, and what it does to what is there."""

    kind: ReportKind
    operation: Operation


class Upward(Reports):
    """What is reported by itself once an effect has come about (效果发生后报送), by which article or reading."""

    on: Effect
    reading: Name | None = None
    cite: ArticleKey


FOLLOWS: Mapping[Effect, Reports] = {
    Effect.FILING_GRANT: Reports(kind=ReportKind.FILINGS, operation=Operation.NEW),
    Effect.FILING_ADD: Reports(kind=ReportKind.FILINGS, operation=Operation.CORRECT),
    Effect.FILING_CHANGE: Reports(kind=ReportKind.FILINGS, operation=Operation.CORRECT),
    Effect.FILING_RENEW: Reports(kind=ReportKind.FILINGS, operation=Operation.CORRECT),
    Effect.FILING_LAPSE: Reports(kind=ReportKind.ENDINGS, operation=Operation.WITHDRAW),
    Effect.FILING_END: Reports(kind=ReportKind.ENDINGS, operation=Operation.WITHDRAW),
    Effect.FILING_STRIKE_OFF: Reports(kind=ReportKind.ENDINGS, operation=Operation.WITHDRAW),
    Effect.FILING_REVOKE: Reports(kind=ReportKind.ENDINGS, operation=Operation.WITHDRAW),
    Effect.PLAN_APPROVE: Reports(kind=ReportKind.PLANS, operation=Operation.NEW),
    Effect.CERTIFICATES_RELEASE: Reports(kind=ReportKind.RESULTS, operation=Operation.NEW),
}
"""What there is to report of an effect: a report before it, at a step, or after it, by itself, says nothing else."""
BEFORE_ONLY = frozenset({Effect.CERTIFICATES_RELEASE})
"""Effects that rest on the answer: reported at a step; what is issued afterwards is `certificates` in the pack."""

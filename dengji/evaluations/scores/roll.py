"""The roll of a method (应考名册): who is on it, what bars a score, and which stand; read once for a whole sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score, ScoreSheet
from dengji.evaluations.results import attended
from dengji.evaluations.scores.rules import ABSENT
from dengji.evaluations.scores.scoresheets import NUMBER
from dengji.evaluations.terms import Attendance
from dengji.policy.engine.practice import Method
from dengji.policy.queries import pack_of
from dengji.procedure.refusals import NotAllowed

BY_GROUP = frozenset({Method.PRACTICAL, Method.REVIEW})
"""The methods that a group of examiners scores (考评组评分)."""
NOT_LISTED = "有成绩的人不在本批考生名单中。"


class Row(NamedTuple):
    """A candidate on the roll (名册一行); `bar` is why he can have no score, or none of this kind."""

    pk: int
    token: UUID
    ordinal: int
    ticket: str
    masked: str
    bar: str = ""
    absent: bool = False
    open: bool = True


@dataclass(frozen=True)
class Roll:
    """Everybody of a batch for one method (应考名册), and the scores that stand."""

    plan: Plan
    method: str
    signed: bool
    by_token: Mapping[UUID, Row]
    by_ticket: Mapping[str, Row]
    by_ordinal: Mapping[str, Row]
    scores: Mapping[int, Decimal | None]

    def found(self, ticket: str, ordinal: str) -> Row | str:
        """Whose row of a sheet it is, or why that cannot be said."""
        by_ticket = self.by_ticket.get(ticket) if ticket else None
        by_ordinal = self.by_ordinal.get(ordinal) if ordinal else None
        if ticket and by_ticket is None:
            return f"准考证号“{ticket[:24]}”不在本批考生名单中。"
        if ordinal and by_ordinal is None:
            return f"序号“{ordinal[:10]}”不在本批考生名单中。"
        if by_ticket and by_ordinal and by_ticket != by_ordinal:
            return "准考证号和序号不是同一名考生。"
        return by_ticket or by_ordinal or NOT_LISTED

    def differs(self, row: Row, masked: str) -> tuple[str, str] | None:
        """The column in which a row of a sheet names somebody else, and why."""
        if masked and masked != row.masked:
            return NUMBER, f"名单上这名考生的证件号码是{row.masked}，请核对是否错行。"
        return None

    def stands(self, row: Row) -> bool:
        """Whether his score stands already."""
        return row.pk in self.scores

    def bars(self, row: Row, value: Decimal | None) -> str:
        """Why this score cannot be put in; empty where nothing bars it."""
        if row.bar:
            return row.bar
        if row.pk in self.scores and self.scores[row.pk] != value:
            there = self.scores[row.pk]
            return f"已有成绩{ABSENT if there is None else there}，不能用导入改；要改的，请提出更正。"
        if row.absent and value is not None:
            return "签到表登记为缺考，不能有成绩；到场了的，请先改签到。"
        if self.signed and value is not None:
            return f"{Method(self.method).label}的成绩由考评员逐人签评分表得出，这里只能登记缺考。"
        return ""


def roll_of(plan: Plan, method: str) -> Roll:
    """The roll of one of the plan's methods; raises NotAllowed for another. Four queries."""
    if method not in plan.methods:
        raise NotAllowed(f"本计划没有{Method(method).label}。")
    came = attended(plan)
    scores = dict(Score.objects.filter(candidate__plan=plan, method=method).values_list("candidate", "value"))
    sheets = set(_with_sheets(plan, method)) if method in BY_GROUP else set()
    columns = ("pk", "token", "ordinal", "ticket", "masked", "withdrawn_at", "admissible")
    rows = []
    for pk, token, ordinal, ticket, masked, withdrawn, admissible in plan.candidates.values_list(*columns):
        how = came.get(pk, {}).get(method)
        bar = _bar(withdrawn, admissible, how, begun=pk in sheets)
        left = not bar and how is None and pk not in scores
        rows.append(Row(pk, token, ordinal, ticket, masked, bar, how == Attendance.ABSENT, left))
    return Roll(
        plan=plan,
        method=method,
        signed=signed_only(plan, method),
        by_token={row.token: row for row in rows},
        by_ticket={row.ticket: row for row in rows if row.ticket},
        by_ordinal={str(row.ordinal): row for row in rows},
        scores=scores,
    )


def signed_only(plan: Plan, method: str) -> bool:
    """Whether the text lets a group's score come from nothing but the sheets that its examiners sign here."""
    if plan.edition_id is None or method not in BY_GROUP:
        return False
    practice = pack_of(plan.edition_id).practice
    return practice is not None and practice.group is not None and practice.group.signed


def _bar(withdrawn: datetime | None, admissible: bool | None, how: str | None, *, begun: bool) -> str:
    if withdrawn is not None:
        return "考生已退出，不能有成绩。"
    if admissible is False:
        return "考生不符合申报条件，不能有成绩。"
    if how == Attendance.EXPELLED:
        return "考生已被取消考试资格，这一项成绩作废，不用登记。"
    return "考评员已经签了评分表，成绩由评分表得出。" if begun else ""


def _with_sheets(plan: Plan, method: str) -> list[int]:
    signed = ScoreSheet.objects.filter(candidate__plan=plan, method=method, signed_at__isnull=False)
    return list(signed.values_list("candidate", flat=True).distinct())

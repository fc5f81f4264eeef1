"""What an answer to a report is worth (答复核对): whether it is ours, what it came to, how people say it."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from dengji.exchange.clients import Declined, NotUnderstood, Pending, Published
from dengji.exchange.contents import whole
from dengji.exchange.models import Request
from dengji.exchange.terms import Outcome

Decision: TypeAlias = Pending | Published | Declined | None


def ensure_ours(request: Request, decision: Decision) -> None:
    """Raises NotUnderstood for an answer about something else than what was reported, or about rows not in it."""
    if decision is None or isinstance(decision, Pending):
        return
    if decision.digest != request.payload.get("digest", ""):
        raise NotUnderstood("对方的答复不是这一批数据的")
    rows = [each.row for each in decision.declined] if isinstance(decision, Published) else []
    if rows and (unknown := strangers(request, rows)):
        raise NotUnderstood(f"对方的答复里有不是这一批的行：{'、'.join(unknown[:3])}")


def strangers(request: Request, rows: list[str]) -> list[str]:
    """Rows that an answer names and the report does not have (不属于这件报送的行). Raises NotComposed."""
    content = whole(request.kind, request.payload)
    known = {each["row"] for each in content.get("rows", ())}
    return [row for row in rows if row not in known]


def outcome_of(answer: Mapping[str, Any]) -> Outcome:
    """What the network made of a report, by its answer."""
    if answer["state"] != "published":
        return Outcome.DECLINED
    return Outcome.PARTLY if answer.get("declined") else Outcome.CONFIRMED


def in_words(answer: Mapping[str, Any] | None) -> str:
    """An answer as people say it; None where the register does not know the report any more."""
    if answer is None:
        return "查不到这件报送"
    if answer.get("state") == "declined":
        return f"不予公布（{answer['reason']}）"
    if answer.get("state") != "published":
        return "还没有办理" if "state" in answer else "另一内容"
    declined = answer.get("declined", ())
    rows = f"，其中{len(declined)}行未公布" if declined else ""
    return f"{answer['published_on']}公布，编号{answer['number']}{rows}"

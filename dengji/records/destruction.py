"""The certificate of destruction (销毁证明): what was destroyed, when and how, and everybody's part in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from dengji.people.models import Post
from dengji.policy.engine.practice import Medium, Volume
from dengji.records.documents import day_in_words
from dengji.records.models import ArchiveItem, Disposal
from dengji.records.typesetting import typeset


def certificate_pdf(disposal: Disposal, items: Sequence[ArchiveItem]) -> bytes:
    """销毁证明: the certificate as PDF; raises what `typeset` raises."""
    on = cast(date, disposal.carried_out_on)
    return typeset("disposal.typ", certificate_content(disposal, items), on=on)


def certificate_content(disposal: Disposal, items: Sequence[ArchiveItem]) -> dict[str, Any]:
    """销毁证明内容: the facts, and every thing with its archive, its term and the article of it."""
    on = cast(date, disposal.carried_out_on)
    return {
        "author": [disposal.owner.name],
        "title": "档案材料销毁证明",
        "facts": [
            ("保管单位", disposal.owner.name),
            ("销毁理由", disposal.reason),
            ("提出人", f"{_named(disposal.proposed_by)}，{day_in_words(disposal.proposed_at.date())}"),
            ("审批单位", disposal.authority.name),
            ("审批人", f"{_named(cast(Post, disposal.decided_by))}，{disposal.decision}"),
            ("销毁日期", day_in_words(on)),
            ("销毁方式", disposal.way),
            ("实施人", _named(cast(Post, disposal.carried_out_by))),
            ("监销人", disposal.witnesses),
        ],
        "columns": ["档案", "材料", "载体", "保管至", "依据"],
        "rows": [
            [
                item.archive.title,
                f"{Volume(item.volume).label} {item.label}",
                Medium(item.medium).label,
                day_in_words(item.kept_until),
                item.article,
            ]
            for item in items
        ],
        "owner": disposal.owner.name,
        "on": day_in_words(on),
    }


def _named(post: Post) -> str:
    return post.person.full_name

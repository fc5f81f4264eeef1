"""What the registry's pages read of consultations (征求意见管理): drafts to open, comments as a sheet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from dengji.notices.acts.consulting import why_not_open
from dengji.notices.comments import article_label, draft_of, in_order_of_the_text
from dengji.notices.consultations import summary
from dengji.notices.documents import COLUMNS, figures
from dengji.notices.models import Comment, Consultation
from dengji.people.models import Post
from dengji.policy.engine.pack import Pack
from dengji.policy.library import Shelved, comment_length
from dengji.policy.terms import Life
from dengji.web.registry.places import texts_for
from dengji.web.sheets import Leaf, book

HEADS = (
    "回执号", "提出时间", "条款", "意见内容", "附件数", "采纳情况", "意见概要", "答复", "公开", "答复时间",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A draft that an authority sees (可征求意见的草案), and why it may not be opened, if so."""

    text: Shelved
    why_not: str


def drafts_offered(post: Post, on: date) -> list[Offered]:
    """本地草案: the drafts that concern the post's place, each with what bars it from being opened."""
    drafts = [each for each in texts_for(post.organisation, on) if each.life is Life.DRAFT]
    return [Offered(each, why_not_open(post, each.edition)) for each in drafts]


def first_words(post: Post, pack: Pack, on: date) -> dict[str, Any]:
    """What the form begins with: today, the period that the text gives, and how the authority is reached."""
    length = comment_length(pack)
    period = {"n": length.n, "unit": length.unit} if length else {}
    own = post.organisation
    return {"opened_on": on, "phone": own.phone, "postal_address": own.address} | period


def comments_book(consultation: Consultation) -> bytes:
    """意见汇总表: the figures on one leaf, every comment on another; nobody's name or contact."""
    pack = draft_of(consultation)
    comments = in_order_of_the_text(consultation).defer("name", "contact").prefetch_related("files")
    rows = (_row(each, pack) for each in comments)
    return book([Leaf("汇总", COLUMNS, figures(summary(consultation))), Leaf("意见", HEADS, rows)])


def _row(comment: Comment, pack: Pack) -> list[str]:
    answered = comment.answered_at
    return [
        comment.receipt,
        f"{localtime(comment.made_at):%Y-%m-%d %H:%M}",
        article_label(pack, comment.article),
        comment.content,
        str(len(comment.files.all())),
        str(comment.get_uptake_display()) or "未答复",
        comment.gist,
        comment.answer,
        "是" if comment.public else "否",
        f"{localtime(answered):%Y-%m-%d %H:%M}" if answered else "",
    ]

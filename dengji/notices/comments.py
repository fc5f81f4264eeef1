"""Comments on drafts as their makers, the office and the public see them (意见查询)."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from dengji.notices.models import Comment, CommentFile, Consultation
from dengji.notices.terms import COMMENT_ROLES
from dengji.people.models import Post
from dengji.policy.engine.pack import Pack
from dengji.policy.queries import pack_of
from dengji.records.models import StoredFile

WHOLE = "整份草案"
"""What a comment is about that names no article."""


def draft_of(consultation: Consultation) -> Pack:
    """草案: what the edition says that is open to comment; no query where the edition came with it."""
    return pack_of(consultation.edition_id, consultation.edition.sha256)


def comment_by_token(token: UUID) -> Comment | None:
    """意见查询: the comment at its private address, which only its maker was given."""
    found = Comment.objects.select_related("consultation__authority", "consultation__edition")
    return found.defer("consultation__edition__source").filter(token=token).first()


def comment_by_receipt(receipt: str, contact: str) -> Comment | None:
    """意见查询: the comment of a receipt, for whoever also knows the contact that was left with it."""
    return Comment.objects.filter(receipt=receipt.strip().upper(), contact=contact.strip()).first()


def comments_to(consultation: Consultation, asked: Mapping[str, str]) -> QuerySet[Comment]:
    """收到的意见: as the filters `article`, `uptake` (or "waiting") and `words` ask; the earliest on top.

    The article "whole" stands for the draft as a whole.
    """
    found = Comment.objects.filter(consultation=consultation).order_by("made_at", "id")
    if article := asked.get("article"):
        found = found.filter(article="" if article == "whole" else article)
    if uptake := asked.get("uptake"):
        found = found.filter(uptake="" if uptake == "waiting" else uptake)
    if words := asked.get("words", "").strip():
        named = Q(name__icontains=words) | Q(receipt__iexact=words)
        found = found.filter(named | Q(content__icontains=words))
    return found


def comment_for(post: Post, token: UUID) -> Comment | None:
    """一条意见: with who made it, for the officers of the draft's authority; None for anybody else."""
    if post.role not in COMMENT_ROLES:
        return None
    found = Comment.objects.select_related(
        "consultation__authority", "consultation__edition", "answered_by__person"
    )
    mine = found.filter(token=token, consultation__authority=post.organisation)
    return mine.prefetch_related("files__file").defer("consultation__edition__source").first()


def next_waiting(comment: Comment) -> Comment | None:
    """下一条待答复: the first that waits after this one, else the first of all that wait."""
    waiting = Comment.objects.filter(consultation=comment.consultation_id, answered_at=None)
    others = waiting.exclude(pk=comment.pk).order_by("made_at", "id")
    return others.filter(made_at__gte=comment.made_at, pk__gt=comment.pk).first() or others.first()


def comment_file_for(post: Post | None, token: UUID) -> StoredFile | None:
    """意见附件查阅: the file, for the officers of the draft's authority."""
    if post is None or post.role not in COMMENT_ROLES:
        return None
    mine = CommentFile.objects.filter(comment__consultation__authority=post.organisation_id)
    found = mine.select_related("file").filter(file__token=token).first()
    return found.file if found else None


def answers_shown(consultation: Consultation) -> QuerySet[Comment]:
    """公开的答复: gist, outcome and answer, in the order of the text; nothing until it is concluded."""
    if consultation.concluded_at is None:
        return Comment.objects.none()
    return in_order_of_the_text(consultation).filter(public=True).defer("name", "contact", "content")


def in_order_of_the_text(consultation: Consultation) -> QuerySet[Comment]:
    """全部意见: first those on the draft as a whole, then article by article."""
    keys = ("", *draft_of(consultation).articles)
    place = Case(*(When(article=key, then=Value(n)) for n, key in enumerate(keys)), default=Value(len(keys)))
    return Comment.objects.filter(consultation=consultation).order_by(place, "id")


def article_label(pack: Pack, key: str) -> str:
    """条款: an article's label, or that a comment is about the whole."""
    return pack.articles[key].label if key in pack.articles else WHOLE

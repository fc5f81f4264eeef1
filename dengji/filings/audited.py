"""What an auditor reads beside acts of people (审计范围): what days and strangers did to what an office answers for."""

from typing import Any

from django.db.models import CharField, Model, QuerySet
from django.db.models.functions import Cast

from dengji.audit.queries import Scope
from dengji.filings.models import Filing
from dengji.notices.models import Comment, Consultation, Objection, Publicity
from dengji.people.models import Post
from dengji.procedure import audited

ANSWERED_FOR: tuple[tuple[str, type[Model], str], ...] = (
    ("filings.Filing", Filing, "authority"),
    ("notices.Consultation", Consultation, "authority"),
    ("notices.Comment", Comment, "consultation__authority"),
    ("notices.Publicity", Publicity, "authority"),
    ("notices.Objection", Objection, "publicity__authority"),
)
"""Kinds of things to which the system or somebody without an account does something, and who answers for each."""


def trail_scope(post: Post) -> Scope | None:
    """审计范围: the acts of the offices within and on their cases; also what was done to their filings and notices.

    None is the whole trail.
    """
    scope = audited.trail_scope(post)
    if scope is None:
        return None
    also = {kind: _of(model, path, scope) for kind, model, path in ANSWERED_FOR}
    return Scope(scope.organisations, {**scope.objects, **also})


def _of(model: type[Model], path: str, scope: Scope) -> QuerySet[Any, Any]:
    """The identities, as text, of what an office within answers for."""
    mine = model._default_manager.filter(**{f"{path}__in": scope.organisations})
    return mine.values(identity=Cast("pk", CharField()))

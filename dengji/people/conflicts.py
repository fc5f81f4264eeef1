"""Who may not judge whom (回避): an expert's ties to a body that keep the expert off its panels."""

import re
import unicodedata
from datetime import date

from dengji.people.models import Expert, Organisation, Post, Posts

LEGAL_FORMS = ("股份有限公司", "有限责任公司", "有限公司")


def conflicts(expert: Expert, organisation: Organisation, on: date | None = None) -> tuple[str, ...]:
    """A sentence for each tie (回避情形) of the expert to the body; empty where there is none.

    Ties are: the same employer by code or by name, a post in the body (that day, or ever), a declared one.
    """
    held = Post.objects.filter(person_id=expert.post.person_id, organisation=organisation)
    posts = held.held_on(on) if on else held
    return (
        *_employment(expert, organisation),
        *_posts(organisation, posts),
        *_declared(expert, organisation),
    )


def plain_name(name: str) -> str:
    """A name without what varies in writing: width, spaces, brackets, and the form of the company."""
    letters = re.sub(r"\W", "", unicodedata.normalize("NFKC", name)).casefold()
    for form in LEGAL_FORMS:
        if len(letters) > len(form) and letters.endswith(form):
            return letters.removesuffix(form)
    return letters


def _employment(expert: Expert, organisation: Organisation) -> list[str]:
    same_code = bool(expert.employer_uscc) and expert.employer_uscc == organisation.uscc
    same_name = bool(expert.employer) and plain_name(expert.employer) == plain_name(organisation.name)
    return [f"{expert}在申请单位{organisation}工作。"] if same_code or same_name else []


def _posts(organisation: Organisation, posts: Posts) -> list[str]:
    return [
        f"{post.person}担任{organisation}的{post.get_role_display()}。"
        for post in posts.select_related("person").order_by("id")
    ]


def _declared(expert: Expert, organisation: Organisation) -> list[str]:
    ties = [tie for tie in expert.relations.all() if tie.organisation_id == organisation.pk]
    return [
        f"{expert}已申报与{organisation}的利害关系：{tie.get_relation_display()}。"
        for tie in sorted(ties, key=lambda tie: tie.relation)
    ]

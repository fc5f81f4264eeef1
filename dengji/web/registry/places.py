"""Which texts concern an authority, and for which places it may decide (本地文本与适用地区)."""

from collections.abc import Iterable
from datetime import date

from dengji.people.models import Division, Organisation, Post
from dengji.people.queries import place_chain, place_names, stem, within
from dengji.people.staffing import places_under
from dengji.policy.library import Shelved, library
from dengji.policy.models import Adoption
from dengji.policy.terms import Kind, Life

DECIDED = {
    Life.DRAFT: Kind.TRIAL,
    Life.EXPIRED: Kind.CONTINUED,
    Life.SUPERSEDED: Kind.CONTINUED,
}
"""What may be decided about a text, by where it stands; nothing about one that is in force or ahead."""


def texts_for(authority: Organisation, on: date) -> list[Shelved]:
    """本地文本: those of the authority's place, of the places above it and of those within it."""
    above, below = place_chain(authority.division_id), stem(authority.division_id)
    return [
        each
        for each in library(on)
        if each.edition.jurisdiction in above or each.edition.jurisdiction.startswith(below)
    ]


def kind_of_decision(text: Shelved) -> Kind | None:
    """What may be decided about a text as it stands: trial operation, continued application, or nothing."""
    return DECIDED.get(text.life)


def places_for(authority: Organisation, text: Shelved) -> list[tuple[str, str]]:
    """适用地区: the text's own place and those within it, as far as the authority is over them; code and name."""
    both = max(stem(authority.division_id), stem(text.edition.jurisdiction), key=len)
    return [
        (place.code, place.name)
        for place in places_under(both)
        if place.code.startswith(stem(text.edition.jurisdiction)) and place.code.startswith(both)
    ]


def places_of(authority: Organisation) -> list[Division]:
    """辖区: the places within the authority's own, by code."""
    return list(Division.objects.filter(code__startswith=stem(authority.division_id)).order_by("code"))


def may_decide(post: Post, adoption: Adoption) -> bool:
    """Whether the decision is one that the post's authority may take back."""
    return adoption.withdrawn_at is None and within(adoption.jurisdiction, post.organisation)


def named(codes: Iterable[str]) -> dict[str, str]:
    """The names of places by code."""
    return place_names(codes)

"""What an auditor reads of the trail (审计范围): by his authority and those below it."""

from django.db.models import CharField
from django.db.models.functions import Cast

from dengji.audit.queries import Scope
from dengji.people.models import Post
from dengji.people.staffing import organisations_within
from dengji.people.terms import Office, Rank
from dengji.procedure.models import CaseParty


def trail_scope(post: Post) -> Scope | None:
    """审计范围: acts of the organisations within, on cases that they have or had a part in, and on their accounts.

    None is the whole trail, the system's own acts included: for an authority of the whole country.
    """
    authority = post.organisation
    if authority.division.rank == Rank.COUNTRY and authority.office != Office.IMPLEMENTING:
        return None
    within = organisations_within(authority).values("pk")
    cases = CaseParty.objects.filter(organisation__in=within).values(identity=Cast("case_id", CharField()))
    accounts = Post.objects.filter(organisation__in=within).values(identity=Cast("person_id", CharField()))
    return Scope(within, {"procedure.Case": cases, "people.Person": accounts})

"""A body that comes new (新进机构): registered together with the account of whoever is in charge of it."""

from datetime import datetime

from django.db import transaction

from dengji.institutions.acts.body import register_body
from dengji.institutions.entries import BodyEntry
from dengji.institutions.models import Institution
from dengji.people.acts.newcomers import Newcomer, Place, engage
from dengji.people.days import day_of
from dengji.people.models import Post
from dengji.people.terms import Role


@transaction.atomic
def found_body(entry: BodyEntry, newcomer: Newcomer, *, by: Post | None, at: datetime) -> Institution:
    """登记机构并开通负责人账号: the body, an account and the first post, or none of them."""
    institution = register_body(entry, by=by, at=at)
    engage(newcomer, Place(institution.organisation, Role.MANAGER, day_of(at)), by=by, at=at)
    return institution

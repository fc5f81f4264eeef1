"""People who come new (新进人员): an account and a post, or a place on the roster, in one go."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dengji.people.acts.accounts import AccountEntry, open_account
from dengji.people.acts.experts import ExpertEntry, enlist_expert
from dengji.people.acts.posts import open_post
from dengji.people.models import Expert, Organisation, Post
from dengji.people.terms import Role


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody without an account yet: what is told of the person, and the password to begin with."""

    account: AccountEntry
    password: str


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody becomes (任职): the role in the organisation, from a day."""

    organisation: Organisation
    role: Role
    from_on: date


@transaction.atomic
def engage(newcomer: Newcomer, place: Place, *, by: Post | None, at: datetime) -> Post:
    """新增人员: an account with a password to begin with, and the post. Refused as each of the two is."""
    person = open_account(newcomer.account, password=newcomer.password, by=by, at=at)
    return open_post(person, place.organisation, place.role, from_on=place.from_on, by=by, at=at)


@transaction.atomic
def engage_expert(
    newcomer: Newcomer, authority: Organisation, entry: ExpertEntry, *, by: Post | None, at: datetime
) -> Expert:
    """新增专家: an account with a password to begin with, and a place on the roster."""
    person = open_account(newcomer.account, password=newcomer.password, by=by, at=at)
    return enlist_expert(person, authority, entry, by=by, at=at)

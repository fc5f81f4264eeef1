"""The one act of the trail (留痕): put an act on record."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Protocol, cast

from django.conf import settings
from django.db import connection
from django.db.transaction import TransactionManagementError

from dengji.audit.canonical import digest, plain
from dengji.audit.middleware import calling_from
from dengji.audit.models import Entry, Head
from dengji.prepared import insert, rows


class Person(Protocol):
    """Somebody with an account."""

    @property
    def pk(self) -> Any:
        """The account's number."""

    @property
    def full_name(self) -> str:
        """The name that stands on the record."""


class Post(Protocol):
    """Somebody in an organisation, in a role."""

    @property
    def person(self) -> Any:
        """The person."""

    @property
    def organisation(self) -> Any:
        """The organisation; its text is its name."""

    @property
    def role(self) -> str:
        """The role."""


class Who(NamedTuple):
    """Whoever acted, as the record names them."""

    person_id: int | None = None
    person_name: str = ""
    organisation: int | None = None
    organisation_name: str = ""
    role: str = ""


def record(
    *,
    act: str,
    by: Post | Person | None,
    at: datetime,
    about: tuple[str, str | int],
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """留痕: append an act to the trail, inside the transaction that does it; two statements.

    `by` None is the system itself; `about` is the kind of the object and its number or code. The address is
    that of the request being answered, if any. The head stays locked until the transaction ends: so put the
    act on record last. Raises TransactionManagementError outside a transaction, TypeError or ValueError for
    states that `canonical.plain` refuses.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("An act goes on record in the transaction that does it.")
    who = named(by)
    states = {"before": plain(before), "after": plain(after)}
    kind, identity = about
    ((position, previous),) = rows(_head(connection.vendor), ())
    entry = Entry(
        **who._asdict(),
        **states,
        position=position + 1,
        at=at,
        from_address=calling_from.get(),
        act=act,
        object_kind=kind,
        object_id=str(identity),
        algorithm=settings.DENGJI_AUDIT_ALGORITHM,
        previous_hash=previous,
    )
    entry.hash = digest(entry.line())
    insert(entry)
    return entry


@cache
def _head(vendor: str) -> str:
    """Where the trail ends, locked; on SQLite whoever writes is alone anyway."""
    locked = " FOR UPDATE" if vendor == "postgresql" else ""
    return f"SELECT position, hash FROM {Head._meta.db_table}{locked}"  # noqa: S608 - our own names


def named(by: Post | Person | None) -> Who:
    """Whoever acts, by name: a post, a person without one, or (None) the system."""
    if by is None:
        return Who()
    if hasattr(by, "organisation"):  # asking a Protocol by isinstance costs more than the whole entry
        post = cast(Post, by)
        home = post.organisation
        return Who(post.person.pk, post.person.full_name, home.pk, str(home), str(post.role))
    return Who(by.pk, by.full_name)

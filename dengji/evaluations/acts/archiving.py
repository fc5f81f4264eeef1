"""Destroying what a batch left (批次档案销毁): with the personal data that stand in the system."""

from datetime import datetime

from django.db import transaction

from dengji.evaluations.archiving import forget
from dengji.people.models import Post
from dengji.records import keeping
from dengji.records.models import Disposal


@transaction.atomic
def carry_out(disposal: Disposal, way: str, witnesses: str, *, by: Post, at: datetime) -> int:
    """实施销毁: the things of the list; says of how many candidates nothing personal is left."""
    return forget(keeping.carry_out(disposal, way, witnesses, by=by, at=at))

"""Where a plan is carried out (使用场所): all its venues said at once."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.acts.planning import filling, saved
from dengji.evaluations.models.plans import Plan, PlanVenue
from dengji.evaluations.sittings.places import as_used, places_for
from dengji.people.models import Post
from dengji.procedure.refusals import NotAllowed


@transaction.atomic
def use_venues(plan: Plan, keys: Collection[str], *, by: Post, at: datetime) -> None:
    """选定场所: the plan is carried out at these venues and no other; a venue that is not filed is kept as such."""
    fresh = filling(plan, by)
    offered = {each.key: each for each in places_for(fresh, localdate(at))}
    if any(key not in offered for key in keys):
        raise NotAllowed("选择的场所已经不在名单里。", remedy="请打开最新页面，重新选择。")
    wanted = [offered[key] for key in offered if key in set(keys)]
    names = [each.name for each in wanted]
    if twice := {name for name in names if names.count(name) > 1}:
        raise NotAllowed(f"“{'、'.join(sorted(twice))}”有两处同名的场所，只能选一处。")
    _leave_the_others(fresh, set(keys))
    there = {_key(each) for each in fresh.venues.all()}
    PlanVenue.objects.bulk_create(as_used(fresh, each) for each in wanted if each.key not in there)
    saved(fresh, plan)
    about = ("evaluations.Plan", fresh.pk)
    record(act="plan.use_venues", by=by, at=at, about=about, after={"venues": names})


def _leave_the_others(plan: Plan, keys: Collection[str]) -> None:
    """Take out the venues that are not wanted any more; raises NotAllowed for one in which rooms are arranged."""
    gone = [each for each in plan.venues.all() if _key(each) not in keys]
    for each in gone:
        try:
            each.delete()
        except ProtectedError as arranged:
            raise NotAllowed(
                f"“{each.name}”已经安排了考场，不能不用。", remedy="请先改考场安排，再改使用的场所。"
            ) from arranged


def _key(venue: PlanVenue) -> str:
    return f"{venue.name}|{venue.address}"

"""Which text a plan goes by (计划适用文本), and by which day a matter about it must be handed in."""

from datetime import date

from dengji.evaluations.models.plans import Plan
from dengji.people.queries import place_chain
from dengji.policy.engine.choose import Candidate, Choice, ended_by
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.practice import Practice
from dengji.policy.engine.timing import deadline_day
from dengji.policy.models import Edition
from dengji.policy.queries import calendar_in_force, editions_current, governing, pack_of
from dengji.procedure.refusals import NotAllowed
from dengji.workdays.calendar import Reckoned, WorkCalendar

PLAN, RESULTS, VOID, CERTIFICATES = "plan", "results", "non_recognition", "certificates"
"""The matters about a plan, as texts name them."""
ABOUT_PLANS = (PLAN, RESULTS, VOID, CERTIFICATES)


def governs(plan: Plan, matter: str, on: date) -> Choice:
    """Which text governs a matter about the plan on a day, and why."""
    return governing(place_chain(plan.filing.place), plan.filing.regime, matter, on)


def governs_end(plan: Plan, matter: str, on: date) -> Choice:
    """Which text governs what follows on a plan that was approved: where none does any more, the plan's own."""
    choice = governs(plan, matter, on)
    if choice.governing is not None or plan.edition_id is None:
        return choice
    own = Edition.objects.get(pk=plan.edition_id)
    editions = [own, *editions_current().filter(pack_id=own.pack_id).exclude(pk=own.pk)]
    return ended_by(choice, [Candidate(pack_of(each.pk), each.pk) for each in editions])


def text_for(plan: Plan, matter: str, on: date) -> Pack:
    """That text; raises NotAllowed where none governs."""
    choice = governs(plan, matter, on)
    if choice.governing is None:
        raise NotAllowed(choice.sentence(), remedy="可以在政策库查看本地区各文本的状态。")
    return choice.governing.pack


def text_of(plan: Plan, on: date) -> Pack | None:
    """The text that the plan was handed in under; before that, the one that governs today, if any."""
    if plan.edition_id is not None:
        return pack_of(plan.edition_id)
    choice = governs(plan, PLAN, on)
    return choice.governing.pack if choice.governing else None


def practice_of(plan: Plan, on: date) -> Practice | None:
    """What that text says of carrying out evaluations."""
    pack = text_of(plan, on)
    return pack.practice if pack else None


def last_day(
    pack: Pack,
    matter: str,
    starts_on: date | None,
    ends_on: date | None,
    calendar: WorkCalendar | None = None,
) -> Reckoned | None:
    """The last day on which a matter about a plan may be handed in; None where the text or the plan names none."""
    asked = pack.matters.get(matter)
    anchor = {"starts_on": starts_on, "ends_on": ends_on}
    if asked is None or asked.deadline is None:
        return None
    day = anchor[asked.deadline.anchor.value]
    if day is None:
        return None
    return deadline_day(asked.deadline, anchor=day, calendar=calendar or calendar_in_force())

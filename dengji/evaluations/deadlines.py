"""By when a plan and its results must be handed in (报送期限), and how far that day is."""

from dataclasses import dataclass
from datetime import date, timedelta

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.texts import PLAN, RESULTS, last_day
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.timing import period_of
from dengji.policy.queries import calendar_in_force
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.periods import remaining
from dengji.workdays.words import left_in_words, period_in_words

FARTHEST = 90  # days ahead in which a first day is looked for


@dataclass(frozen=True, slots=True)
class Due:
    """A last day (最迟日): which, by which article, how many working days are left; below 0 where it has passed."""

    day: date
    provisional: bool
    article: str
    remaining: int

    @property
    def late(self) -> bool:
        """Whether the day has passed."""
        return self.remaining < 0

    @property
    def says(self) -> str:
        """还剩3个工作日, 今日到期, 已逾期2个工作日."""
        return left_in_words(self.remaining)


def plan_due(plan: Plan, pack: Pack | None, on: date) -> Due | None:
    """The last day on which a plan may be handed in; None where the text or the plan names none."""
    return _due(plan, pack, PLAN, on, calendar_in_force())


def results_due(plan: Plan, pack: Pack | None, on: date, calendar: WorkCalendar | None = None) -> Due | None:
    """The last day on which the results of a plan may be handed in, in time."""
    return _due(plan, pack, RESULTS, on, calendar or calendar_in_force())


def earliest_start(pack: Pack | None, on: date) -> date | None:
    """The first day on which a plan that is handed in on a day may begin; None where the text sets none."""
    if pack is None or PLAN not in pack.matters or pack.matters[PLAN].deadline is None:
        return None
    calendar = calendar_in_force()
    for ahead in range(FARTHEST):
        first = on + timedelta(days=ahead)
        reckoned = last_day(pack, PLAN, first, first, calendar)
        if reckoned is not None and reckoned.day >= on:
            return first
    return None


def lead(pack: Pack | None) -> str:
    """How long before its first day a plan is handed in (5个工作日), in words; empty where the text does not say."""
    deadline = pack.matters[PLAN].deadline if pack and PLAN in pack.matters else None
    return period_in_words(period_of(deadline.length)) if deadline else ""


def _due(plan: Plan, pack: Pack | None, matter: str, on: date, calendar: WorkCalendar) -> Due | None:
    reckoned = last_day(pack, matter, plan.starts_on, plan.ends_on, calendar) if pack else None
    if pack is None or reckoned is None:
        return None
    deadline = pack.matters[matter].deadline
    article = pack.articles[deadline.cite].label if deadline else ""
    return Due(reckoned.day, reckoned.provisional, article, remaining(reckoned.day, on=on, calendar=calendar))

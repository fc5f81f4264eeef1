"""What falls due (到期日历): cases, filings, publicities and rounds of a post's office, or of its body, by day."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from dengji.filings.models import Filing, Timer
from dengji.filings.telling import CALLS, path_of
from dengji.filings.terms import Falling
from dengji.filings.texts import text_of
from dengji.notices.models import Publicity
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, Role
from dengji.policy.engine.path import step_of
from dengji.policy.queries import packs_of
from dengji.procedure.models import Round
from dengji.procedure.queries import cases_within
from dengji.procedure.telling import path_of as path_of_case
from dengji.procedure.terms import CaseState

MOST = 500
"""How many things of one kind a page shows at most."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that falls due (到期事项): on a day, what, of whom, at which page; `key` is the same for ever."""

    on: date
    kind: Falling
    whom: str
    what: str
    path: str
    key: str
    provisional: bool = False

    @property
    def title(self) -> str:
        """Of whom, and what."""
        return f"{self.whom}：{self.what}"


def agenda(post: Post, first: date, last: date) -> list[Item]:
    """到期日历: everything that falls due from a day to a day, both included, by day."""
    span = (first, last)
    found = [*_cases(post, span), *_filings(post, span), *_publicities(post, span), *_rounds(post, span)]
    return sorted(found, key=lambda item: (item.on, item.kind, item.title))


def cut_short(items: Sequence[Item]) -> bool:
    """Whether there were more things of a kind than are shown."""
    return any(count >= MOST for count in Counter(item.kind for item in items).values())


def _cases(post: Post, span: tuple[date, date]) -> Iterator[Item]:
    under_way = cases_within(post).filter(state=CaseState.OPEN, due_on__range=span)
    reads_all = post.role in BODY_ROLES or post.role == Role.EXPERT
    mine = under_way if reads_all else under_way.filter(office=post.organisation_id)
    cases = list(mine.order_by("due_on", "id")[:MOST])
    packs = packs_of({case.edition_id for case in cases})
    for case in cases:
        pack = packs[case.edition_id]
        step = step_of(pack, case.matter, case.step).title
        what = f"{pack.matters[case.matter].title}，{step}"
        if case.due_on is not None:
            yield Item(
                case.due_on,
                Falling.CASE,
                case.applicant.name,
                what,
                path_of_case(case),
                f"case-{case.pk}-{case.step}",
                case.provisional,
            )


def _filings(post: Post, span: tuple[date, date]) -> Iterator[Item]:
    timers = Timer.objects.filter(falls_on__range=span, filing__in=_own(post))
    chosen = timers.select_related("filing__institution__organisation").order_by("falls_on", "id")[:MOST]
    labels: dict[tuple[str, str, int | None], dict[str, str]] = {}
    for timer in chosen:
        filing = timer.filing
        lives_by = (filing.place, filing.regime, filing.edition_id)
        if lives_by not in labels:
            pack = text_of(filing, span[0])
            labels[lives_by] = {rule.id: rule.label for rule in pack.timers} if pack else {}
        said = CALLS.get(timer.key) or labels[lives_by].get(timer.key, "到期事项")
        whom, key = f"{filing.institution}（{filing.number}）", f"timer-{timer.pk}"
        yield Item(timer.falls_on, Falling.FILING, whom, said, path_of(filing), key, timer.provisional)


def _own(post: Post) -> QuerySet[Filing]:
    """The filings of the post's body, or those that its office supervises; an expert supervises none."""
    if post.role == Role.EXPERT:
        return Filing.objects.none()
    mine = (
        Q(institution=post.organisation_id) if post.role in BODY_ROLES else Q(authority=post.organisation_id)
    )
    return Filing.objects.filter(mine)


def _publicities(post: Post, span: tuple[date, date]) -> Iterator[Item]:
    running = Publicity.objects.filter(
        closed_at=None, last_day__range=span, case__in=cases_within(post).values("pk")
    )
    for each in running.select_related("case__applicant")[:MOST]:
        whom, path, key = each.case.applicant.name, path_of_case(each.case), f"publicity-{each.pk}"
        what = "公示到当天二十四时止"
        yield Item(each.last_day, Falling.PUBLICITY, whom, what, path, key, each.provisional)


def _rounds(post: Post, span: tuple[date, date]) -> Iterator[Item]:
    mine = Round.objects.filter(closes_until__range=span, authority=post.organisation_id)
    for each in mine[:MOST]:
        yield Item(each.closes_until, Falling.ROUND, each.title, "当天仍可申请", "/desk/", f"round-{each.pk}")

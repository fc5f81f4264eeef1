"""The demonstration as a whole (演示世界): all tales told at once, one thing after another by its moment."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from heapq import heappop, heappush

from django.db import transaction

from dengji.demo import authorities, certificates, reports, rosters, tales
from dengji.demo.batches import Bench, of_batch
from dengji.demo.consultations import of_consultation
from dengji.demo.diary import TooLate, day_back, morning
from dengji.demo.hand import Moments
from dengji.demo.papers import papers_for
from dengji.demo.reading import Playbook
from dengji.demo.supervision import of_supervision
from dengji.demo.tales import Stage
from dengji.filings.models import Filing
from dengji.institutions.models import Institution
from dengji.messages.acts import read_all
from dengji.messages.models import Message
from dengji.occupations.queries import names
from dengji.people.models import Division, Person
from dengji.people.refusals import Refused
from dengji.policy.queries import calendar_in_force
from dengji.procedure.models import Case

UNREAD = 3  # working days whose messages nobody has read yet
EARLIER = 10  # working days by which the house was set up before anything else
Waiting = tuple[datetime, int, str, Moments]
Progress = Callable[[int, int], None]
"""Told how many tales are at their end, and how many there are."""


class Misfit(Exception):
    """A tale that the data tells cannot be (演示数据有误): whose, and why."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much there is now."""

    authorities: int
    bodies: int
    cases: int
    filings: int
    accounts: int

    def json(self) -> dict[str, int]:
        """As JSON values."""
        return asdict(self)


@transaction.atomic
def load(book: Playbook, seed: int, *, on: date, progress: Progress) -> Loaded:
    """装入演示数据: all or nothing. Raises Misfit for a tale that cannot be."""
    calendar = calendar_in_force()
    begun = [told.opens for told in book.rounds] + [told.opens for told in book.consultations]
    begun += [body.first_day for body in book.bodies if body.first_day]
    back = max([tales.SETTLED, *begun]) + EARLIER
    day = day_back(calendar, on, back)
    at = morning(day)
    offices = authorities.set_up(book, seed, on=on, at=at)
    authorities.put_texts_in_force(book, offices, at=at)
    certificates.keys(at=at)
    rosters.enrol(book, seed, offices, at=at)
    codes = {code for trade in book.trades.values() for code in trade.occupations}
    places = Division.objects.filter(code__in={body.place for body in book.bodies})
    called = names(codes) | dict(places.values_list("code", "name"))
    stage = Stage(book, seed, on, calendar, back, offices, papers_for(book, on=day), called)
    _tell(stage, progress)
    _catch_up(stage)
    reports.settle(before=morning(day_back(calendar, on, UNREAD)))
    return Loaded(
        authorities=len(book.authorities),
        bodies=Institution.objects.count(),
        cases=Case.objects.count(),
        filings=Filing.objects.count(),
        accounts=Person.objects.count(),
    )


def _catch_up(stage: Stage) -> None:
    """Everybody has read what he was told, but for the last days."""
    until = morning(day_back(stage.calendar, stage.on, UNREAD))
    told = Message.objects.filter(at__lt=until)
    for person in Person.objects.filter(told__isnull=False).distinct():
        read_all(told, by=person, at=until)


def _tell(stage: Stage, progress: Progress) -> None:
    """Every tale a step at a time, whichever comes first."""
    rounds = [(told.title, tales.of_round(stage, told, n)) for n, told in enumerate(stage.book.rounds)]
    bodies = [(body.name, tales.of_body(stage, body, n)) for n, body in enumerate(stage.book.bodies, 1)]
    drafts = [(each.pack, of_consultation(stage, each, n)) for n, each in enumerate(stage.book.consultations)]
    told = [
        ("到期事项", tales.of_days(stage)),
        ("监督检查", of_supervision(stage)),
        *rounds,
        *drafts,
        *bodies,
        *_batches(stage),
    ]
    waiting: list[Waiting] = []
    for number, (name, tale) in enumerate(told):
        _next(waiting, number, name, tale)
    while waiting:
        _, number, name, tale = heappop(waiting)
        if not _next(waiting, number, name, tale):
            progress(len(told) - len(waiting), len(told))


def _batches(stage: Stage) -> Iterator[tuple[str, Moments]]:
    """Every plan of every body, each a tale of its own."""
    bench = Bench(stage.book, stage.seed, stage.on, stage.calendar, stage.offices, stage.papers)
    for serial, body in enumerate(stage.book.bodies, 1):
        for number, told in enumerate(body.plans):
            yield f"{body.name}的计划", of_batch(bench, told, body.name, body.place, serial, number)


def _next(waiting: list[Waiting], number: int, name: str, tale: Moments) -> bool:
    """Goes on with a tale to its next moment; False at its end."""
    try:
        moment = next(tale)
    except StopIteration:
        return False
    except TooLate as late:
        raise Misfit(f"“{name}”的经过排到了演示当天或以后。") from late
    except Refused as refused:
        said = "；".join((refused.sentence, *refused.facts))
        raise Misfit(f"“{name}”的经过不能成立：{said}") from refused
    heappush(waiting, (moment, number, name, tale))
    return True

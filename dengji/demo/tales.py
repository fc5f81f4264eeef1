"""What happens to each body and in each round (经过), from its first day in the registers to where it stands now."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from dengji.demo import applications, authorities, chance
from dengji.demo.authorities import Offices
from dengji.demo.bodies import answered, furnish
from dengji.demo.casework import carried_on
from dengji.demo.diary import Diary, day_back, morning
from dengji.demo.hand import Hand, Moments
from dengji.demo.profile import Profile
from dengji.demo.reading import Body, Filed, Playbook, Round, Story
from dengji.filings.acts.applying import begin, begin_about
from dengji.filings.acts.entering import enter
from dengji.filings.acts.ordering import propose_end
from dengji.filings.offering import FIRST
from dengji.filings.sheets import OldFiling, OldVenue, Scope
from dengji.institutions.acts.body import register_body, verify
from dengji.institutions.models import Institution
from dengji.monitors.acts import run
from dengji.notices.acts.announcing import announce
from dengji.people.acts.posts import open_post
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.acts.selecting import Call, decide_selection, open_round
from dengji.procedure.models import Case, Panel
from dengji.procedure.models import Round as OpenedRound
from dengji.procedure.queries import round_cases
from dengji.procedure.terms import Ending
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.periods import Period, same_day_after
from dengji.workdays.terms import Unit
from dengji.workdays.words import in_words

SETTLED = 20  # working days before today on which a body without an application was entered
LATELY, WEEK = 30, 5  # working days: since when messages are told on their own day, and how often before
NOTICE = 3  # working days between the announcement of a round and its first day


@dataclass
class Stage:
    """What all tales share: it begins `back` working days before `on`; `hands` are the cases that were begun."""

    book: Playbook
    seed: int
    on: date
    calendar: WorkCalendar
    back: int
    offices: Offices
    papers: dict[str, bytes]
    called: dict[str, str]
    hands: list[Hand] = field(default_factory=list)

    def diary(self, back: int, *of: object) -> Diary:
        """The diary of a tale that begins so many working days before today."""
        return Diary(self.calendar, self.on, chance.lot(self.seed, *of, "diary"), back)


def of_body(stage: Stage, body: Body, serial: int) -> Moments:
    """A body is entered, fills its registers, is looked up elsewhere, and applies if its story says so."""
    overseer = stage.offices.by_key.get(body.overseen_by)
    profile = Profile(body, stage.book, stage.seed, serial, stage.on, stage.called, overseer)
    first = body.first_day + 2 if body.first_day else SETTLED
    diary = stage.diary(first, serial)
    yield (at := diary.at(first))
    if body.filed:
        institution = _entered(stage, profile, body.filed, diary)
    else:
        institution = register_body(profile.entry(body.gaps), by=None, at=at)
    person = authorities.account(
        body.account or f"body{serial:03d}", profile.representative, listed=bool(body.account), at=at
    )
    head = open_post(person, institution.organisation, Role.MANAGER, from_on=at.date(), by=None, at=at)
    if body.account:
        _colleague(stage, body, institution, serial, at=at)
    furnish(institution, profile, stage.papers[""], body.gaps, by=head, at=at)
    yield (at := diary.soon())
    verify(institution, by=head, at=at)
    if "unanswered" not in body.gaps:
        yield (at := diary.soon())
        answered(institution, profile, at=at)
    for story in body.stories:
        yield from _goes_on(stage, profile, story, diary=diary, head=head)


def _colleague(stage: Stage, body: Body, institution: Institution, serial: int, *, at: datetime) -> None:
    """Somebody else of the body, since some things need two persons."""
    name = chance.person_name(chance.lot(stage.seed, serial, "colleague"), stage.book.names)
    person = authorities.account(f"{body.account}-2", name, listed=True, at=at)
    open_post(person, institution.organisation, Role.STAFF, from_on=at.date(), by=None, at=at)


def of_days(stage: Stage) -> Moments:
    """到期事项: what comes by itself, looked after until yesterday: once a week, and at last each working morning."""
    for back in (*range(stage.back, LATELY, -WEEK), *range(LATELY, 0, -1)):
        yield (at := morning(day_back(stage.calendar, stage.on, back)))
        run(at=at)


def of_round(stage: Stage, told: Round, number: int) -> Moments:
    """A round is announced; where the data says so, its selection is made."""
    diary = stage.diary(told.opens + NOTICE, "round", number)
    yield (at := diary.at(told.opens + NOTICE))
    authority = stage.offices.by_key[told.authority]
    clerk = stage.offices.post(authority, Role.CLERK)
    opens, closes = (day_back(stage.calendar, stage.on, back) for back in (told.opens, told.closes))
    call = Call(told.pack, told.matter, told.title, told.scope, opens, closes, told.places)
    opened = open_round(authority, call, by=clerk, at=at)
    text: str = stage.book.says["announcement"]
    words = text.format(opens=in_words(opens), closes=in_words(closes), scope=told.scope)
    announce(authority, title=told.title, text=words, by=clerk, at=at)
    if told.selected is not None:
        yield (at := diary.at(told.selected))
        _select(stage, opened, by=stage.offices.post(authority, Role.REVIEWER), at=at)


def _select(stage: Stage, of: OpenedRound, *, by: Post, at: datetime) -> None:
    """遴选: all who wait, by what their panels came to; those whose stories say so are passed over."""
    ranking = sorted(round_cases(of), key=_total, reverse=True)
    passed_over = {hand.case.pk for hand in stage.hands if hand.story.ends == Ending.NOT_SELECTED}
    reason: str = stage.book.says["reasons"]["select"]
    chosen = {case.pk: reason for case in ranking if case.pk not in passed_over}
    if ranking:
        decide_selection(of, ranking, chosen, by=by, at=at)


def _entered(stage: Stage, profile: Profile, filed: Filed, diary: Diary) -> Institution:
    """补录: a filing from before the system, by the authority that made it."""
    until = stage.on + timedelta(days=filed.runs)
    start = same_day_after(until, Period(filed.years, Unit.YEAR), back=True) + timedelta(days=1)
    scope = tuple(Scope(w.code, w.work_type, tuple(w.levels), w.audience) for w in profile.wanted())
    venues = tuple(OldVenue(each.name, each.kind, each.address) for each in profile.venues())
    old = OldFiling(filed.number, profile.body.regime, profile.entry(), start, start, until, scope, venues)
    clerk = stage.offices.post(stage.offices.by_key[filed.by], Role.CLERK)
    return enter(old, by=clerk, at=diary.last).institution


def _goes_on(stage: Stage, profile: Profile, story: Story, *, diary: Diary, head: Post) -> Moments:
    """A case is begun, filled in where the body applies for it, and goes its way."""
    yield (at := diary.at(story.handed_in if story.by and story.handed_in else story.first_day))
    institution = Institution.objects.select_related("organisation").get(pk=head.organisation_id)
    if story.matter != FIRST and not story.by:
        verify(institution, by=head, at=at)
        answered(institution, profile, at=at)
        yield (at := diary.soon())
    case = _begun(stage, story, institution, profile.body.regime, by=head, at=at)
    turns = {step: list(verbs) for step, verbs in story.turns.items()}
    hand = Hand(case, institution, profile, story, diary, stage.offices, head, stage.papers, turns)
    stage.hands.append(hand)
    if not story.by:
        applications.fill_in(hand, at=at)
    yield from carried_on(hand)


def _begun(
    stage: Stage, story: Story, institution: Institution, regime: str, *, by: Post, at: datetime
) -> Case:
    """The case: the body's first application, one about its filing, or one that an authority opens against it."""
    if story.matter == FIRST:
        return begin(institution, FIRST, regime, by=by, at=at)
    filing = institution.filings.filter(regime=regime).latest("id")
    if not story.by:
        return begin_about(filing, story.matter, by=by, at=at)
    clerk = stage.offices.post(stage.offices.by_key[story.by], Role.CLERK)
    return propose_end(filing, story.why, by=clerk, at=at)


def _total(case: Case) -> Decimal:
    """What the case's panel came to."""
    return Panel.objects.filter(case=case).latest("id").total or Decimal()

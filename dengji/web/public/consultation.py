"""What a consultation's page shows (征求意见页): the draft with its articles, until when, whom to ask, the outcome."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator

from dengji.notices.comments import WHOLE, answers_shown, article_label, draft_of
from dengji.notices.consultations import Seen, Summary, consultation_at, seen_on, summary
from dengji.notices.models import Comment, Consultation
from dengji.notices.terms import Phase, Uptake
from dengji.people.queries import place_names
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Regime
from dengji.policy.library import Comment as CommentPeriod
from dengji.policy.library import Shelved, library
from dengji.policy.library import comment as comment_period
from dengji.policy.queries import calendar_in_force
from dengji.workdays.periods import Period
from dengji.workdays.words import period_in_words

A_PAGE = 50
SHORT = 24  # characters of an article's summary beside its label, where one is chosen


@dataclass(frozen=True, slots=True)
class Result:
    """What a consultation came to (征求意见结果), once it is concluded."""

    summary: Summary
    heads: tuple[str, ...]
    page: Page[Comment]
    answers: list[tuple[str, Comment]]


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """A consultation as its page shows it."""

    seen: Seen
    pack: Pack
    place: str
    regimes: tuple[str, ...]
    length: str
    earlier: CommentPeriod | None
    result: Result | None

    @property
    def consultation(self) -> Consultation:
        """The consultation itself."""
        return self.seen.consultation

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a comment may be about: the whole, or one of the articles."""
        articles = self.pack.articles.items()
        return [("", WHOLE), *((key, f"{each.label}：{_short(each.says)}") for key, each in articles)]


def consultation_page(token: UUID, on: date, page: str | None) -> ConsultationPage | None:
    """征求意见页; None where there is none at that address. `page` is the page of the answers that is asked for."""
    consultation = consultation_at(token)
    if consultation is None:
        return None
    pack, calendar = draft_of(consultation), calendar_in_force()
    seen = seen_on(consultation, on, calendar)
    place = consultation.edition.jurisdiction
    return ConsultationPage(
        seen=seen,
        pack=pack,
        place=place_names([place]).get(place, place),
        regimes=tuple(Regime(each).label for each in pack.regimes),
        length=period_in_words(Period(consultation.n, consultation.unit)),
        earlier=comment_period(pack, on, calendar),
        result=_result(consultation, pack, page) if seen.phase is Phase.CONCLUDED else None,
    )


def recorded_periods(on: date) -> list[tuple[Shelved, CommentPeriod]]:
    """文本自带的征求意见记录: the periods that the texts themselves tell of, the latest on top."""
    calendar = calendar_in_force()
    told = [(each, comment_period(each.pack, on, calendar)) for each in library(on)]
    known = [(each, period) for each, period in told if period is not None]
    return sorted(known, key=lambda each: each[1].from_on, reverse=True)


def _result(consultation: Consultation, pack: Pack, page: str | None) -> Result:
    shown = Paginator(answers_shown(consultation), A_PAGE).get_page(page)
    answers = [(article_label(pack, each.article), each) for each in shown]
    return Result(summary(consultation), tuple(str(label) for label in Uptake.labels), shown, answers)


def _short(says: str) -> str:
    return says if len(says) <= SHORT else f"{says[:SHORT]}……"

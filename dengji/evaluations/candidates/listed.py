"""Reads of a plan's list of candidates (考生名单查询): a page of it, one person, the sheets that came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dengji.evaluations.candidates.entry import bar_of
from dengji.evaluations.candidates.persons import CandidateEntry, identity_of, name_digest, plain_name
from dengji.evaluations.candidates.sheets import to_mend
from dengji.evaluations.models.candidates import Candidate, CandidateSheet
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import DocumentKind
from dengji.institutions import mending
from dengji.institutions.codes import plain_code
from dengji.institutions.mending import LeftOut
from dengji.sealing.seals import opened

ROWS, MOST_FAULTY = 50, 200
LAST_SIGNS = 4  # as many as a masked number shows
EVERYBODY, ADMISSIBLE, BARRED, WAITING, GONE = "", "admissible", "barred", "waiting", "withdrawn"
STAYS = Q(withdrawn_at=None)
SHOWN = {
    EVERYBODY: ("在名单上", STAYS),
    BARRED: ("不符合申报条件", STAYS & Q(admissible=False)),
    WAITING: ("待定", STAYS & Q(admissible=None)),
    ADMISSIBLE: ("符合申报条件", STAYS & Q(admissible=True)),
    GONE: ("已退出", Q(withdrawn_at__isnull=False)),
}
"""The filters of the list: what each is called, and whom it shows."""


class Line(NamedTuple):
    """Somebody on the list (名单一行), with the name for his own body's people."""

    who: Candidate
    name: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list (考生名单): fifty rows, how many each filter has, which page, whether more follow."""

    lines: Sequence[Line]
    counts: Mapping[str, int]
    shown: str
    found: int
    number: int
    more: bool
    stale: int


def candidates_page(plan: Plan, *, show: str = EVERYBODY, words: str = "", number: int = 1) -> ListPage:
    """考生名单: by its order; `words` is a whole name, a whole document number, or the number's last four signs."""
    show = show if show in SHOWN else EVERYBODY
    counted = plan.candidates.aggregate(
        **{key or "all": Count("pk", filter=whom) for key, (_, whom) in SHOWN.items()}
    )
    found = plan.candidates.filter(SHOWN[show][1])
    if words.strip():
        found = found.filter(_called(words))
    many = found.count() if words.strip() else counted[show or "all"]
    first = (number - 1) * ROWS
    rows = list(found.order_by("ordinal")[first : first + ROWS])
    counts = {key: counted[key or "all"] for key in SHOWN}
    stale = plan.candidates.exclude(entry__basis=bar_of(plan).basis).count()
    return ListPage(
        [Line(who, name_of(who)) for who in rows], counts, show, many, number, many > first + ROWS, stale
    )


def candidate_for(plan: Plan, token: UUID) -> Candidate | None:
    """One candidate of a plan that its reader may see."""
    found = plan.candidates.select_related("photo").filter(token=token).first()
    if found is not None:
        found.plan = plan
    return found


def name_of(who: Candidate) -> str:
    """A candidate's name, for his own body's people."""
    return opened(who.sealed).get("name", "")


def entry_of(who: Candidate) -> CandidateEntry:
    """A candidate as he was typed, unsealed, to be mended."""
    told = opened(who.sealed)
    return CandidateEntry(
        name=told.get("name", ""),
        number=told.get("number", ""),
        category=who.category,
        document=who.document,
        phone=told.get("phone", ""),
        attempt=who.attempt,
        progress=who.progress,
        stated=who.stated,
        sex=told.get("sex", ""),
        born=date.fromisoformat(told["born"]) if told.get("born") else None,
    )


def sheets_of(plan: Plan) -> QuerySet[CandidateSheet]:
    """The sheets that came in (导入记录), the latest first."""
    return plan.sheets.defer("left_out").select_related("by__person")


def sheet_for(plan: Plan, token: UUID) -> CandidateSheet | None:
    """One of them."""
    return plan.sheets.filter(token=token).first()


def left_out(sheet: CandidateSheet) -> list[LeftOut]:
    """The rows that a sheet left out, each with everything that is wrong with it."""
    return mending.left_out(sheet.left_out)


def left_out_sheet(sheet: CandidateSheet) -> bytes:
    """The same rows as a sheet to mend and send again, with the lists to choose from."""
    return to_mend(*mending.rows_to_mend(sheet.left_out))


def _called(words: str) -> Q:
    """Whoever has that name or number; by digests, for both are sealed."""
    code, name = plain_code(words), plain_name(words)
    identities = [identity_of(kind, code) for kind in DocumentKind.values]
    called = Q(identity__in=identities) | Q(named=name_digest(name))
    if len(code) == LAST_SIGNS and code[:-1].isdecimal():
        called |= Q(masked__endswith=code)
    return called

"""Who is entitled to a certificate of a batch (拟发证人员), and what stands in the way of one."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from dengji.certificates.faces import Batch
from dengji.certificates.models import Line, Release
from dengji.certificates.paper.faces import stands
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import ScoreComplaint, ScoreCorrection
from dengji.evaluations.terms import ComplaintState, CorrectionState
from dengji.records.refusals import CannotBeSet
from dengji.records.typesetting import fonts_in, unknown_characters
from dengji.sealing.seals import opened_all

MOST_NAMED, MOST_KNOWN = 20, 256
KNOWN: dict[str, tuple[str, ...]] = {}
"""What is wrong with rolls, by their digests, as far as this process has looked."""


class Listed(NamedTuple):
    """Somebody on a roll, as the batch's list has him now (名册一行): his name only by its digest."""

    token: UUID
    pk: int
    ordinal: int
    named: str
    masked: str
    passed: bool | None
    withdrawn_at: datetime | None


def entitled(plan: Plan, *, beside: Release | None = None) -> QuerySet[Candidate]:
    """Who passed and has no certificate of the batch yet, nor is on a roll for one (拟发证人员).

    The roll of `beside`, which was returned, does not count: it is made anew.
    """
    on_a_roll = Line.objects.filter(candidate=OuterRef("pk"), declined_because="").exclude(release=beside)
    return plan.candidates.filter(~Exists(on_a_roll), passed=True, withdrawn_at=None).order_by(
        "ordinal", "id"
    )


def digest_of_roll(tokens: Iterable[object]) -> str:
    """The digest by which a roll is known at another system (名册摘要): over its rows' addresses, in order."""
    return hashlib.sha256("\n".join(str(each) for each in tokens).encode()).hexdigest()


def as_listed(plan: Plan, tokens: Iterable[str]) -> list[Listed]:
    """The people of a roll as they stand on the batch's list now (名册人员), in its order; nothing is opened."""
    wanted = set(tokens)
    rows = plan.candidates.order_by("ordinal", "id").values_list(*Listed._fields)
    return [who for row in rows if str((who := Listed(*row)).token) in wanted]


def roll_faults(people: Sequence[Listed]) -> list[str]:
    """名册问题: what of a roll cannot stand on a certificate, by place on the list; of many, the first.

    Names are opened once for a roll as it stands, and what was found is kept by this process: looked at again, the
    same roll costs its digest.
    """
    told = (f"{who.token} {who.ordinal} {who.named} {who.masked}" for who in people)
    key = digest_of_roll([settings.DENGJI_FONTS, _fonts_there(), *told])
    found = KNOWN.get(key)
    if found is None:
        if len(KNOWN) >= MOST_KNOWN:
            KNOWN.clear()
        found = KNOWN[key] = tuple(_name_faults(people))
    more = len(found) - MOST_NAMED
    return [*found[:MOST_NAMED], *([f"另有{more}名考生也是这样"] if more > 0 else [])]


def face_faults(batch: Batch) -> list[str]:
    """证面问题: what all certificates of a batch would say, and cannot be printed."""
    said = {
        "评价机构名称": batch.body,
        "备案编号": batch.filing,
        "职业名称": batch.occupation,
        "职业编码": batch.code,
        "工种名称": batch.work_type,
    }
    return [f"证书上的{label}“{text}”{why}" for label, text in said.items() if (why := _unfit(text))]


def in_question(plan: Plan) -> list[str]:
    """The scores of a batch that are still in question (成绩疑问): corrections not decided, complaints not answered."""
    waiting = (CorrectionState.SECOND, CorrectionState.AUTHORITY)
    corrections = ScoreCorrection.objects.filter(score__candidate__plan=plan, state__in=waiting).count()
    complaints = ScoreComplaint.objects.filter(plan=plan, state=ComplaintState.OPEN).count()
    said = ((corrections, "项成绩更正没有办完"), (complaints, "项成绩复核申请没有答复"))
    return [f"{count}{what}" for count, what in said if count]


def _name_faults(people: Sequence[Listed]) -> Iterator[str]:
    seals = dict(Candidate.objects.filter(pk__in=[who.pk for who in people]).values_list("pk", "sealed"))
    for who, held in zip(people, opened_all(seals[each.pk] for each in people), strict=True):
        name = held.get("name", "")
        if not name:
            yield f"第{who.ordinal}号考生的个人信息已按规定抹去"
        elif why := _unfit(name):
            yield f"第{who.ordinal}号考生的姓名{why}"


def _unfit(text: str) -> str:
    """Why a text cannot stand on a certificate; empty where it can."""
    if not stands(text):
        return "前后有空格，或者里面有换行、没有合成的声调等不能印的符号"
    strange = unknown_characters(text) if _fonts_there() else []
    return f"里有字体不认识的字：{'、'.join(strange)}" if strange else ""


def _fonts_there() -> bool:
    try:
        fonts_in(settings.DENGJI_FONTS)
    except CannotBeSet:
        return False
    return True

"""Who is entitled to a certificate of a batch (拟发证人员), and what stands in the way of one."""

import hashlib
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from dengji.certificates.models import Line, Release
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import ScoreComplaint, ScoreCorrection
from dengji.evaluations.terms import ComplaintState, CorrectionState
from dengji.records.refusals import CannotBeSet
from dengji.records.typesetting import unknown_characters
from dengji.sealing.seals import opened

MOST_NAMED = 5


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


def roll_faults(people: Sequence[Candidate]) -> list[str]:
    """What of a roll cannot stand on a certificate (名册问题): names that cannot be printed, by place on the list."""
    found = []
    for who in people:
        name = opened(who.sealed).get("name", "")
        if not name:
            found.append(f"第{who.ordinal}号考生的个人信息已按规定抹去")
        elif strange := _unprintable(name):
            found.append(f"第{who.ordinal}号考生的姓名里有字体不认识的字：{'、'.join(strange)}")
    return found


def in_question(plan: Plan) -> list[str]:
    """The scores of a batch that are still in question (成绩疑问): corrections not decided, complaints not answered."""
    waiting = (CorrectionState.SECOND, CorrectionState.AUTHORITY)
    corrections = ScoreCorrection.objects.filter(score__candidate__plan=plan, state__in=waiting).count()
    complaints = ScoreComplaint.objects.filter(plan=plan, state=ComplaintState.OPEN).count()
    said = ((corrections, "项成绩更正没有办完"), (complaints, "项成绩复核申请没有答复"))
    return [f"{count}{what}" for count, what in said if count]


def _unprintable(name: str) -> list[str]:
    try:
        return unknown_characters(name)
    except CannotBeSet:
        return []

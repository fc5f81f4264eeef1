"""What the applicant does (申请): opens a case, hands it in, corrects it, takes it back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.people.models import Organisation, Post
from dengji.people.queries import place_chain
from dengji.policy.engine.choose import Choice, Governing
from dengji.policy.engine.terms import About, Party, StepKind, Verb
from dengji.policy.queries import edition_of, governing
from dengji.procedure.door import Deed, Who, act, move
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, CaseOccupation, Event, Submission
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.serials import next_serial
from dengji.procedure.terms import Act, CaseState


@dataclass(frozen=True, slots=True)
class Request:
    """What is applied for (申请事项): by whom, of what kind, where, about which filing."""

    applicant: Organisation
    matter: str
    regime: str
    body_kind: str
    place: str
    about: str = ""


def open_case(request: Request, choice: Choice, *, by: Post, at: datetime) -> Case:
    """建立申请: a case under the text that governs today; raises `NotAllowed` where none does."""
    if choice.governing is None:
        raise NotAllowed(choice.sentence(), remedy="可以在政策库查看本地区各文本的状态。")
    pack = choice.governing.pack
    matter = pack.matters[request.matter]
    if matter.by is not Party.APPLICANT or (matter.about is About.NOTHING) == bool(request.about):
        raise NotAllowed(f"“{matter.title}”不能这样申请。", article=pack.articles[matter.cite].label)
    if request.body_kind not in matter.applicants:
        raise NotAllowed(
            f"“{matter.title}”不面向{pack.kinds.get(request.body_kind, '这类机构')}。",
            article=pack.articles[matter.cite].label,
        )
    try:
        with transaction.atomic():
            return opened(request, choice.governing, choice.sentence(), by=by, at=at)
    except IntegrityError as error:
        raise NotAllowed(
            f"已有一件“{matter.title}”正在办理，同一事项不能重复申请。",
            remedy="请在“我的申请”中继续办理。",
        ) from error


def opened(request: Request, governs: Governing, sentence: str, *, by: Post, at: datetime) -> Case:
    """The case with its first event, in the applicant's hands; what made a text govern is kept with it."""
    matter, today = governs.pack.matters[request.matter], localdate(at)
    case = Case.objects.create(
        number=_number(request.place, today.year),
        edition=edition_of(governs),
        basis=sentence if governs.basis else "",
        matter=request.matter,
        regime=request.regime,
        step=matter.start,
        applicant=request.applicant,
        body_kind=request.body_kind,
        about=request.about,
        place=request.place,
        holder=request.applicant,
        holder_role="applicant",
        opened_at=at,
        entered_on=today,
    )
    opened = {"act": Act.OPEN, "label": Act.OPEN.label, "step": case.step, "cite": matter.cite}
    Event.objects.create(case=case, ordinal=1, by=by, at=at, **opened)
    about = ("procedure.Case", case.pk)
    record(act="case.open", by=by, at=at, about=about, after={"number": case.number})
    return case


@act(Act.SUBMIT, at_steps=frozenset({StepKind.SUBMISSION}), who=Who.APPLICANT)
def submit(ground: Ground, dossier: Mapping[str, Any], *, by: Post, at: datetime) -> Event:
    """提交申请: the dossier is frozen, and the case goes to whoever must take it; a correction resumes the clock."""
    case = ground.case
    correcting = case.state == CaseState.CORRECTING
    if not correcting:
        _still_governed(ground)
    ordinal = case.submissions.count() + 1
    digest = freeze(ground, dossier, ordinal, by=by, at=at)
    case.received_on = case.received_on or ground.on
    codes = {row["code"] for row in dossier.get("occupations", ())}
    case.occupations.exclude(code__in=codes).delete()
    CaseOccupation.objects.bulk_create(
        [CaseOccupation(case=case, code=code) for code in codes], ignore_conflicts=True
    )
    case.corrections.filter(resolved_at=None).update(resolved_at=at)
    kind = Act.RESUBMIT if correcting else Act.SUBMIT
    return move(ground, Verb.SUBMIT, Deed(kind, by, at, detail={"submission": ordinal, "sha256": digest}))


def freeze(ground: Ground, dossier: Mapping[str, Any], ordinal: int, *, by: Post, at: datetime) -> str:
    """固定材料: a dossier is kept as it is handed in, and the act stands on it from here; its SHA-256."""
    content = json.dumps(dossier, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(content.encode()).hexdigest()
    kept = {"dossier": dict(dossier), "sha256": digest}
    Submission.objects.create(case=ground.case, ordinal=ordinal, by=by, at=at, **kept)
    ground.now_handed_in(dict(dossier))
    return digest


@act(Act.WITHDRAW, who=Who.APPLICANT)
def withdraw(ground: Ground, reason: str, *, by: Post, at: datetime) -> Event:
    """撤回申请: the applicant takes its application back; the record stays."""
    return move(ground, Verb.WITHDRAW, Deed(Act.WITHDRAW, by, at, reason=reason))


def _still_governed(ground: Ground) -> None:
    """A draft is not handed in once no text governs its place any more; what was handed in before goes on.

    So does what is about a plan: whoever hands that in has looked whether its own text ends it.
    """
    case = ground.case
    if ground.matter.about is About.PLAN:
        return
    choice = governing(place_chain(case.place), case.regime, case.matter, ground.on)
    if choice.governing is None:
        raise NotAllowed(choice.sentence(), remedy="可以在政策库查看本地区各文本的状态。")


def _number(place: str, year: int) -> str:
    return f"{place[:2]}{year}{next_serial(f'case:{place[:2]}{year}'):06d}"

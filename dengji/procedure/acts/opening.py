"""Cases that an authority opens itself (依职权提起): about a body's filing, under the text that governs its place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dengji.people.models import Post
from dengji.policy.engine.choose import Choice
from dengji.policy.engine.path import step_of
from dengji.policy.engine.terms import Party
from dengji.procedure import clocks
from dengji.procedure.acts.applying import Request, freeze, opened
from dengji.procedure.door import Deed, enter, note
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed, NotYours, within
from dengji.procedure.routing import turn_of
from dengji.procedure.telling import tell_of
from dengji.procedure.terms import Act, CaseState
from dengji.procedure.told import Done


def open_by_office(
    request: Request,
    choice: Choice,
    reason: str,
    *,
    stands_on: Mapping[str, Any] | None = None,
    by: Post,
    at: datetime,
) -> Case:
    """提起: the office that the text names opens a case, about a filing or a batch, and holds its first step.

    `stands_on` is what the case rests on, frozen with it as a dossier that is handed in.
    """
    if choice.governing is None:
        raise NotAllowed(choice.sentence(), remedy="可以在政策库查看本地区各文本的状态。")
    matter = choice.governing.pack.matters[request.matter]
    if matter.by is not Party.AUTHORITY:
        raise NotAllowed(f"“{matter.title}”由机构自己申请。")
    why = within(reason, 2000, please="请写明提起的理由和依据的材料")
    try:
        with transaction.atomic():
            case = opened(request, choice.governing, choice.sentence(), by=by, at=at)
            ground = Ground(case, localdate(at))
            if stands_on is not None:
                freeze(ground, stands_on, 1, by=by, at=at)
            _ensure_theirs(ground, by)
            case.state, case.received_on = CaseState.OPEN, ground.on
            enter(ground, matter.start)
            clocks.start(case, step_of(ground.pack, case.matter, case.step), on=ground.on)
            event = note(ground, Deed(Act.PROPOSE, by, at, reason=why))
            tell_of(Done(ground, event, (case.holder_id, case.holder_role)))
    except IntegrityError as error:
        raise NotAllowed(f"对这项备案已有一件“{matter.title}”正在办理。") from error
    return case


def _ensure_theirs(ground: Ground, by: Post) -> None:
    turn = turn_of(ground.subject, ground.step.actor, ground.on)
    if by.organisation_id != turn.organisation.pk or by.role != turn.role:
        raise NotYours(f"“{ground.matter.title}”应由{turn.organisation}提起。", article=ground.article())

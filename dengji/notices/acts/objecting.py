"""Objections to a publicity, made and answered (异议)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.notices.models import Objection, ObjectionFile, Publicity
from dengji.notices.telling import tell_of_answer, tell_of_objection
from dengji.notices.terms import CASE_ROLES
from dengji.notices.writing import PRESSED_TWICE, ensure_answerable, kept, written
from dengji.people.models import Post
from dengji.people.queries import reached_at
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.serials import next_serial
from dengji.records.terms import Retention
from dengji.workdays.words import in_words


def object_to(
    publicity: Publicity,
    *,
    name: str,
    contact: str,
    content: str,
    files: Sequence[File[bytes]] = (),
    at: datetime,
) -> Objection:
    """提出异议: anybody may object while the publicity is open, its last day included; gives the receipt.

    The same words from the same person within ten minutes are one objection: the button was pressed twice.
    """
    said = {"name": name.strip(), "contact": contact.strip(), "content": content.strip()}
    ensure_answerable(**said, files=len(files), about="异议")
    with transaction.atomic():
        case = _locked_case(publicity)
        _ensure_open(publicity, case, at)
        earlier = publicity.objections.filter(**said, made_at__gt=at - PRESSED_TWICE).first()
        if earlier is not None:
            return earlier
        objection = Objection.objects.create(publicity=publicity, receipt=_receipt(at), made_at=at, **said)
        for file in kept(files, Retention.OBJECTION_MATERIAL, at):
            ObjectionFile.objects.create(objection=objection, file=file)
        digest = hashlib.sha256(said["content"].encode()).hexdigest()
        after = {"receipt": objection.receipt, "case": publicity.case_id, "content_sha256": digest}
        record(act="objection.make", by=None, at=at, about=("notices.Objection", objection.pk), after=after)
        tell_of_objection(objection, case, at=at)
    return objection


def answer(objection: Objection, *, upheld: bool, answer: str, by: Post, at: datetime) -> Objection:
    """答复异议: once, in words that say what was found, by the authority that has the case."""
    words = written(answer, "请写明核实的情况和答复意见")
    with transaction.atomic():
        case = _locked_case(objection.publicity)
        if by.organisation_id != case.holder_id or by.role not in CASE_ROLES:
            raise NotYours(f"异议由{case.holder}核实答复，您的岗位不能办理")
        waiting = Objection.objects.filter(pk=objection.pk, answered_at=None)
        if not waiting.update(upheld=upheld, answer=words, answered_by=by, answered_at=at):
            raise NotAllowed("这件异议已经答复，不能再改", remedy="请打开最新页面查看答复")
        after = {"receipt": objection.receipt, "upheld": upheld, "answer": words}
        record(act="objection.answer", by=by, at=at, about=("notices.Objection", objection.pk), after=after)
        objection.refresh_from_db()
        tell_of_answer(objection, case, by=by, at=at)
    return objection


def follow_clock(publicity: Publicity, *, by: Post | None, at: datetime) -> None:
    """公示末日更新: once a holiday schedule is loaded, the last day is again that of the case's period."""
    with transaction.atomic():
        case = _locked_case(publicity)
        before = {"last_day": publicity.last_day, "provisional": publicity.provisional}
        after = {"last_day": case.due_on, "provisional": case.provisional}
        if case.due_on is None or publicity.closed_at is not None or before == after:
            return
        publicity.last_day, publicity.provisional = case.due_on, case.provisional
        publicity.save(update_fields=["last_day", "provisional"])
        about = ("notices.Publicity", publicity.pk)
        record(act="publicity.move", by=by, at=at, about=about, before=before, after=after)


def _locked_case(publicity: Publicity) -> Case:
    """The case of a publicity, locked, with the publicity as it stands now."""
    case = Case.objects.select_for_update(of=("self",)).select_related("holder").get(pk=publicity.case_id)
    publicity.refresh_from_db(fields=["opened_on", "last_day", "provisional", "closed_at"])
    return case


def _ensure_open(publicity: Publicity, case: Case, at: datetime) -> None:
    today = localdate(at)
    running = publicity.closed_at is None and case.ended_at is None
    if running and publicity.opened_on <= today <= publicity.last_day:
        return
    raise NotAllowed(
        f"公示自{in_words(publicity.opened_on)}起，到{in_words(publicity.last_day)}二十四时止，现在不再收异议",
        facts=(f"今天是{in_words(today)}",),
        remedy=f"仍要反映情况的，请与{publicity.authority}联系{reached_at(publicity.authority)}",
    )


def _receipt(at: datetime) -> str:
    """回执号: YY, the year and six digits."""
    year = localdate(at).year
    return f"YY{year}-{next_serial(f'objection:{year}'):06d}"

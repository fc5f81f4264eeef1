"""Ties that examiners and supervisors declare (回避申报): to a body, or to a candidate."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.evaluations.acts.registering import ensure_keeper
from dengji.evaluations.models.examiners import DeclaredTie, RegisteredPerson
from dengji.evaluations.terms import OF_CANDIDATES, DocumentKind, Tie
from dengji.institutions.codes import identity_fault, masked, plain_code
from dengji.people.models import Organisation, Post
from dengji.people.terms import OrganisationKind
from dengji.procedure.refusals import NotAllowed
from dengji.sealing.seals import digest_of


@dataclass(frozen=True, slots=True)
class TieEntry:
    """A tie as it is declared (回避申报内容): its kind, and to whom: a body, or the number of a candidate's paper."""

    kind: Tie
    organisation: Organisation | None = None
    number: str = ""
    document: DocumentKind = DocumentKind.IDENTITY


@transaction.atomic
def declare_tie(person: RegisteredPerson, entry: TieEntry, *, by: Post, at: datetime) -> DeclaredTie:
    """申报回避: by the person himself, or whoever keeps the register; the same again is the one there is."""
    _ensure_his(person, by)
    said = _checked(entry)
    RegisteredPerson.objects.select_for_update().get(pk=person.pk)  # pressed twice: one after the other
    there = DeclaredTie.objects.filter(identity=person.identity, kind=entry.kind, withdrawn_at=None)
    same = there.filter(organisation=entry.organisation, candidate=said.get("candidate", "")).first()
    if same is not None:
        return same
    made = DeclaredTie.objects.create(
        identity=person.identity, name=person.name, kind=entry.kind, by=by, declared_at=at,
        organisation=entry.organisation, **said,
    )  # fmt: skip
    _record("declare_tie", person, made, by=by, at=at)
    return made


@transaction.atomic
def withdraw_tie(person: RegisteredPerson, tie: DeclaredTie, *, by: Post, at: datetime) -> None:
    """撤回回避申报: it no longer stands. Twice does no harm."""
    _ensure_his(person, by)
    if tie.identity != person.identity:
        raise NotAllowed("这项申报不是这个人的。")
    if DeclaredTie.objects.filter(pk=tie.pk, withdrawn_at=None).update(withdrawn_at=at):
        _record("withdraw_tie", person, tie, by=by, at=at)


def _ensure_his(person: RegisteredPerson, by: Post) -> None:
    if person.post_id != by.pk:
        ensure_keeper(person.authority, by)


def _checked(entry: TieEntry) -> dict[str, str]:
    """What is kept of the candidate; raises NotAllowed for what cannot be declared."""
    if (entry.organisation is None) == (not entry.number.strip()):
        raise NotAllowed("请填写一家评价机构，或者一名考生的证件号码。")
    if entry.organisation is not None:
        if entry.organisation.kind != OrganisationKind.BODY or entry.kind == Tie.TEACHER:
            raise NotAllowed("对评价机构申报的，请选择任职、亲属或者利益关系。")
        return {}
    if entry.kind not in OF_CANDIDATES:
        raise NotAllowed("对考生申报的，请选择亲属、师生或者利益关系。")
    number = plain_code(entry.number)
    if entry.document == DocumentKind.IDENTITY and (fault := identity_fault(number)):
        raise NotAllowed(fault)
    return {"candidate": digest_of(f"{entry.document}:{number}"), "masked": masked(number)}


def _record(act: str, person: RegisteredPerson, tie: DeclaredTie, *, by: Post, at: datetime) -> None:
    said = {"kind": tie.kind, "whom": str(tie.organisation or tie.masked)}
    about = ("evaluations.RegisteredPerson", person.pk)
    record(act=f"roster.{act}", by=by, at=at, about=about, after=said)

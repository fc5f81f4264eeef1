"""Ties that examiners and supervisors declare (回避申报): to a body, or to a candidate; themselves, or on paper."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.evaluations.acts.registering import ensure_keeper
from dengji.evaluations.models.examiners import DeclaredTie, RegisteredPerson
from dengji.evaluations.terms import OF_CANDIDATES, DocumentKind, Tie
from dengji.institutions.acts.rows import ensure_keeper as ensure_own_keeper
from dengji.institutions.codes import identity_fault, masked, plain_code
from dengji.institutions.models import Member
from dengji.people.models import Organisation, Post
from dengji.people.terms import OrganisationKind
from dengji.procedure.refusals import NotAllowed, within
from dengji.records.acts import Readable, store
from dengji.records.terms import Retention
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
    same = _standing(person.identity, entry, said)
    if same is not None:
        return same
    made = DeclaredTie.objects.create(
        identity=person.identity, name=person.name, kind=entry.kind, by=by, declared_at=at,
        organisation=entry.organisation, **said,
    )  # fmt: skip
    _record("declare_tie", person, made, by=by, at=at)
    return made


@transaction.atomic
def record_declaration(
    member: Member, entry: TieEntry, *, content: Readable, name: str, by: Post, at: datetime
) -> DeclaredTie:
    """登记书面申报: what one of a body's own people declared on paper of a candidate, with the paper that he signed.

    The same again is the one there is. Raises NotAllowed, NotYours, and NotTaken for a file that is none.
    """
    fresh = _own_person(member, by, at)
    if entry.organisation is not None:
        raise NotAllowed("本机构人员只申报与考生的关系。", remedy="请填写考生的证件号码。")
    said = _checked(entry)
    same = _standing(fresh.identity, entry, said)
    if same is not None:
        return same
    owner, retention = fresh.institution.organisation, Retention.REGISTER_MATERIAL
    made = DeclaredTie.objects.create(
        identity=fresh.identity, name=fresh.name, kind=entry.kind, by=by, declared_at=at, **said,
        paper=store(content=content, name=name, owner=owner, by=by, at=at, retention=retention),
    )  # fmt: skip
    _record("record_declaration", fresh, made, by=by, at=at)
    return made


@transaction.atomic
def withdraw_declaration(member: Member, tie: DeclaredTie, because: str, *, by: Post, at: datetime) -> None:
    """撤回书面申报: it no longer stands; why is on the trail. Twice does no harm."""
    fresh, why = _own_person(member, by, at), within(because, 300, please="请写明撤回的理由")
    if tie.identity != fresh.identity or tie.paper_id is None:
        raise NotAllowed("这项申报不是本机构登记的。", remedy="由本人或者登记他的鉴定中心撤回。")
    if DeclaredTie.objects.filter(pk=tie.pk, withdrawn_at=None).update(withdrawn_at=at):
        _record("withdraw_declaration", fresh, tie, because=why, by=by, at=at)


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


def _own_person(member: Member, by: Post, at: datetime) -> Member:
    """The member, locked, for his body's people; raises NotYours, or NotAllowed where nobody could know him again."""
    fresh = Member.objects.select_for_update(of=("self",)).select_related("institution").get(pk=member.pk)
    ensure_own_keeper(fresh.institution, by, at)
    if not fresh.identity:
        raise NotAllowed(
            f"{fresh.name}没有登记身份证号，回避申报不能与批次核对。", remedy="请先在人员登记里填写身份证号。"
        )
    return fresh


def _standing(identity: str, entry: TieEntry, said: dict[str, str]) -> DeclaredTie | None:
    """The same tie, declared before and not withdrawn."""
    there = DeclaredTie.objects.filter(identity=identity, kind=entry.kind, withdrawn_at=None)
    return there.filter(organisation=entry.organisation, candidate=said.get("candidate", "")).first()


def _record(
    act: str,
    person: RegisteredPerson | Member,
    tie: DeclaredTie,
    *,
    because: str = "",
    by: Post,
    at: datetime,
) -> None:
    said = {"kind": tie.kind, "whom": str(tie.organisation or tie.masked)}
    said |= {"because": because} if because else {}
    about = (person._meta.label, person.pk)
    record(act=f"roster.{act}", by=by, at=at, about=about, after=said)

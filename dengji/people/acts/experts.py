"""The roster of experts (专家库), and the relations that they declare (利害关系申报)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.people.acts.authorities import may_administer
from dengji.people.acts.posts import open_post
from dengji.people.days import day_of
from dengji.people.models import DeclaredRelation, Expert, Organisation, Person, Post
from dengji.people.refusals import Refused
from dengji.people.terms import OrganisationKind, Relation, Role


@dataclass(frozen=True, slots=True)
class ExpertEntry:
    """What is told of an expert: employer, title, and fields as occupation codes or beginnings of them."""

    employer: str
    employer_uscc: str = ""
    title: str = ""
    occupations: tuple[str, ...] = ()


@transaction.atomic
def enlist_expert(
    person: Person, authority: Organisation, entry: ExpertEntry, *, by: Post | None, at: datetime
) -> Expert:
    """专家入库: put a person on an authority's roster; again, what is told is brought up to date.

    `by` is an administrator over the place, or None for the operator.
    """
    may_administer(by, authority.division_id)
    post = open_post(person, authority, Role.EXPERT, from_on=day_of(at), by=by, at=at)
    expert = Expert.objects.filter(post=post).first()
    before = _told(expert) if expert else None
    expert = expert or Expert(post=post)
    expert.employer, expert.employer_uscc = entry.employer.strip(), entry.employer_uscc.strip().upper()
    expert.title, expert.occupations = entry.title.strip(), list(entry.occupations)
    if not expert.employer:
        raise Refused("请填写专家的工作单位，用于判断是否需要回避。")
    if before != _told(expert):
        expert.save()
        record(
            act="people.enlist_expert",
            by=by,
            at=at,
            about=("people.Expert", expert.pk),
            before=before,
            after=_told(expert),
        )
    return expert


@transaction.atomic
def declare_relation(
    expert: Expert, organisation: Organisation, relation: Relation, *, by: Post | None, at: datetime
) -> DeclaredRelation:
    """申报利害关系: by the expert, or an administrator of the roster; the same again is the one there is."""
    _may_speak_for(expert, by)
    if organisation.kind != OrganisationKind.BODY:
        raise Refused("利害关系只对评价机构申报。")
    declared, new = DeclaredRelation.objects.get_or_create(
        expert=expert,
        organisation=organisation,
        relation=relation,
        defaults={"declared_on": day_of(at)},
    )
    if new:
        record(
            act="people.declare_relation",
            by=by,
            at=at,
            about=("people.Expert", expert.pk),
            after={"organisation": organisation.pk, "relation": str(relation)},
        )
    return declared


@transaction.atomic
def withdraw_relation(declared: DeclaredRelation, *, by: Post | None, at: datetime) -> None:
    """撤回利害关系申报: the tie no longer stands; panels of the body are open to the expert again."""
    _may_speak_for(declared.expert, by)
    there = DeclaredRelation.objects.filter(pk=declared.pk).first()
    if there is None:
        return
    before = {"organisation": there.organisation_id, "relation": str(there.relation)}
    there.delete()
    record(
        act="people.withdraw_relation",
        by=by,
        at=at,
        about=("people.Expert", declared.expert_id),
        before=before,
    )


def _may_speak_for(expert: Expert, by: Post | None) -> None:
    if by is None or by.person_id != expert.post.person_id:
        may_administer(by, expert.post.organisation.division_id)


def _told(expert: Expert) -> dict[str, object]:
    return {
        "post": expert.post_id,
        "employer": expert.employer,
        "employer_uscc": expert.employer_uscc,
        "title": expert.title,
        "occupations": list(expert.occupations),
    }

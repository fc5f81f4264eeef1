"""Whose turn it is (由谁办理): the organisation and the role that an actor of a text means for one application."""

from datetime import date
from typing import NamedTuple

from dengji.people.models import Organisation
from dengji.people.queries import authority_for
from dengji.policy.engine.evaluate import weigh
from dengji.policy.engine.pack import Actor, Seat
from dengji.policy.engine.rules import facts_in
from dengji.policy.engine.terms import Role
from dengji.policy.engine.truth import Truth
from dengji.policy.engine.vocabulary import term_of
from dengji.procedure.ground import facts_for
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.subject import Subject


class Turn(NamedTuple):
    """The organisation that holds a case, and the role in it that acts."""

    organisation: Organisation
    role: str


def turn_of(subject: Subject, actor: str, on: date) -> Turn:
    """Resolve an actor for this application; raises `NotAllowed` when a fact that it depends on is unknown."""
    meant = subject.pack.actors[actor]
    if meant.role is Role.APPLICANT:
        return Turn(subject.applicant, meant.role.value)
    seat = _seat(subject, meant, on)
    office, level = seat.office.value, seat.level.value
    if (office, level) not in subject.authorities:
        place, body = subject.applicant.division_id, subject.applicant
        subject.authorities[office, level] = authority_for(place, office=office, level=level, body=body)
    return Turn(subject.authorities[office, level], meant.role.value)


def _seat(subject: Subject, meant: Actor, on: date) -> Seat:
    for seat in meant.seats:
        if seat.when is None:
            return seat
        facts = facts_for(subject, facts_in(seat.when), on)
        truth = weigh(subject.pack, seat.when, facts).truth
        if truth is Truth.UNDETERMINED:
            unknown = "、".join(
                term_of(subject.pack, name).label for name, value in facts.items() if value is None
            )
            raise NotAllowed(
                f"尚不能确定由谁办理：缺少事实（{unknown}）。",
                article=subject.pack.articles[meant.cite].label,
                remedy="请在申请中补充机构的隶属关系等信息。",
            )
        if truth is Truth.MET:
            return seat
    raise NotAllowed(
        f"文本没有规定此类申请的{meant.label}。", article=subject.pack.articles[meant.cite].label
    )

"""Which answer of another register counts for a case (核验结果的时效): fresh at acceptance, good to the end."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.timezone import localdate

from dengji.exchange.queries import Answer, answer_to, counts_on, waits
from dengji.exchange.terms import Register
from dengji.institutions.acts.body import register_key
from dengji.institutions.queries import differences, records_in
from dengji.procedure.subject import Subject
from dengji.procedure.terms import CaseState

ASKED = (Register.COMPANY_REGISTER, Register.CREDIT_REGISTER)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a register said of the body of a case (核验情况): when, whether it counts, what it comes to.

    `good` is None where there is no answer, none that counts any more, or none that says anything.
    """

    register: Register
    answered_on: date | None
    counts: bool
    good: bool | None
    says: tuple[str, ...] = ()
    waiting: bool = False

    @property
    def stale(self) -> bool:
        """Whether it has to be asked anew."""
        return self.answered_on is not None and not self.counts


def heard(subject: Subject, on: date) -> dict[Register, Heard]:
    """核验情况: of each register, for a case as on a day; each is looked up once for a subject.

    An answer that was fresh on the day of acceptance counts until the case is decided, and so does every later one.
    """
    if "heard" not in subject.kept:
        subject.kept["heard"] = {each: _newest(subject, each) for each in ASKED}
    day = subject.case.accepted_on if subject.case is not None and subject.case.accepted_on else on
    return {each: _heard(subject, each, answer, day) for each, answer in subject.kept["heard"].items()}


def heard_in(subject: Subject, register: Register, on: date) -> Heard | None:
    """What a register said for a case that was handed in; None where nothing was ever asked, or no case is."""
    if subject.case is None or not subject.case.pk or subject.case.state == CaseState.DRAFT:
        return None
    found = heard(subject, on)[register]
    return found if found.answered_on is not None else None


def heard_of(subject: Subject, on: date) -> list[Heard]:
    """核验情况: of each register, for the page of a case; with whether another answer is awaited."""
    key = register_key(subject.applicant.pk)
    return [replace(each, waiting=waits(each.register, key)) for each in heard(subject, on).values()]


def _newest(subject: Subject, register: Register) -> Answer | None:
    return answer_to(register, register_key(subject.applicant.pk))


def _heard(subject: Subject, register: Register, answer: Answer | None, day: date) -> Heard:
    if answer is None:
        return Heard(register, None, counts=False, good=None)
    answered_on = localdate(answer.answered_at)
    if not counts_on(answer.answered_at, day):
        return Heard(register, answered_on, counts=False, good=None)
    if register == Register.COMPANY_REGISTER:
        body = subject.dossier.get("body", {})
        said = differences(
            str(body.get("name", "")), str(body.get("legal_representative", "")), answer.content
        )
        return Heard(register, answered_on, counts=True, good=not said, says=said)
    if not answer.content.get("found"):
        return Heard(register, answered_on, counts=True, good=None)
    records = records_in(answer.content)
    return Heard(register, answered_on, counts=True, good=not records, says=records)

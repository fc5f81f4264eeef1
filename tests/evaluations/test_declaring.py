"""A body's own examiners declare ties on paper: entered with the paper, heeded by draws and groups, withdrawn."""

from io import BytesIO

import pytest

from dengji.audit.models import Entry
from dengji.evaluations.acts import planning
from dengji.evaluations.acts.declaring import TieEntry, record_declaration, withdraw_declaration
from dengji.evaluations.acts.staffing import Somebody, assign
from dengji.evaluations.dossier import contents
from dengji.evaluations.examiners.eligible import asked_for, eligible_for
from dengji.evaluations.examiners.groups import faults
from dengji.evaluations.examiners.ties import ties_of_member
from dengji.evaluations.models.examiners import DeclaredTie
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import Task, Tie
from dengji.filings.models import Filing
from dengji.institutions.identities import columns_of, number_of
from dengji.institutions.models import Member
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.records.refusals import NotTaken
from tests.batch import WHOLE, given_candidates
from tests.cast import AT, Cast, identity_number
from tests.evaluations.people import given_examiner
from tests.records.papers import PDF
from tests.road import manager_of

CANDIDATE = identity_number(501)


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A plan with one candidate, and nobody to examine."""
    plan = planning.begin(filing, WHOLE, by=manager_of(filing.institution), at=AT)
    given_candidates(plan, 1)
    return plan


def examiner(cast: Cast) -> Member:
    """One of the employer's own examiners."""
    return cast.employer.members.filter(roles=["examiner"])[0]


def declared(member: Member, cast: Cast, number: str = CANDIDATE, content: bytes = PDF) -> DeclaredTie:
    """A teacher of a candidate, on paper."""
    entry, paper = TieEntry(Tie.TEACHER, number=number), BytesIO(content)
    return record_declaration(member, entry, content=paper, name="申报表.pdf", by=cast.manager, at=AT)


@pytest.mark.row("JLJD-16")
def test_a_tie_declared_on_paper_keeps_somebody_from_examining(cast: Cast, plan: Plan) -> None:
    member = examiner(cast)
    assign(plan, Task.EXAMINER, Somebody(member), by=cast.manager, at=AT)
    tie = declared(member, cast)
    assert declared(member, cast) == tie
    assert (list(ties_of_member(member)), tie.paper is not None) == ([tie], True)
    said = [str(each) for each in faults(contents(plan)["assignments"], asked_for(plan))]
    assert any("申报了与本批次的考生的关系：任课教师、师傅" in each for each in said)
    withdraw_declaration(member, tie, "填错了人", by=cast.manager, at=AT)
    withdraw_declaration(member, tie, "填错了人", by=cast.manager, at=AT)
    said = [str(each) for each in faults(contents(plan)["assignments"], asked_for(plan))]
    assert not any("任课教师" in each for each in said)
    acts = list(Entry.objects.filter(act__endswith="_declaration").order_by("pk"))
    assert [each.act for each in acts] == ["roster.record_declaration", "roster.withdraw_declaration"]
    assert CANDIDATE not in str([each.after for each in acts])


def test_a_draw_heeds_what_somebody_of_the_register_declared_at_his_body(cast: Cast, plan: Plan) -> None:
    """He is the same person by his identity number."""
    member = examiner(cast)
    there = given_examiner(cast, identity_number=number_of(member))
    assert there in eligible_for(plan)
    declared(member, cast)
    assert there not in eligible_for(plan)


def test_what_cannot_be_entered_is_said(cast: Cast, plan: Plan) -> None:
    """A wrong number, a body instead of a candidate, no paper, other people; nobody whom one could not know again."""
    member = examiner(cast)
    with pytest.raises(NotAllowed, match="应为18位"):
        declared(member, cast, "123")
    to_a_body = TieEntry(Tie.KIN, cast.school.organisation)
    with pytest.raises(NotAllowed, match="只申报与考生的关系"):
        record_declaration(member, to_a_body, content=BytesIO(PDF), name="a.pdf", by=cast.manager, at=AT)
    with pytest.raises(NotTaken, match="空的"):
        declared(member, cast, content=b"")
    by, entry = manager_of(cast.school), TieEntry(Tie.KIN, number=CANDIDATE)
    with pytest.raises(NotYours):
        record_declaration(member, entry, content=BytesIO(PDF), name="a.pdf", by=by, at=AT)
    Member.objects.filter(pk=member.pk).update(identity="", sealed=b"", masked="")
    with pytest.raises(NotAllowed, match="没有登记身份证号"):
        declared(member, cast)
    assert not DeclaredTie.objects.exists()


def test_a_tie_of_somebody_else_is_not_withdrawn(cast: Cast, plan: Plan) -> None:
    """Nor without a reason."""
    first, second = cast.employer.members.filter(roles=["examiner"])[:2]
    tie = declared(first, cast)
    with pytest.raises(NotAllowed, match="不是本机构登记的"):
        withdraw_declaration(second, tie, "错了", by=cast.manager, at=AT)
    with pytest.raises(NotAllowed, match="撤回的理由"):
        withdraw_declaration(first, tie, " ", by=cast.manager, at=AT)
    assert columns_of("") == {}

"""Asking other registers in a case (办案中的核验): by whoever has it, whenever it is wanted."""

from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.exchange.acts import ask
from dengji.exchange.terms import Register
from dengji.institutions.acts.body import register_key
from dengji.people.models import Post
from dengji.people.terms import DECIDING
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.terms import CaseState


@transaction.atomic
def ask_again(case: Case, *, by: Post, at: datetime) -> None:
    """重新查询: the company and the credit register are asked anew about the body of a case under way.

    Pressed twice while an answer is awaited, it is asked once.
    """
    if case.state == CaseState.ENDED:
        raise NotAllowed("这件申请已办结，不用再查询。")
    if by.organisation_id != case.holder_id or by.role not in DECIDING:
        raise NotYours(f"登记和信用情况由{case.holder}的办理人员查询。")
    uscc = case.applicant.uscc
    if not uscc:
        raise NotAllowed("机构没有登记统一社会信用代码，无法查询。", remedy="请机构先补充统一社会信用代码。")
    asked = [
        ask(register, about=register_key(case.applicant_id), payload={"uscc": uscc}, at=at, anew=True)
        for register in (Register.COMPANY_REGISTER, Register.CREDIT_REGISTER)
    ]
    if any(request.asked_at == at for request in asked):
        record(
            act="institutions.ask_again",
            by=by,
            at=at,
            about=("procedure.Case", case.pk),
            after={"uscc": uscc},
        )

"""What would have to change: every end against the applicant says it, and where to ask, whatever it rests on."""

from datetime import timedelta

import pytest

from dengji.exchange.acts import receive
from dengji.exchange.models import Request
from dengji.exchange.terms import Register
from dengji.notices.acts.objecting import answer, object_to
from dengji.notices.models import Publicity
from dengji.people.models import Organisation
from dengji.people.terms import Role
from dengji.procedure.acts.answering import take_answers
from dengji.procedure.acts.applying import withdraw
from dengji.procedure.acts.deciding import disapprove
from dengji.procedure.acts.publishing import publish, uphold
from dengji.procedure.acts.receiving import accept, reject, state
from dengji.procedure.acts.selecting import decide_selection
from dengji.procedure.models import Case
from tests.cast import AT, Cast
from tests.road import (
    NOTICE,
    brought_to,
    given_application,
    given_round,
    on_day,
    post_in,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db


def told(case: Case) -> list[str]:
    """What the act that ended a case says would have to change; its letter says the same."""
    event = case.events.latest("ordinal")
    remedies = event.detail["remedies"]
    assert f"{'；'.join(remedies)}。" in "".join(event.letter.paragraphs)
    return list(remedies)


def ask(office: Organisation) -> str:
    """Where to ask."""
    return f"有疑问的，可以向{office}询问，电话 {office.phone}"


@pytest.mark.row("CR-9")
def test_a_refusal_after_deliberation_says_what_to_mend_and_where_to_ask(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "deliberation", jilin)
    disapprove(case, "审议认为条件不成熟", by=whoever_holds(case), at=AT)
    assert told(case) == [
        "按审议指出的问题和综合技术评估意见改进后，可以重新申请备案",
        ask(jilin.bureau),
    ]


@pytest.mark.row("CR-9")
def test_an_upheld_objection_says_what_to_mend(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    at = brought_to(case, "publicity", jilin)
    publish(case, NOTICE, by=whoever_holds(case), at=at)
    shown = Publicity.objects.get(case=case)
    objection = object_to(shown, name="孙亮", contact="13900001111", content="没有实训场地。", at=at)
    answer(objection, upheld=True, answer="经现场核实。", by=whoever_holds(case), at=at)
    uphold(case, "场地不实", by=whoever_holds(case), at=at)
    assert told(case) == ["改正经核实的问题，留好改正的证明材料，可以重新申请备案", ask(jilin.bureau)]


@pytest.mark.row("CR-9")
def test_whoever_is_passed_over_is_told_how_to_do_better(tianjin: Cast) -> None:
    called = given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.social_organisation, "TJ21")
    brought_to(case, "selection", tianjin)
    over = on_day(called.closes_until + timedelta(days=1))
    decide_selection(called, [case], {}, by=whoever_holds(case), at=over)
    case.refresh_from_db()
    assert told(case) == ["对照遴选评分表改进得分较低的各项，可以在以后的批次再次申请", ask(tianjin.centre)]


@pytest.mark.row("CR-9")
def test_what_the_ministry_declines_says_what_to_mend_and_names_the_office_that_reported(
    tianjin: Cast,
) -> None:
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.employer, "TJ21")
    at = brought_to(case, "report", tianjin)
    reported = Request.objects.get(register=Register.MINISTRY_NETWORK)
    receive(reported, {"state": "declined", "reason": "机构名称与登记不符"}, at=at)
    take_answers(at=at)
    case.refresh_from_db()
    assert told(case)[1:] == [ask(tianjin.centre)]
    assert told(case)[0].startswith("对照未予公布的原因更正信息")


@pytest.mark.row("CR-9")
def test_a_refusal_on_a_condition_says_that_conditions_remedy_first(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    state(case, "representative_credit_clean", False, "信用网站查询", by=whoever_holds(case), at=AT)
    reject(case, "法定代表人列入失信名单", by=whoever_holds(case), at=AT)
    assert told(case) == [
        "完成信用修复，或者变更法定代表人后再申请",
        "把理由中写明的条件补齐后，可以重新申请备案",
        ask(jilin.bureau),
    ]


@pytest.mark.row("CR-9")
def test_an_office_without_a_number_is_named_alone(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "deliberation", jilin)
    Organisation.objects.filter(pk=jilin.bureau.pk).update(phone="")
    disapprove(case, "审议认为条件不成熟", by=whoever_holds(case), at=AT)
    assert told(case)[-1] == f"有疑问的，可以向{jilin.bureau}询问"


def test_what_goes_well_or_is_taken_back_has_nothing_to_mend(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    stated_well(case)
    accept(case, by=whoever_holds(case), at=AT)
    withdraw(case, "不再申请", by=post_in(case.applicant, Role.MANAGER), at=AT)
    assert [event for event in case.events.all() if "remedies" in event.detail] == []

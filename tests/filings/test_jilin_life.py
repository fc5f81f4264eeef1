"""A filing under Jilin's draft of 2025: assessed again, renewed, wound up, ordered to end."""

from datetime import date, datetime, timedelta

import pytest

from dengji.filings.acts import applying as filling
from dengji.filings.acts.altering import leave_out, propose
from dengji.filings.acts.ordering import propose_end, take_over
from dengji.filings.history import as_of, duties_of
from dengji.filings.models import Filing
from dengji.filings.offering import offers_about
from dengji.filings.sheets import Scope
from dengji.filings.terms import FilingState
from dengji.institutions.models import Venue
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.policy.engine.terms import Element
from dengji.procedure.acts.deciding import approve, disapprove, find_qualified, find_unqualified, issue
from dengji.procedure.acts.receiving import state
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed
from tests.cast import AT, ELECTRICIAN, FIRE_OPERATOR, TURNER, Cast
from tests.life import EXPIRY, given_filing, given_matter, noon
from tests.packs.lives import accepted, all_stated, fire_all, refused, words_of
from tests.road import (
    brought_to,
    brought_to_its_end,
    handed_in,
    manager_of,
    post_in,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
NUMBER = "Y000022000900"
LATEST = date(2027, 2, 9)
TODAY, YESTERDAY = AT.date(), AT.date() - timedelta(days=1)
ASSESSED = [
    "apply",
    "acceptance",
    "first_review",
    "site_assessment",
    "comprehensive",
    "deliberation",
    "publicity",
    "notice",
]
SCOPE = (
    Scope(ELECTRICIAN, "", ("5", "4"), "own_staff"),
    Scope(FIRE_OPERATOR, "", ("5",), "own_staff"),
)


@pytest.fixture
def filing(jilin: Cast) -> Filing:
    """A filing of an employer, by its city, that ends on EXPIRY."""
    return given_filing(jilin.employer, clerk_of(jilin), number=NUMBER, scope=SCOPE)


def clerk_of(cast: Cast) -> Post:
    """The clerk of the city's bureau."""
    return post_in(cast.bureau, Role.CLERK)


def steps_of(case: Case) -> list[str]:
    """The steps that a case went through."""
    return list(dict.fromkeys(case.events.values_list("step", flat=True)))


def letters_of(case: Case) -> dict[str, object]:
    """The letters of a case with who gave them out."""
    return {letter.key: letter.authority for letter in case.letters.all()}


def state_of(filing: Filing) -> str:
    """The state in which a filing stands now."""
    return str(Filing.objects.values_list("state", flat=True).get(pk=filing.pk))


def adding(filing: Filing, code: str, levels: list[str], *, at: datetime = AT) -> Case:
    """An application for an occupation more."""
    case = given_matter(filing, "added_occupations", at=at)
    wanted = filling.Wanted(code, "", levels, "own_staff")
    filling.apply_for(case, wanted, by=manager_of(filing.institution), at=at)
    return case


def changing(filing: Filing, said: dict[Element, str | bool]) -> Case:
    """An application to change elements."""
    case = given_matter(filing, "change")
    propose(case, said, by=manager_of(filing.institution), at=AT)
    return case


@pytest.mark.row("JL25-9", "CR-3")
@pytest.mark.parametrize(("days", "taken"), [(-1, True), (0, True), (1, False)])
def test_a_renewal_is_taken_until_three_months_before_the_last_day(
    filing: Filing, days: int, taken: bool
) -> None:
    day = LATEST + timedelta(days=days)
    offer = next(each for each in offers_about(filing, day) if each.matter == "renewal")
    assert offer.available is taken
    assert taken or "第九条" in offer.why
    case = given_matter(filing, "renewal", at=noon(day))
    if taken:
        handed_in(case, at=noon(day))
        assert case.step == "acceptance"
    else:
        with pytest.raises(NotAllowed, match="在最迟日期以前提出"):
            handed_in(case, at=noon(day))


@pytest.mark.row("JL25-9")
def test_the_work_is_evaluated_and_the_province_gives_the_renewal_notice(filing: Filing, jilin: Cast) -> None:
    case = given_matter(filing, "renewal", at=noon(LATEST))
    brought_to_its_end(case, jilin, at=noon(LATEST))
    filing.refresh_from_db()
    assert steps_of(case) == ["apply", "acceptance", "evaluation", "notice"]
    assert (filing.number, filing.valid_until) == (NUMBER, date(2030, 5, 9))
    assert letters_of(case) == {"renewal_acceptance": jilin.bureau, "renewal_notice": jilin.province_bureau}
    assert "有效期自2027年5月10日至2030年5月9日" in words_of(case)


@pytest.mark.row("JL25-9")
@pytest.mark.parametrize(
    ("fact", "bad"),
    [
        ("work_in_scope", False),
        ("work_to_standard", False),
        ("certificates_not_found", 1),
        ("rectification_overdue", True),
    ],
)
def test_a_body_whose_work_is_wanting_is_not_renewed_and_lapses_on_its_day(
    filing: Filing, jilin: Cast, fact: str, bad: object
) -> None:
    at = noon(LATEST)
    case = given_matter(filing, "renewal", at=at)
    brought_to(case, "evaluation", jilin, at=at)
    all_stated(case, at=at, **{fact: bad})
    stated_well(case, at=at)
    with pytest.raises(NotAllowed):
        find_qualified(case, "合格", by=whoever_holds(case), at=at)
    find_unqualified(case, "备案期内的工作不合格", by=whoever_holds(case), at=at)
    assert "原备案到有效期末日为止" in words_of(case)
    assert "lapse" not in fire_all(EXPIRY)
    assert "lapse" in fire_all(EXPIRY + timedelta(days=1))
    assert state_of(filing) == FilingState.EXPIRED


@pytest.mark.row("JL25-7.5c", "JL25-9")
def test_a_renewal_under_way_keeps_its_filing_from_lapsing_but_not_at_work(filing: Filing) -> None:
    handed_in(given_matter(filing, "renewal", at=noon(LATEST)), at=noon(LATEST))
    after = EXPIRY + timedelta(days=1)
    assert "lapse" not in fire_all(after)
    assert filing.operates_on(EXPIRY)
    assert not filing.operates_on(after)


@pytest.mark.row("JL25-7.1")
def test_an_added_occupation_goes_the_whole_route_of_a_first_filing(filing: Filing, jilin: Cast) -> None:
    case = adding(filing, TURNER, ["5"])
    granted_on = brought_to_its_end(case, jilin).date()
    filing.refresh_from_db()
    assert steps_of(case) == ASSESSED
    assert case.panels.count() == 2
    assert {row.code for row in filing.scope.in_force(granted_on)} == {ELECTRICIAN, FIRE_OPERATOR, TURNER}
    assert filing.valid_until == EXPIRY
    assert letters_of(case)["addition_notice"] == jilin.province_bureau
    assert "与原备案同一天届满，有效期至2027年5月9日" in words_of(case)


@pytest.mark.row("JL25-7.1")
def test_what_is_filed_already_is_not_added(filing: Filing) -> None:
    with pytest.raises(NotAllowed, match="所报职业、等级还没有备案"):
        handed_in(adding(filing, ELECTRICIAN, ["4"]))


@pytest.mark.row("JL25-7.1", "JL25-7.5c")
def test_nothing_is_added_to_a_filing_whose_day_has_passed_meanwhile(filing: Filing, jilin: Cast) -> None:
    start = noon(EXPIRY - timedelta(days=30))
    case = adding(filing, TURNER, ["5"], at=start)
    brought_to(case, "notice", jilin, at=start)
    late = noon(EXPIRY + timedelta(days=1))
    with pytest.raises(NotAllowed, match="备案在有效期内"):
        issue(case, by=whoever_holds(case), at=late)
    disapprove(case, "备案已经到期", by=whoever_holds(case), at=late)
    assert case.ending == "refused"
    assert not filing.scope.filter(code=TURNER).exists()


@pytest.mark.row("JL25-8")
def test_another_legal_representative_goes_through_the_assessment_again(filing: Filing, jilin: Cast) -> None:
    before = filing.institution.legal_representative
    case = changing(filing, {Element.LEGAL_REPRESENTATIVE: "孙立国"})
    changed_on = brought_to_its_end(case, jilin).date()
    assert steps_of(case) == ASSESSED
    assert dict(as_of(filing, changed_on).elements)["法定代表人"] == "孙立国"
    assert dict(as_of(filing, changed_on - timedelta(days=1)).elements)["法定代表人"] == before
    filing.refresh_from_db()
    assert filing.valid_until == EXPIRY
    assert "孙立国" in words_of(case)


@pytest.mark.row("JL25-8")
def test_a_new_place_is_accepted_only_with_its_safety_proof(filing: Filing) -> None:
    body = filing.institution
    case = given_matter(filing, "change")
    Venue.objects.filter(institution=body, kind="practical").update(name="新实训车间", safety_proof=False)
    propose(case, {Element.VENUES: True}, by=manager_of(body), at=AT)
    handed_in(case)
    stated_well(case)
    assert "没有安全、消防证明的：新实训车间" in refused(case)


@pytest.mark.row("JL25-8")
def test_a_representative_with_a_record_is_not_accepted(filing: Filing) -> None:
    case = changing(filing, {Element.LEGAL_REPRESENTATIVE: "孙立国"})
    handed_in(case)
    all_stated(case, representative_credit_clean=False, change_proved=True)
    assert "变更后的法定代表人有违法违规或者失信记录" in refused(case)


@pytest.mark.row("JL25-8")
@pytest.mark.parametrize(("plans", "leaves"), [(0, True), (1, False), (2, False)])
def test_an_occupation_leaves_only_once_its_plans_are_done(filing: Filing, plans: int, leaves: bool) -> None:
    case = given_matter(filing, "change")
    leave_out(case, [FIRE_OPERATOR], by=manager_of(filing.institution), at=AT)
    handed_in(case)
    all_stated(case, plans_running_given_up=plans, change_proved=True)
    if leaves:
        accepted(case)
        assert case.step == "first_review"
    else:
        assert f"还有{plans}个评价计划没有办结" in refused(case)


@pytest.mark.row("JL25-8")
def test_a_change_of_nothing_is_not_handed_in(filing: Filing) -> None:
    with pytest.raises(NotAllowed, match="有变更的内容"):
        handed_in(given_matter(filing, "change"))


@pytest.mark.row("JL25-10", "JL25-12", "JL25-13")
def test_a_body_that_wants_to_end_is_evaluated_and_wound_up(filing: Filing, jilin: Cast) -> None:
    case = given_matter(filing, "termination")
    brought_to_its_end(case, jilin)
    assert steps_of(case) == ["apply", "evaluation", "wrap_up"]
    assert state_of(filing) == FilingState.ENDED
    assert (as_of(filing, TODAY).article, as_of(filing, YESTERDAY).state) == (
        "第十条",
        FilingState.IN_FORCE.value,
    )
    assert "已经发出的合规证书继续有效" in words_of(case)
    assert {duty.key for duty in duties_of(filing)} == {
        "consequences",
        "certificate_review",
        "certificate_correction",
        "certificate_withdrawal",
        "archive",
    }


@pytest.mark.row("JL25-13")
@pytest.mark.parametrize(
    ("fact", "bad", "says"),
    [
        ("batches_running", 1, "评价批次都已经办结"),
        ("certificates_uploaded", False, "证书数据已审核上传"),
        ("fees_refunded", False, "没有提供服务的费用已退还"),
    ],
)
def test_a_filing_is_not_closed_until_everything_is_wrapped_up(
    filing: Filing, jilin: Cast, fact: str, bad: object, says: str
) -> None:
    case = given_matter(filing, "termination")
    brought_to(case, "wrap_up", jilin)
    with pytest.raises(NotAllowed):
        issue(case, by=whoever_holds(case), at=AT)
    all_stated(case, at=AT, **{fact: bad})
    stated_well(case)
    with pytest.raises(NotAllowed, match=says):
        issue(case, by=whoever_holds(case), at=AT)
    assert state_of(filing) == FilingState.IN_FORCE
    all_stated(case, at=AT, **{fact: 0 if fact == "batches_running" else True})
    issue(case, by=whoever_holds(case), at=AT)
    assert state_of(filing) == FilingState.ENDED


@pytest.mark.row("JL25-11")
@pytest.mark.parametrize(
    ("fact", "wanting", "says"),
    [
        ("violation_found", False, "查证属实"),
        ("violation_rule", "none", "查证属实"),
        ("violation_serious", False, "属于严重违反"),
        ("statement_heard", False, "陈述和申辩"),
    ],
)
def test_an_end_is_not_ordered_without_a_finding_that_cites_the_rule(
    filing: Filing, jilin: Cast, fact: str, wanting: object, says: str
) -> None:
    case = propose_end(filing, "抽查发现违规", by=clerk_of(jilin), at=AT)
    all_stated(case, at=AT, **{fact: wanting})
    stated_well(case)
    with pytest.raises(NotAllowed, match=says):
        approve(case, "提请责令终止", by=whoever_holds(case), at=AT)
    disapprove(case, "不符合责令终止的条件", by=whoever_holds(case), at=AT)
    assert (case.ending, state_of(filing)) == ("dropped", FilingState.IN_FORCE)


@pytest.mark.row("JL25-11")
def test_a_finding_that_nobody_wrote_down_orders_no_end(filing: Filing, jilin: Cast) -> None:
    case = propose_end(filing, "有人举报", by=clerk_of(jilin), at=AT)
    with pytest.raises(NotAllowed):
        approve(case, "提请责令终止", by=whoever_holds(case), at=AT)
    with pytest.raises(NotAllowed, match="请附上《调查核实材料》"):
        state(case, "violation_rule", "ministry_notice", "电话里说的", by=whoever_holds(case), at=AT)
    assert state_of(filing) == FilingState.IN_FORCE


@pytest.mark.row("JL25-11")
def test_the_bureau_that_filed_it_orders_its_end(filing: Filing, jilin: Cast) -> None:
    case = propose_end(filing, "抽查发现违规", by=clerk_of(jilin), at=AT)
    brought_to_its_end(case, jilin)
    assert (case.ending, state_of(filing)) == ("ended", FilingState.REVOKED)
    assert letters_of(case) == {"ordered_end_decision": jilin.bureau}
    assert "管理规定：人社厅发〔2024〕27号所列情形（第十一条）。事实和理由：" in words_of(case)
    assert "第十一条" in words_of(case)
    assert as_of(filing, TODAY).article == "第十一条"


@pytest.mark.row("JL25-12")
def test_where_the_body_is_gone_the_bureau_answers_for_certificates_and_archive(
    filing: Filing, jilin: Cast
) -> None:
    brought_to_its_end(propose_end(filing, "抽查发现违规", by=clerk_of(jilin), at=AT), jilin)
    filing.refresh_from_db()
    assert take_over(filing, "营业执照已注销", by=clerk_of(jilin), at=AT) == 4
    stays = [duty.key for duty in duties_of(filing) if duty.holder != jilin.bureau]
    assert stays == ["consequences"]

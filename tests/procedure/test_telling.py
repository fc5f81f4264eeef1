"""Who is told of an act: the applicant of what it must know, whoever must act next, experts of their panels; once."""

from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from pytest_django import DjangoAssertNumQueries

from dengji.institutions.terms import BodyKind
from dengji.messages.models import Message
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.people.terms import Rank, Role
from dengji.policy.engine.path import step_of
from dengji.policy.queries import pack_of
from dengji.procedure import telling
from dengji.procedure.acts.applying import withdraw
from dengji.procedure.acts.assessing import draw_up, hand_in
from dengji.procedure.acts.deciding import decline
from dengji.procedure.acts.publishing import publish
from dengji.procedure.acts.receiving import Correction, accept, reject, return_for_correction
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, Panel
from dengji.procedure.panels import questions
from dengji.procedure.refusals import Moved
from dengji.procedure.terms import Act
from dengji.procedure.told import Done
from tests.cast import AT, COUNTY, Cast, given_body, given_divisions, given_expert, given_post
from tests.road import (
    NOTICE,
    brought_to,
    brought_to_its_end,
    given_application,
    given_panel,
    given_round,
    handed_in,
    post_in,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
MISSING = [Correction("rules", "请补充考务管理制度"), Correction("people", "请补充一名督导员")]


def heard(case: Case) -> dict[str, Message]:
    """Who was told of the last act on a case, and what."""
    last = case.events.last()
    assert last is not None
    found = Message.objects.filter(key=f"case:{case.pk}:{last.ordinal}").select_related("recipient")
    return {each.recipient.full_name: each for each in found}


def topics(case: Case) -> dict[str, str]:
    """Who was told of the last act on a case, and under which topic."""
    return {name: each.topic for name, each in heard(case).items()}


def asked_of(case: Case) -> dict[str, str]:
    """What the text asks the panel of the step at which a case stands."""
    pack = pack_of(case.edition_id)
    return questions(pack, step_of(pack, case.matter, case.step).conditions)


def named(posts: Iterable[Post]) -> set[str]:
    """The names of their people."""
    return {post.person.full_name for post in posts}


@pytest.fixture
def staff(jilin: Cast) -> Post:
    """Somebody of the employer who does nothing."""
    return given_post(jilin.employer.organisation, Role.STAFF, "钱小燕")


@pytest.fixture
def case(jilin: Cast, staff: Post) -> Case:
    """The employer's case, waiting to be accepted by a clerk of the bureau."""
    given_post(jilin.bureau, Role.CLERK, "何静")
    made = given_application(jilin.employer, "JL25")
    brought_to(made, "acceptance", jilin)
    return made


def clerks_of(case: Case) -> set[str]:
    """Those in whose hands the case is."""
    held = Post.objects.filter(organisation=case.holder, role=case.holder_role)
    return named(held.select_related("person"))


def test_whoever_must_act_next_is_told_when_an_application_comes_in(jilin: Cast, case: Case) -> None:
    (name,) = clerks_of(case)
    assert topics(case) == {name: Topic.ARRIVED}
    message = heard(case)[name]
    assert message.title == "松江机械制造有限公司：首次评估备案，待办“受理”"
    assert message.text.startswith(f"受理编号{case.number}，请办理“受理”。依据：第")
    assert (message.path, message.about_id) == (f"/desk/cases/{case.token}/", str(case.pk))


def test_a_clerk_of_another_centre_hears_nothing(jilin: Cast, case: Case) -> None:
    brought_to_its_end(case, jilin)
    assert not Message.objects.filter(recipient=jilin.wrong_clerk.person).exists()


def test_everybody_in_the_role_is_told_but_not_whose_post_has_ended(jilin: Cast, staff: Post) -> None:
    over = given_post(jilin.centre, Role.CLERK, "离任的")
    Post.objects.filter(pk=over.pk).update(until=AT.date() - timedelta(days=1))
    case = given_application(jilin.employer, "JL25")
    colleague = given_post(post_in(jilin.bureau, Role.CLERK).organisation, Role.CLERK, "同岗的")
    handed_in(case)
    assert case.holder == colleague.organisation
    assert "同岗的" in topics(case)
    assert "离任的" not in topics(case)


def test_the_applicant_is_told_of_an_acceptance_with_its_letter(case: Case, staff: Post) -> None:
    stated_well(case)
    accept(case, by=whoever_holds(case), at=AT)
    assert {name: topic for name, topic in topics(case).items() if topic == Topic.LETTER} == {
        "周启明": Topic.LETTER,
        "钱小燕": Topic.LETTER,
    }
    message = heard(case)["钱小燕"]
    assert message.title == "首次评估备案：受理"
    assert "文书《" in message.text
    assert message.post == staff


def test_a_correction_tells_what_to_put_right(case: Case) -> None:
    return_for_correction(case, MISSING, by=whoever_holds(case), at=AT)
    assert topics(case) == {"周启明": Topic.CORRECTION, "钱小燕": Topic.CORRECTION}
    message = heard(case)["周启明"]
    assert message.title == "首次评估备案：请补正2处"
    assert "1. 请补充考务管理制度\n2. 请补充一名督导员\n" in message.text


def test_who_asked_for_it_is_told_that_the_correction_came(case: Case) -> None:
    (name,) = clerks_of(case)
    return_for_correction(case, MISSING, by=whoever_holds(case), at=AT)
    handed_in(case)
    assert topics(case) == {name: Topic.ARRIVED}
    assert heard(case)[name].title.endswith("，补正已提交")


def test_a_refusal_tells_reason_article_and_what_helps(jilin: Cast, staff: Post) -> None:
    given_post(jilin.bureau, Role.CLERK, "何静")
    jilin.employer.members.all().delete()
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    reject(case, "没有专职人员", by=whoever_holds(case), at=AT)
    assert topics(case) == {"周启明": Topic.DECISION, "钱小燕": Topic.DECISION}
    message = heard(case)["周启明"]
    assert message.title == "首次评估备案：不予受理"
    for said in ("理由：没有专职人员", "依据：第", "怎样改进：", "有疑问的，可以向"):
        assert said in message.text


def test_a_grant_tells_number_and_validity(jilin: Cast, case: Case) -> None:
    brought_to_its_end(case, jilin)
    message = heard(case)["周启明"]
    assert (message.topic, message.title) == (Topic.DECISION, "首次评估备案：准予备案")
    assert "备案号" in message.text
    assert "，有效期到2029年" in message.text


def test_the_applicant_is_told_when_a_publicity_opens_and_until_when_it_runs(jilin: Cast, case: Case) -> None:
    at = brought_to(case, "publicity", jilin)
    publish(case, NOTICE, by=whoever_holds(case), at=at)
    assert topics(case) == {"周启明": Topic.PROGRESS, "钱小燕": Topic.PROGRESS}
    assert heard(case)["周启明"].text.endswith("二十四时止，其间任何人都可以提出异议。")


def test_nobody_is_told_of_his_own_act(jilin: Cast, case: Case) -> None:
    brought_to_its_end(case, jilin)
    for event in case.events.select_related("by"):
        told = Message.objects.filter(key=f"case:{case.pk}:{event.ordinal}")
        assert event.by is None or not told.filter(recipient=event.by.person_id).exists()


def test_nobody_is_told_twice_of_an_act_that_is_pressed_twice(case: Case) -> None:
    stated_well(case)
    by, stale = whoever_holds(case), Case.objects.get(pk=case.pk)
    accept(case, by=by, at=AT)
    count = Message.objects.count()
    with pytest.raises(Moved):
        accept(stale, by=by, at=AT)
    assert Message.objects.count() == count
    last = case.events.last()
    assert last is not None
    telling.tell_of(Done(Ground(case, AT.date()), last, (case.holder_id, case.holder_role)))
    assert Message.objects.count() == count


def test_work_inside_the_office_tells_nobody(case: Case) -> None:
    stated_well(case)
    last = case.events.last()
    assert last is not None
    assert (last.act, topics(case)) == (Act.STATE, {})


def test_an_office_that_had_the_case_is_told_that_it_was_withdrawn(case: Case, jilin: Cast) -> None:
    names = clerks_of(case)
    withdraw(case, "暂不申请", by=jilin.manager, at=AT)
    assert topics(case) == dict.fromkeys(names, Topic.CLOSED)
    assert heard(case)[names.pop()].text.endswith("已办结（申请人撤回）。\n暂不申请")


def test_whoever_sent_it_back_is_told_that_it_was_withdrawn(case: Case, jilin: Cast) -> None:
    (name,) = clerks_of(case)
    given_post(case.holder, Role.REVIEWER, "没办过的")
    return_for_correction(case, MISSING, by=whoever_holds(case), at=AT)
    withdraw(case, "暂不申请", by=jilin.manager, at=AT)
    assert topics(case) == {name: Topic.CLOSED}


def test_a_draft_that_is_dropped_tells_no_office(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    withdraw(case, "不申请了", by=jilin.manager, at=AT)
    assert topics(case) == {}


@pytest.fixture
def reviewed(case: Case, jilin: Cast) -> Case:
    """The case where a panel is to be put together."""
    brought_to(case, "first_review", jilin)
    return case


def sheet_in(panel: Panel, number: int) -> None:
    """The sheet of one of a panel is handed in; the head's is the first."""
    seat = panel.seats.select_related("expert__post__person").order_by("-head", "id")[number]
    items = pack_of(panel.case.edition_id).criteria[panel.criteria].items
    full = {item.id: item.max for item in items}
    hand_in(panel.case, seat, full, "", by=seat.expert.post, at=AT)


def test_experts_are_told_that_they_are_chosen_and_with_whom(reviewed: Case, jilin: Cast) -> None:
    given_panel(reviewed, jilin.experts)
    assert topics(reviewed) == dict.fromkeys("甲乙丙", Topic.PANEL)
    assert "专家组：甲、乙、丙。" in heard(reviewed)["乙"].text


def test_the_last_expert_is_told_that_the_panel_waits_for_his_sheet(reviewed: Case, jilin: Cast) -> None:
    panel = given_panel(reviewed, jilin.experts)
    sheet_in(panel, 0)
    assert topics(reviewed) == {}
    sheet_in(panel, 1)
    assert topics(reviewed) == {"丙": Topic.PANEL}
    assert heard(reviewed)["丙"].title == "松江机械制造有限公司：专家组只等您的评分表"


def test_head_and_office_are_told_when_every_sheet_is_in(reviewed: Case, jilin: Cast) -> None:
    panel = given_panel(reviewed, jilin.experts)
    office = clerks_of(reviewed)
    for number in range(3):
        sheet_in(panel, number)
    assert topics(reviewed) == {"甲": Topic.PANEL} | dict.fromkeys(office, Topic.ARRIVED)
    assert heard(reviewed)[office.pop()].title.endswith("，评分表已全部提交")


def test_a_head_whose_own_sheet_was_the_last_is_not_told(reviewed: Case, jilin: Cast) -> None:
    panel = given_panel(reviewed, jilin.experts)
    for number in (1, 2, 0):
        sheet_in(panel, number)
    assert "甲" not in topics(reviewed)


def test_the_office_is_told_when_the_head_drew_up_the_opinion(reviewed: Case, jilin: Cast) -> None:
    panel = given_panel(reviewed, jilin.experts)
    for number in range(3):
        sheet_in(panel, number)
    found = dict.fromkeys(asked_of(reviewed), True)
    draw_up(reviewed, "合格", found, by=jilin.experts[0].post, at=AT)
    assert topics(reviewed) == dict.fromkeys(clerks_of(reviewed), Topic.ARRIVED)


def test_colleagues_hear_nothing_when_the_office_itself_drew_it_up(reviewed: Case, jilin: Cast) -> None:
    panel = given_panel(reviewed, jilin.experts)
    given_post(reviewed.holder, Role(reviewed.holder_role), "同岗的")
    for number in range(3):
        sheet_in(panel, number)
    found = dict.fromkeys(asked_of(reviewed), True)
    draw_up(reviewed, "合格", found, by=whoever_holds(reviewed), at=AT)
    assert topics(reviewed) == {}


def test_a_panel_that_is_replaced_is_told_so(reviewed: Case, jilin: Cast) -> None:
    given_panel(reviewed, jilin.experts)
    other = [given_expert(jilin.centre, name, f"{name}大学") for name in "戊己庚"]
    given_panel(reviewed, other)
    assert topics(reviewed) == dict.fromkeys("戊己庚", Topic.PANEL)
    released = Message.objects.filter(key__endswith=":released")
    assert {each.recipient.full_name for each in released} == set("甲乙丙")


def test_while_another_system_is_awaited_no_office_is_told_and_then_it_is(tianjin: Cast) -> None:
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.employer, "TJ21")
    at = brought_to(case, "report", tianjin)
    assert Topic.ARRIVED not in topics(case).values()
    decline(case, "备案信息有误", by=None, at=at)
    assert set(topics(case).values()) == {Topic.DECISION, Topic.CLOSED}


def test_the_answer_of_another_system_brings_the_case_back(tianjin: Cast) -> None:
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "notice", tianjin)
    arrived = {name for name, topic in topics(case).items() if topic == Topic.ARRIVED}
    assert arrived == clerks_of(case)
    assert topics(case)["周启明"] == Topic.PROGRESS


def test_a_round_is_told_to_the_bodies_of_the_place_only(tianjin: Cast) -> None:
    elsewhere = given_body(given_divisions(COUNTY)[Rank.COUNTY], BodyKind.SCHOOL, "外地技师学院", 77)
    given_post(elsewhere.organisation, Role.MANAGER, "外地院长")
    here = given_post(tianjin.school.organisation, Role.MANAGER, "本地院长")
    called = given_round(tianjin.bureau, "TJ21", places=2)
    told = Message.objects.filter(key=f"round:{called.pk}").select_related("recipient")
    assert {each.recipient for each in told} == {tianjin.manager.person, here.person}
    message = told[0]
    assert message.title.endswith("发布申报批次：2026年第一批")
    assert message.text.splitlines() == [
        "申报时间：2026年11月16日 (周一)到2026年11月25日 (周三)。",
        "征集范围：装备制造",
        "拟入选2家。",
    ]


def test_an_act_tells_everybody_at_the_cost_of_three_statements(
    case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stated_well(case)
    accept(case, by=whoever_holds(case), at=AT)
    last = case.events.select_related("by").last()
    assert last is not None
    given_post(case.holder, Role(case.holder_role), "接手的")
    Message.objects.all().delete()
    done = Done(Ground(case, AT.date()), last, (0, ""))
    assert done.case.holder != done.case.applicant  # both are at hand
    with django_assert_num_queries(3):
        telling.tell_of(done)
    assert len(topics(case)) >= 3


@pytest.mark.row("CR-6")
@pytest.mark.parametrize(
    ("conditions", "says"),
    [("甲办法", "现在按《甲办法》办理"), ("乙办法", "现在步骤按《甲办法》，条件按《乙办法》办理")],
)
def test_a_case_that_goes_over_is_told_by_which_texts_it_goes_on(conditions: str, says: str) -> None:
    ground = cast(
        Ground, SimpleNamespace(pack=SimpleNamespace(title="甲办法"), law=SimpleNamespace(title=conditions))
    )
    assert telling._texts(ground) == says

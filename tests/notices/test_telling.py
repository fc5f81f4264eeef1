"""Objections and comments are told to whoever must answer them; answers to whoever waits for them."""

import pytest

from dengji.messages.models import Message
from dengji.messages.terms import Topic
from dengji.notices.acts.objecting import answer
from dengji.people.terms import Role
from tests.cast import given_post
from tests.notices.cast import days, given_objection, given_publicity
from tests.notices.drafts import FIRST, at, given_comment, given_consultation
from tests.records.cast import NOON

pytestmark = pytest.mark.django_db


def told(key: str) -> dict[str, Message]:
    """Who was told under a key."""
    return {each.recipient.full_name: each for each in Message.objects.filter(key=key)}


def test_whoever_may_answer_is_told_of_an_objection_and_not_who_objected() -> None:
    shown = given_publicity()
    given_post(shown.case.holder, Role.APPROVER, "审批的")
    given_post(shown.case.holder, Role.ADMINISTRATOR, "管账号的")
    given_post(shown.case.applicant, Role.MANAGER, "机构的")
    objection = given_objection(shown)
    heard = told(f"objection:{objection.pk}")
    assert set(heard) == {shown.clerk.person.full_name, "审批的"}
    message = heard["审批的"]
    assert (message.topic, message.path) == (Topic.OBJECTION, f"/desk/cases/{shown.case.token}/")
    assert objection.receipt in message.text
    assert not any(said in f"{message.title}{message.text}" for said in ("孙亮", "13900001111", "实训场地"))


def test_an_objection_pressed_twice_is_told_once() -> None:
    shown = given_publicity()
    given_objection(shown)
    given_objection(shown)
    assert Message.objects.filter(topic=Topic.OBJECTION).count() == 1


def test_the_applicant_and_whoever_waits_to_close_are_told_of_the_answer() -> None:
    shown = given_publicity()
    shown.case.holder_role = Role.CLERK
    shown.case.save(update_fields=["holder_role"])
    given_post(shown.case.holder, Role.CLERK, "同岗的")
    given_post(shown.case.applicant, Role.STAFF, "机构的")
    objection = given_objection(shown)
    answer(objection, upheld=False, answer="经核实，场地齐备。", by=shown.clerk, at=NOON + days(1))
    heard = told(f"objection:{objection.pk}:answered")
    assert set(heard) == {"同岗的", "机构的"}
    assert heard["机构的"].title.endswith("的公示：异议已答复（不成立）")


def test_an_objection_that_proved_right_is_told_so() -> None:
    shown = given_publicity()
    given_post(shown.case.applicant, Role.STAFF, "机构的")
    objection = given_objection(shown)
    answer(objection, upheld=True, answer="经核实，没有场地。", by=shown.clerk, at=NOON + days(1))
    assert "（成立）" in told(f"objection:{objection.pk}:answered")["机构的"].title


def test_comments_are_told_once_a_day_to_whoever_answers_them() -> None:
    opened = given_consultation()
    for noon in (at(FIRST, 12), at(FIRST, 13), at(FIRST + days(1), 12)):
        given_comment(opened, noon, content=f"{noon}的意见")
    heard = Message.objects.filter(topic=Topic.COMMENT)
    assert {each.recipient for each in heard} == {opened.clerk.person, opened.administrator.person}
    assert heard.filter(recipient=opened.clerk.person).count() == 2
    assert not any("孙亮" in each.text for each in heard)

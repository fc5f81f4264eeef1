"""The table of what is told: whole, and each line of it told by somebody."""

import pytest

from dengji.messages.reference import pages
from dengji.messages.terms import Channel, Told, Topic
from dengji.messages.topics import TABLE, topics_for
from dengji.people.terms import BODY_ROLES, Role
from tests.architecture.tree import modules


def test_every_topic_has_its_line() -> None:
    assert set(TABLE) == set(Topic)


@pytest.mark.parametrize("topic", Topic)
def test_every_line_says_who_is_told_how_and_of_what(topic: Topic) -> None:
    entry = TABLE[topic]
    assert entry.roles
    assert Channel.EMAIL in entry.channels
    assert entry.help.endswith("。")


@pytest.mark.parametrize("topic", Topic)
def test_every_topic_is_told_by_some_room(topic: Topic) -> None:
    tellers = [m for m in modules("dengji") if not m.path.startswith("dengji/messages/")]
    assert [m.path for m in tellers if f"Topic.{topic.name}" in m.text]


@pytest.mark.parametrize("topic", Told)
def test_candidates_are_told_of_every_line_by_some_room(topic: Told) -> None:
    tellers = [m for m in modules("dengji") if not m.path.startswith("dengji/messages/")]
    assert [m.path for m in tellers if f"Told.{topic.name}" in m.text]


def test_a_body_hears_of_what_it_must_mend_and_an_expert_of_panels_only() -> None:
    assert Topic.CORRECTION in topics_for(BODY_ROLES)
    assert topics_for({Role.EXPERT}) == [Topic.PANEL]
    assert topics_for(()) == []


def test_what_a_period_of_the_law_hangs_on_is_required() -> None:
    required = {topic for topic, entry in TABLE.items() if entry.required}
    assert {Topic.CORRECTION, Topic.DECISION, Topic.OVERDUE, Topic.RENEWAL} <= required
    assert Topic.PROGRESS not in required


def test_the_table_is_a_page_of_the_reference() -> None:
    page = pages()["notifications.md"]
    assert page.count("\n| ") == len(Topic) + len(Told) + 4
    assert "| 退回补正 | 机构负责人、机构经办人 | 站内、电子邮件、短信（不能关闭） |" in page
    assert "| 专家评审 | 专家 | 站内、电子邮件、短信 |" in page

"""What a correction list begins with: a line under the part where the applicant can put it right."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from dengji.policy.engine.evaluate import judge
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Section
from dengji.web.casework import CasePage
from dengji.web.office.suggestions import suggested
from tests.policy.small import given_facts, given_pack

NEEDED = ('holds: {fact: "staff",', 'holds: {fact: "needed",')
SITE = ('{fact: "clean", is: "is_true"}', '{fact: "site", is: "equals", value: "own"}')


def lines(pack: Pack, **facts: Any) -> list[dict[str, str]]:
    """The lines for a body of which these facts are known."""
    judgement = judge(pack, ("staff", "clean"), given_facts(pack, kind="employer", **facts))
    return suggested(cast(CasePage, SimpleNamespace(pack=pack, now=SimpleNamespace(judgement=judgement))))


def test_a_body_with_all_that_it_needs_is_told_nothing() -> None:
    assert lines(given_pack(), staff=3, clean=True, lacking=[]) == []


def test_a_step_without_conditions_suggests_nothing() -> None:
    shown = SimpleNamespace(pack=given_pack(), now=SimpleNamespace(judgement=None))
    assert suggested(cast(CasePage, shown)) == []


@pytest.mark.parametrize(
    ("pack", "facts", "part"),
    [
        (given_pack(), {"staff": 2, "clean": True, "lacking": []}, Section.PEOPLE),
        (given_pack(NEEDED), {"needed": 2, "clean": True, "lacking": []}, Section.BODY),
        (given_pack(SITE), {"staff": 3, "site": "rented", "lacking": []}, Section.DECLARATIONS),
    ],
)
def test_each_line_stands_under_the_part_where_it_is_put_right(
    pack: Pack, facts: dict[str, Any], part: Section
) -> None:
    assert [line["section"] for line in lines(pack, **facts)] == [part.value]


def test_a_line_says_what_lacks_what_helps_and_the_article() -> None:
    (line,) = lines(given_pack(), staff=2, clean=True, lacking=[])
    assert "专职人员2人，少于3人" in line["says"]
    assert "增加到3人" in line["says"]
    assert "第一条" in line["says"]


def test_what_only_an_officer_can_find_out_is_not_asked_of_the_applicant() -> None:
    known = {"staff": 3, "clean": True, "lacking": ["验资报告"]}  # but nobody has verified it
    assert lines(given_pack(), **known) == []


def test_what_the_applicant_has_not_said_is_asked_for() -> None:
    (line,) = lines(given_pack(SITE), staff=3, lacking=[])
    assert line["section"] == Section.DECLARATIONS.value

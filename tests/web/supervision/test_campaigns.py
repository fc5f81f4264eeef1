"""Campaigns at the supervision desk and in public: each page for whom it is, nothing before its time."""

import json
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.filings.models import Filing
from dengji.people.terms import Role
from dengji.supervision.models import Barred, Campaign, Inspection
from dengji.supervision.queries import inspections_of
from dengji.supervision.terms import CampaignState
from dengji.supervision.verifying import checked, good
from tests.cast import Cast, given_cast, given_post
from tests.evaluations.people import given_supervisor
from tests.supervision.campaigns import (
    DRAWS,
    MORNING,
    clerk_of,
    given_bodies,
    given_campaign,
    given_committed,
    given_drawn,
    given_supervisors,
)
from tests.web.office.desk import browser_of, opened, sent, well_built

SAID = {
    "title": "2026年第四季度抽查", "basis": "管理办法第十九条", "place": "120000", "reach": "own", "strata": "kind",
    "share": "50", "least": "1", "each": "2", "draw_on": "2026-11-25", "from_on": "2026-11-26",
    "until": "2026-12-20", "source": "",
}  # fmt: skip


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Tianjin with six filed bodies and five supervisors, on the morning of the arrangement."""
    with time_machine.travel(MORNING, tick=False):
        made = given_cast("120116", "120104")
        given_bodies(made)
        given_supervisors(made)
        yield made


def page(name: str, campaign: Campaign) -> str:
    """An address of a campaign."""
    return reverse(f"supervision:{name}", args=[campaign.token])


def public(address: str) -> str:
    """A page as anybody sees it."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.row("TJ21-19.1")
def test_a_campaign_is_arranged_published_drawn_checked_and_shown_page_by_page(cast: Cast) -> None:
    clerk = clerk_of(cast)
    assert "先制定抽查安排" in opened(clerk, reverse("supervision:campaigns"))
    browser_of(clerk).post(reverse("supervision:new"), SAID)
    made = Campaign.objects.get()
    assert "将抽取4家" in opened(clerk, page("campaign", made))
    sent(clerk, page("commit", made), version=0)
    before = json.loads(Client().get(reverse("public:draw_file", args=[made.token])).content)
    with time_machine.travel(DRAWS, tick=False):
        sent(clerk, page("draw", made), version=1)
        for each in inspections_of(made):
            address = reverse("supervision:check", args=[each.token])
            sent(clerk, address, version=0, came="problems", on="2026-11-25", says="档案不全。")
        assert "公布结果" in opened(clerk, page("campaign", made))
        sent(clerk, page("publish", made), version=2)
        shown = public(reverse("public:draw", args=[made.token]))
        file = json.loads(Client().get(reverse("public:draw_file", args=[made.token])).content)
    assert shown.count("档案不全。") == 4
    assert good(checked(file, before))


def test_every_page_is_well_built(cast: Cast) -> None:
    clerk, made = clerk_of(cast), given_campaign(cast)
    for name in ("campaign", "change", "bars", "commit", "cancel"):
        well_built(opened(clerk, page(name, made)))
    drawn = given_drawn(cast)
    for name in ("campaign", "publish"):
        well_built(opened(clerk, page(name, drawn)))
    check = inspections_of(drawn)[0]
    well_built(opened(clerk, reverse("supervision:check", args=[check.token])))
    well_built(
        opened(clerk, reverse("supervision:replace", args=[check.token, check.inspectors.all()[0].pk]))
    )
    for address in (reverse("public:draws"), reverse("public:draw", args=[drawn.token])):
        well_built(public(address))
    committed = given_committed(cast, source="前一日上证指数收盘点位")
    with time_machine.travel(DRAWS, tick=False):
        well_built(opened(clerk, page("draw", committed)))


def test_the_public_learns_neither_a_draft_nor_who_was_drawn_before_the_results(cast: Cast) -> None:
    draft, drawn = given_campaign(cast, title="还没有公布的安排"), given_drawn(cast)
    assert "还没有公布的安排" not in public(reverse("public:draws"))
    assert Client().get(reverse("public:draw", args=[draft.token])).status_code == 404
    assert Client().get(reverse("public:draw_file", args=[draft.token])).status_code == 404
    shown = public(reverse("public:draw", args=[drawn.token]))
    assert "正在检查" in shown
    assert not [each for each in inspections_of(drawn) if str(each.filing.institution) in shown]
    assert "seed" not in json.loads(Client().get(reverse("public:draw_file", args=[drawn.token])).content)


def test_other_authorities_and_bodies_find_nothing(cast: Cast) -> None:
    made = given_drawn(cast)
    check = reverse("supervision:check", args=[Inspection.objects.all()[0].token])
    stranger = given_post(cast.province_bureau, Role.CLERK, "外人")
    for name in ("campaign", "commit", "draw", "publish", "cancel", "export"):
        assert browser_of(stranger).get(page(name, made)).status_code == 404
        assert browser_of(cast.manager).get(page(name, made)).status_code == 403
    assert browser_of(stranger).get(check).status_code == 404
    assert "还没有组织过" in opened(stranger, reverse("supervision:campaigns"))


def test_an_administrator_may_read_but_not_act(cast: Cast) -> None:
    made = given_committed(cast)
    reader = given_post(cast.province_centre, Role.ADMINISTRATOR, "管理员")
    assert "取消这次抽查" not in opened(reader, page("campaign", made))
    assert browser_of(reader).post(page("cancel", made), {"because": "不想查"}).status_code == 403


def test_pressed_twice_the_second_is_told_that_it_moved(cast: Cast) -> None:
    made, clerk = given_campaign(cast), clerk_of(cast)
    sent(clerk, page("commit", made), version=0)
    assert browser_of(clerk).post(page("commit", made), {"version": "0"}).status_code == 409
    assert Campaign.objects.get().state == CampaignState.COMMITTED


def test_a_wrong_form_keeps_what_was_typed_and_says_what_is_wrong(cast: Cast) -> None:
    answer = browser_of(clerk_of(cast)).post(
        reverse("supervision:new"), {**SAID, "share": "0", "draw_on": ""}
    )
    said = answer.content.decode()
    assert "2026年第四季度抽查" in said
    assert "抽查比例（%）不小于1" in said
    assert "请填写抽取日期" in said
    early = browser_of(clerk_of(cast)).post(reverse("supervision:new"), {**SAID, "draw_on": "2026-11-01"})
    assert "日期的先后不对" in early.content.decode()
    assert not Campaign.objects.exists()


def test_a_bar_is_entered_and_taken_back(cast: Cast) -> None:
    made, clerk = given_campaign(cast), clerk_of(cast)
    filing = Filing.objects.order_by("number")[0]
    person = RegisteredPerson.objects.filter(kind="supervisor")[0]
    sent(clerk, page("bars", made), filing=filing.pk, person=person.pk, says="<b>亲属</b>", version=0)
    assert "&lt;b&gt;亲属&lt;/b&gt;" in opened(clerk, page("bars", made))
    sent(clerk, page("bars", made), remove=Barred.objects.get().pk, version=1)
    assert not Barred.objects.exists()


def test_an_inspector_sees_his_own_checks_and_nobody_elses(cast: Cast) -> None:
    person = given_supervisor(cast, 860)
    RegisteredPerson.objects.exclude(pk=person.pk).filter(kind="supervisor").update(valid_until="2026-11-01")
    drawn = given_drawn(cast, each=1, share=34)
    other = given_supervisor(cast, 861)
    names = {str(each.filing.institution) for each in inspections_of(drawn)}
    assert person.post
    assert other.post
    shown = opened(person.post, reverse("supervision:tasks"))
    assert all(name in shown for name in names)
    assert "您现在没有检查任务" in opened(other.post, reverse("supervision:tasks"))


def test_the_results_can_be_taken_away_as_a_sheet(cast: Cast) -> None:
    answer = browser_of(clerk_of(cast)).get(page("export", given_drawn(cast)))
    assert answer.content[:2] == b"PK"
    assert "attachment" in answer["Content-Disposition"]


def test_the_page_of_a_campaign_makes_as_many_statements_for_six_bodies_as_for_three(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clerk, made = clerk_of(cast), given_drawn(cast, share=100)
    browser = browser_of(clerk)
    with django_assert_max_num_queries(11):
        assert browser.get(page("campaign", made)).status_code == 200

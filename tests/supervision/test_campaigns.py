"""A campaign from its hash to its published results (双随机、一公开)."""

from datetime import date, timedelta

import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from dengji.audit.models import Entry
from dengji.evaluations.models.examiners import DeclaredTie, RegisteredPerson
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState
from dengji.messages.models import Message
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.supervision.acts.campaigns import bar, cancel, change, commit, draw, prepare, publish, unbar
from dengji.supervision.acts.checking import note_result, put_in_place
from dengji.supervision.listing import inspectors_for, take_of
from dengji.supervision.models import Barred, Campaign, Inspection, Inspector
from dengji.supervision.queries import as_file, going, inspections_of
from dengji.supervision.terms import Bar, Came, CampaignState
from dengji.supervision.verifying import checked, good
from tests.cast import Cast
from tests.evaluations.people import given_supervisor
from tests.supervision.campaigns import (
    DRAWS,
    MORNING,
    WANTED,
    clerk_of,
    given_campaign,
    given_committed,
    given_drawn,
    somebody_else,
)

CHECKED_AT = DRAWS + timedelta(days=5)


def all_checked(campaign: Campaign, cast: Cast) -> None:
    """Every check has a result."""
    for each in inspections_of(campaign):
        note_result(each, Came.GOOD, "未发现问题。", on=CHECKED_AT.date(), by=clerk_of(cast), at=CHECKED_AT)


@pytest.mark.row("TJ21-19.1")
@pytest.mark.row("XZ24-29")
def test_a_campaign_runs_from_its_hash_to_results_that_anybody_can_check(cast: Cast) -> None:
    committed = given_committed(cast, strata="kind")
    before = as_file(committed)
    assert committed.number == "2026-001"
    assert good(checked(before))
    assert "seed" not in before
    running = draw(committed, by=clerk_of(cast), at=DRAWS)
    assert [each.group for each in inspections_of(running)] == ["用人单位"] * 2 + ["社会培训评价组织"] * 2
    assert "seed" not in as_file(running)
    all_checked(running, cast)
    done = publish(running, by=clerk_of(cast), at=CHECKED_AT)
    assert done.state == CampaignState.PUBLISHED
    assert good(checked(as_file(done), before))
    acts = Entry.objects.filter(Q(act__startswith="campaign.") | Q(act__startswith="inspection."))
    assert list(acts.order_by("position").values_list("act", flat=True)) == [
        *("campaign.prepare", "campaign.commit", "campaign.draw"),
        *["inspection.result"] * 4,
        "campaign.publish",
    ]


def test_a_campaign_of_the_whole_place_reaches_what_other_authorities_keep(cast: Cast) -> None:
    Filing.objects.filter(number="Y000012000001").update(authority=cast.province_bureau)
    own, wide = given_committed(cast), given_committed(cast, reach="place")
    listed = [
        [body for group in each.urn["groups"] for body in group["bodies"]] for each in (own, wide) if each.urn
    ]
    assert [len(each) for each in listed] == [5, 6]


def test_inspectors_come_from_the_registers_above_too_each_once(cast: Cast) -> None:
    own = RegisteredPerson.objects.filter(kind="supervisor").order_by("number")
    first, second = own[:2]
    own.exclude(pk__in=(first.pk, second.pk)).delete()
    RegisteredPerson.objects.filter(pk=second.pk).update(authority=cast.employer.organisation)
    campaign = given_campaign(cast)
    assert [each.pk for each in inspectors_for(campaign)] == [first.pk]
    RegisteredPerson.objects.filter(pk=second.pk).update(authority=cast.province_bureau)
    assert {each.pk for each in inspectors_for(campaign)} == {first.pk, second.pk}
    RegisteredPerson.objects.filter(pk=second.pk).update(identity=first.identity)
    assert len(inspectors_for(campaign)) == 1


@pytest.mark.parametrize(
    ("there", "share", "least", "take"), [(6, 50, 1, 3), (7, 50, 1, 4), (3, 1, 2, 2), (1, 5, 3, 1)]
)
def test_a_share_is_rounded_up_and_never_under_the_least_nor_over_what_is_there(
    there: int, share: int, least: int, take: int
) -> None:
    assert take_of(there, share, least) == take


def test_only_filings_in_force_of_the_kinds_wanted_are_drawn_from(cast: Cast) -> None:
    first, second = Filing.objects.order_by("number")[:2]
    Filing.objects.filter(pk=first.pk).update(state=FilingState.ENDED)
    made = given_committed(cast, kinds=["employer"])
    listed = [body for group in made.urn["groups"] for body in group["bodies"]] if made.urn else []
    assert first.number not in listed
    assert second.number not in listed  # a social organisation
    assert len(listed) == 2


def test_who_works_for_a_body_or_declared_a_tie_is_barred_by_itself_and_the_list_does_not_say_why(
    cast: Cast,
) -> None:
    one, other, third = Filing.objects.order_by("number")[:3]
    works, tied, told = RegisteredPerson.objects.filter(kind="supervisor").order_by("number")[:3]
    RegisteredPerson.objects.filter(pk=works.pk).update(employer=f" {one.institution} ")
    DeclaredTie.objects.create(
        identity=tied.identity, name=tied.name, kind="kin", organisation_id=other.institution_id,
        by=clerk_of(cast), declared_at=MORNING,
    )  # fmt: skip
    draft = given_campaign(cast)
    bar(draft, third, told, "三年内曾在该机构任职", by=clerk_of(cast), at=MORNING)
    draft.refresh_from_db()
    made = commit(draft, by=clerk_of(cast), at=MORNING)
    assert made.urn is not None
    assert made.urn["bars"] == sorted(
        [[one.number, works.number], [other.number, tied.number], [third.number, told.number]]
    )
    assert "任职" not in str(as_file(made))
    assert set(Barred.objects.values_list("why", flat=True)) == {Bar.EMPLOYER, Bar.DECLARED, Bar.ENTERED}


def test_what_a_clerk_barred_he_may_take_back_until_the_list_is_published(cast: Cast) -> None:
    draft, filing = given_campaign(cast), Filing.objects.order_by("number")[0]
    person = RegisteredPerson.objects.filter(kind="supervisor")[0]
    bar(draft, filing, person, "亲属", by=clerk_of(cast), at=MORNING)
    draft.refresh_from_db()
    unbar(draft, Barred.objects.get().pk, by=clerk_of(cast), at=MORNING)
    assert not Barred.objects.exists()
    draft.refresh_from_db()
    made = commit(draft, by=clerk_of(cast), at=MORNING)
    with pytest.raises(NotAllowed, match="已公布摘要"):
        bar(made, filing, person, "亲属", by=clerk_of(cast), at=MORNING)


def test_too_few_inspectors_are_told_with_the_bodies_before_anything_is_published(cast: Cast) -> None:
    draft = given_campaign(cast, each=6)
    with pytest.raises(NotAllowed, match=r"不足6人：Y000012000001、.*等"):
        commit(draft, by=clerk_of(cast), at=MORNING)
    draft.refresh_from_db()
    assert (draft.state, draft.commitment, draft.number) == (CampaignState.DRAFT, "", None)


@pytest.mark.parametrize(("day", "allowed"), [(24, False), (25, True), (26, True)])
def test_a_draw_takes_place_on_the_announced_day_or_later(cast: Cast, day: int, allowed: bool) -> None:
    made, at = given_committed(cast), DRAWS.replace(day=day)
    if allowed:
        assert draw(made, by=clerk_of(cast), at=at).state == CampaignState.DRAWN
        return
    with pytest.raises(NotAllowed, match="2026年11月25日"):
        draw(made, by=clerk_of(cast), at=at)


def test_a_named_public_value_has_to_be_entered_and_is_part_of_the_draw(cast: Cast) -> None:
    made = given_committed(cast, source="11月24日上证指数收盘点位")
    with pytest.raises(NotAllowed, match="公共随机数"):
        draw(made, " ", by=clerk_of(cast), at=DRAWS)
    running = draw(made, "3208.14", by=clerk_of(cast), at=DRAWS)
    all_checked(running, cast)
    file = as_file(publish(running, by=clerk_of(cast), at=CHECKED_AT))
    assert good(checked(file))
    assert not good(checked({**file, "public_value": "3208.15"}))


def test_results_are_published_only_when_every_check_has_one(cast: Cast) -> None:
    running = given_drawn(cast)
    with pytest.raises(NotAllowed, match="还有3家"):
        publish(running, by=clerk_of(cast), at=CHECKED_AT)
    all_checked(running, cast)
    publish(running, by=clerk_of(cast), at=CHECKED_AT)
    one = Inspection.objects.select_related("campaign").all()[0]
    with pytest.raises(NotAllowed, match="不能再改"):
        note_result(one, Came.PROBLEMS, "有问题。", on=CHECKED_AT.date(), by=clerk_of(cast), at=CHECKED_AT)


def test_a_cancelled_campaign_says_why_and_shows_its_seed(cast: Cast) -> None:
    made = cancel(given_committed(cast), "检查方案调整", by=clerk_of(cast), at=MORNING)
    assert made.seed
    assert as_file(made)["cancelled_because"] == "检查方案调整"
    with pytest.raises(NotAllowed, match="已取消"):
        draw(made, by=clerk_of(cast), at=DRAWS)
    with pytest.raises(NotAllowed, match="检查中"):
        cancel(given_drawn(cast), "不想查了", by=clerk_of(cast), at=DRAWS)


def test_another_office_may_do_nothing_with_it(cast: Cast) -> None:
    made, stranger = given_committed(cast), somebody_else(cast)
    for act in (draw, publish):
        with pytest.raises(NotYours):
            act(made, by=stranger, at=DRAWS)
    with pytest.raises(NotYours):
        prepare(WANTED, by=cast.manager, at=MORNING)


def test_who_comes_with_an_old_page_is_told(cast: Cast) -> None:
    draft = given_campaign(cast)
    change(draft, WANTED, by=clerk_of(cast), at=MORNING)
    with pytest.raises(Moved):
        commit(draft, by=clerk_of(cast), at=MORNING)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"share": 0}, "1%到100%"),
        ({"share": 101}, "1%到100%"),
        ({"each": 0}, "1到9"),
        ({"title": " "}, "抽查名称"),
        ({"draw_on": date(2026, 11, 19)}, "先后"),
        ({"until": date(2026, 11, 25)}, "先后"),
    ],
)
def test_an_arrangement_that_cannot_be_is_refused(cast: Cast, said: dict[str, object], says: str) -> None:
    with pytest.raises(NotAllowed, match=says):
        given_campaign(cast, **said)


def test_a_draw_pressed_twice_is_done_once(cast: Cast) -> None:
    one, other = given_committed(cast), Campaign.objects.get()
    draw(one, by=clerk_of(cast), at=DRAWS)
    with pytest.raises(Moved):
        draw(other, by=clerk_of(cast), at=DRAWS)
    assert Inspection.objects.count() == 3


def test_an_inspector_who_cannot_come_is_replaced_by_somebody_who_may(cast: Cast) -> None:
    check = inspections_of(given_drawn(cast))[0]
    gone = check.inspectors.all()[0]
    there = set(check.inspectors.values_list("person", flat=True))
    free = RegisteredPerson.objects.filter(kind="supervisor").exclude(pk__in=there)[0]
    put_in_place(check, gone.pk, free, "因病", by=clerk_of(cast), at=CHECKED_AT)
    fresh = next(each for each in inspections_of(check.campaign) if each.pk == check.pk)
    assert [each.person_id for each in going(fresh).gone] == [gone.person_id]
    assert free.pk in {each.person_id for each in going(fresh).now}
    with pytest.raises(NotAllowed, match="已经被替换"):
        put_in_place(check, gone.pk, free, "因病", by=clerk_of(cast), at=CHECKED_AT)


def test_an_inspector_with_a_conflict_put_in_by_hand_is_refused(cast: Cast) -> None:
    check = inspections_of(given_drawn(cast))[0]
    tied = given_supervisor(cast, 850, employer=str(check.filing.institution))
    gone = check.inspectors.all()[0]
    with pytest.raises(NotAllowed, match="在该机构工作"):
        put_in_place(check, gone.pk, tied, "因病", by=clerk_of(cast), at=CHECKED_AT)
    assert Inspector.objects.filter(inspection=check).count() == 2


def test_a_result_is_dated_between_the_draw_and_today(cast: Cast) -> None:
    check = inspections_of(given_drawn(cast))[0]
    for day in (date(2026, 11, 24), date(2026, 12, 1)):
        with pytest.raises(NotAllowed, match="检查日期"):
            note_result(check, Came.GOOD, "好。", on=day, by=clerk_of(cast), at=CHECKED_AT)
    assert (
        note_result(check, Came.GOOD, "好。", on=DRAWS.date(), by=clerk_of(cast), at=CHECKED_AT).came
        == Came.GOOD
    )


def test_a_drawn_inspector_with_an_account_is_told_but_not_of_whom(cast: Cast) -> None:
    person = given_supervisor(cast, 860)
    RegisteredPerson.objects.exclude(pk=person.pk).filter(kind="supervisor").update(
        valid_until=date(2026, 11, 1)
    )
    given_drawn(cast, each=1)
    told = Message.objects.get(recipient=person.post.person)  # type: ignore[union-attr]
    assert "抽取参加监督检查" in told.title
    assert not any(str(each.institution) in told.text for each in Filing.objects.all())


def test_a_draw_over_many_makes_no_more_than_thirty_statements(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = given_committed(cast, share=100)
    with django_assert_max_num_queries(30):
        draw(made, by=clerk_of(cast), at=DRAWS)

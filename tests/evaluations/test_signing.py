"""Each examiner signs a sheet of his own; when all have signed, the group's score stands; nothing signed changes."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dengji.evaluations.acts import signing
from dengji.evaluations.acts.scoring import import_scores
from dengji.evaluations.acts.signing import lay_down_form, save_sheet, sign, sign_all, sign_in_as
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.models.scores import Score, ScoreEntry, ScoreSheet
from dengji.evaluations.scores.roll import BY_GROUP
from dengji.evaluations.scores.scorebook import Book
from dengji.evaluations.scores.sheetbook import duties, others, own_sheet, signed_sheets
from dengji.evaluations.scores.signatures import intact
from dengji.evaluations.terms import Attendance, EntryKind
from dengji.filings.models import Filing
from dengji.people.terms import Role
from dengji.policy.engine.practice import Group, Method
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from tests.batch import given_scores
from tests.cast import Cast, given_post
from tests.marking import (
    DAY,
    PRACTICAL,
    THEORY,
    another,
    given_accounts,
    given_attendance,
    given_batch,
    head,
    people,
    signed,
)
from tests.road import PACKS, read_once

ITEMS = [("安全文明", Decimal(20)), ("接线工艺", Decimal(50)), ("故障排除", Decimal(30))]


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A batch of two with three examiners who can sign in."""
    return given_batch(filing)


@pytest.fixture
def group(plan: Plan) -> list[Assignment]:
    """Its three examiners."""
    return given_accounts(plan)


def standing(plan: Plan) -> list[Decimal | None]:
    """The practical scores that stand."""
    found = Score.objects.filter(candidate__plan=plan, method=PRACTICAL).order_by("candidate__ordinal")
    return list(found.values_list("value", flat=True))


@pytest.mark.row("JLJD-22")
def test_the_groups_score_stands_only_when_every_examiner_has_signed(
    plan: Plan, group: list[Assignment]
) -> None:
    who = people(plan)[0]
    signed(who, group[0], "59.9")
    signed(who, group[1], "60")
    assert standing(plan) == []
    assert Book(plan, PRACTICAL).lines([who])[0].signed == 2
    signed(who, group[2], "60")
    assert standing(plan) == [Decimal("60.0")]  # 59.97, half up
    assert ScoreEntry.objects.get(candidate=who).kind == EntryKind.SHEET
    assert [each.intact for each in signed_sheets(Score.objects.get(candidate=who))] == [True] * 3


@pytest.mark.row("JLJD-22")
def test_a_signed_sheet_says_who_when_and_what_and_is_never_changed(
    plan: Plan, group: list[Assignment]
) -> None:
    who, mine = people(plan)[0], group[0]
    sheet = signed(who, mine, "80.5")
    assert (sheet.signed_by, sheet.signed_at, len(sheet.digest)) == (mine.post, DAY, 64)
    assert mine.post is not None
    with pytest.raises(Moved, match="已经签字"):
        save_sheet(who, PRACTICAL, mine, {"total": Decimal(90)}, by=mine.post, at=DAY)
    with pytest.raises(Moved, match="已经签字"):
        sign(sheet, by=mine.post, at=DAY)
    kept = own_sheet(who, PRACTICAL, mine)
    assert kept is not None
    assert (kept.total, intact(kept)) == (Decimal("80.5"), True)


@pytest.mark.parametrize(
    "changed",
    [
        {"total": Decimal(99)},
        {"items": {"total": "99.0"}},
        {"signed_at": DAY + timedelta(seconds=1)},
        {"method": "review"},
    ],
)
def test_whatever_is_changed_behind_a_signature_shows(
    plan: Plan, group: list[Assignment], changed: dict[str, Any]
) -> None:
    sheet = signed(people(plan)[0], group[0], "80")
    ScoreSheet.objects.filter(pk=sheet.pk).update(**changed)
    assert not intact(ScoreSheet.objects.get(pk=sheet.pk))


@pytest.mark.row("JLJD-22")
def test_nobody_sees_anothers_sheet_before_his_own_is_signed(plan: Plan, group: list[Assignment]) -> None:
    who, mine = people(plan)[0], group[1]
    signed(who, group[0], "80")
    assert mine.post is not None
    draft = save_sheet(who, PRACTICAL, mine, {"total": Decimal(60)}, by=mine.post, at=DAY)
    assert others(None) == others(draft) == []
    done = sign(draft, by=mine.post, at=DAY)
    assert [each.sheet.total for each in others(done)] == [Decimal(80)]
    assert signed_sheets(None) == []


def test_a_sheet_is_only_its_own_examiners(plan: Plan, group: list[Assignment], cast: Cast) -> None:
    who = people(plan)[0]
    for by in (group[1].post, head(plan), given_post(cast.school.organisation, Role.STAFF)):
        assert by is not None
        with pytest.raises(NotYours, match="本人"):
            save_sheet(who, PRACTICAL, group[0], {"total": Decimal(60)}, by=by, at=DAY)
        draft = ScoreSheet.objects.get_or_create(candidate=who, method=PRACTICAL, assignment=group[0])[0]
        with pytest.raises(NotYours, match="本人"):
            sign(draft, by=by, at=DAY)


@pytest.mark.row("JLJD-22")
def test_items_are_laid_down_once_and_a_sheet_is_signed_only_whole(
    plan: Plan, group: list[Assignment]
) -> None:
    form = lay_down_form(plan, PRACTICAL, ITEMS, by=head(plan), at=DAY)
    keys = [each["id"] for each in form.items]
    who, mine = people(plan)[0], group[0]
    assert mine.post is not None
    draft = save_sheet(who, PRACTICAL, mine, {keys[0]: Decimal("19.5")}, by=mine.post, at=DAY)
    with pytest.raises(NotAllowed, match="接线工艺、故障排除"):
        sign(draft, by=mine.post, at=DAY)
    with pytest.raises(NotAllowed, match="0到50分"):
        save_sheet(who, PRACTICAL, mine, {keys[1]: Decimal("50.1")}, by=mine.post, at=DAY)
    with pytest.raises(NotAllowed, match="已经变化"):
        save_sheet(who, PRACTICAL, mine, {"total": Decimal(60)}, by=mine.post, at=DAY)
    whole = dict(zip(keys, (Decimal("19.5"), Decimal(45), Decimal(30)), strict=True))
    save_sheet(who, PRACTICAL, mine, whole, by=mine.post, at=DAY)
    assert sign_all(mine, PRACTICAL, by=mine.post, at=DAY) == 1
    assert ScoreSheet.objects.get(candidate=who).total == Decimal("94.5")
    with pytest.raises(NotAllowed, match="不能再改"):
        lay_down_form(plan, PRACTICAL, ITEMS, by=head(plan), at=DAY)


@pytest.mark.parametrize(
    "items",
    [
        [],
        [("安全", Decimal(50))],
        [("安全", Decimal(50)), ("安全", Decimal(50))],
        [("安全", Decimal(101)), ("工艺", Decimal(-1))],
        [("", Decimal(100))],
        [("安全", Decimal("50.55")), ("工艺", Decimal("49.45"))],
    ],
)
def test_items_that_cannot_be_scored_out_of_a_hundred_are_refused(
    plan: Plan, items: list[tuple[str, Decimal]]
) -> None:
    with pytest.raises(NotAllowed):
        lay_down_form(plan, PRACTICAL, items, by=head(plan), at=DAY)
    with pytest.raises(NotAllowed, match="不用考评员评分表"):
        lay_down_form(plan, THEORY, ITEMS, by=head(plan), at=DAY)


def test_an_examiner_signs_with_his_own_account_and_no_other(plan: Plan, cast: Cast) -> None:
    mine = plan.assignments.filter(task="examiner").earliest("pk")
    with pytest.raises(NotAllowed, match="要由本人签"):
        sign_in_as(mine, another(plan), by=head(plan), at=DAY)
    with pytest.raises(NotAllowed, match="本机构的账号"):
        sign_in_as(mine, given_post(cast.school.organisation, Role.STAFF, mine.name), by=head(plan), at=DAY)
    supervisor = plan.assignments.filter(task="supervisor").earliest("pk")
    with pytest.raises(NotAllowed, match="本机构的考评员"):
        sign_in_as(supervisor, head(plan), by=head(plan), at=DAY)


def test_who_was_absent_or_sent_out_is_not_scored(plan: Plan, group: list[Assignment]) -> None:
    absent, expelled = people(plan)
    given_attendance(plan, absent, Attendance.ABSENT, PRACTICAL)
    given_attendance(plan, expelled, Attendance.EXPELLED, PRACTICAL)
    for who in (absent, expelled):
        with pytest.raises(NotAllowed, match="不用评分"):
            signed(who, group[0], "60")
    assert group[0].post is not None
    assert [each.people for each in duties(group[0].post)] == [0]


def test_a_score_that_stands_otherwise_and_a_signed_sheet_shut_each_other_out(
    plan: Plan, group: list[Assignment]
) -> None:
    first, second = people(plan)
    import_scores(plan, PRACTICAL, {first.token: Decimal(70)}, by=head(plan), at=DAY)
    with pytest.raises(Moved, match="已经登记"):
        signed(first, group[0], "60")
    signed(second, group[0], "60")
    with pytest.raises(NotAllowed, match="签了评分表"):
        import_scores(plan, PRACTICAL, {second.token: Decimal(70)}, by=head(plan), at=DAY)


@pytest.mark.row("JLJD-22")
def test_where_the_text_wants_signatures_a_groups_score_comes_from_nothing_else(
    plan: Plan, group: list[Assignment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "dengji.evaluations.scores.roll.signed_only", lambda plan, method: method == PRACTICAL
    )
    who, gone = people(plan)
    with pytest.raises(NotAllowed, match="逐人签评分表"):
        import_scores(plan, PRACTICAL, {who.token: Decimal(70)}, by=head(plan), at=DAY)
    assert import_scores(plan, PRACTICAL, {gone.token: None}, by=head(plan), at=DAY) == 1
    assert import_scores(plan, THEORY, {who.token: Decimal(70)}, by=head(plan), at=DAY) == 1


@pytest.mark.row("JLJD-22")
def test_a_text_says_by_its_group_whether_sheets_must_be_signed_here() -> None:
    assert not Group.model_validate({"least": 3, "cite": "16"}).signed
    shipped = {each.pack.id: each.pack for each in read_once(PACKS)}["JLJD"]
    assert shipped.practice is not None
    assert shipped.practice.group is not None
    assert shipped.practice.group.signed


def test_the_shared_rule_of_combining_is_the_mean() -> None:
    shared = YAML(typ="safe").load(Path("packs/national/standards.yaml").read_text("utf-8"))["examination"]
    assert shared["group"]["combine"] == "mean"
    assert signing.TOTAL == "total"
    assert Method.REVIEW in BY_GROUP


@pytest.mark.row("JLJD-22")
def test_builders_of_a_batch_sign_where_the_text_wants_it(
    plan: Plan, group: list[Assignment], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("dengji.evaluations.scores.roll", "tests.batch"):
        monkeypatch.setattr(f"{room}.signed_only", lambda plan, method: method == PRACTICAL)
    given_scores(plan, [80, None], at=DAY)
    assert standing(plan) == [Decimal(80), None]
    assert ScoreSheet.objects.filter(signed_at__isnull=False).count() == 3

"""Scores come in by sheet or twice by hand; what cannot be is named, what stands is not overwritten; traces stay."""

import csv
import io
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from python_calamine import CalamineWorkbook

from dengji.audit.models import Entry
from dengji.evaluations.acts.reporting import report
from dengji.evaluations.acts.scoring import Upload, blank_sheet, enter, import_scores, import_sheet
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score, ScoreEntry
from dengji.evaluations.results import results
from dengji.evaluations.scores.scorebook import Book, tallies
from dengji.evaluations.terms import Attendance, EntryKind
from dengji.filings.models import Filing
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from tests.architecture.tree import modules
from tests.batch import STARTS, after, given_supervised
from tests.cast import AT, Cast, given_post
from tests.marking import (
    DAY,
    PRACTICAL,
    THEORY,
    another,
    given_attendance,
    given_batch,
    head,
    people,
    sheet_of,
)
from tests.road import manager_of, on_day


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A batch of four that begins on DAY."""
    return given_batch(filing, 4)


def taken(plan: Plan, *rows: tuple[object, ...]) -> list[str]:
    """The faults of a sheet of theory scores."""
    made = import_sheet(plan, THEORY, sheet_of(*rows), by=head(plan), at=DAY)
    return [f"{each['number']} {each['column']} {each['reason']}" for each in made.faulty]


def values(plan: Plan) -> list[Decimal | None]:
    """The theory scores that stand, in the order of the list."""
    found = Score.objects.filter(candidate__plan=plan, method=THEORY)
    return list(found.order_by("candidate__ordinal").values_list("value", flat=True))


@pytest.mark.row("JLJD-21")
def test_every_faulty_row_is_named_and_the_good_ones_are_kept(plan: Plan) -> None:
    faults = taken(plan, (1, 101), (2, "60.5"), (3, "absent"), (4, "缺考"), (9, 70), (2, 61), (1, -1))
    assert faults == [
        "2 成绩 “101”不在0到100之间。",
        "4 成绩 “absent”不是成绩：请填0到100的数，缺考的填“缺考”。",
        "6 序号 序号“9”不在本批考生名单中。",
        "7 序号 与第3行是同一名考生。",
        "8 成绩 “-1”不在0到100之间。",
    ]
    assert values(plan) == [Decimal("60.5"), None]


def test_a_sheet_sent_twice_stores_nothing_twice_and_changes_nothing(plan: Plan) -> None:
    sheet = sheet_of((1, 70), (2, 59.5))
    import_sheet(plan, THEORY, sheet, by=head(plan), at=DAY)
    again = import_sheet(plan, THEORY, sheet, by=head(plan), at=DAY)
    assert (again.taken, again.known, again.faulty) == (0, 2, [])
    assert taken(plan, (1, 80)) == ["2 成绩 已有成绩70.0，不能用导入改；要改的，请提出更正。"]
    assert values(plan) == [Decimal(70), Decimal("59.5")]
    assert ScoreEntry.objects.filter(candidate__plan=plan).count() == 2


def test_a_row_that_slipped_is_known_by_the_number_beside_it(plan: Plan) -> None:
    first, second = people(plan)[:2]
    faults = taken(plan, ("", first.ordinal, "", second.masked, 70), ("", 2, "", second.masked, 71))
    assert faults == [f"2 证件号码 名单上这名考生的证件号码是{first.masked}，请核对是否错行。"]
    assert values(plan) == [Decimal(71)]


def test_a_ticket_and_an_ordinal_of_two_people_are_not_guessed_at(plan: Plan) -> None:
    first = people(plan)[0]
    first.ticket = "T1"
    first.save()
    assert taken(plan, ("T1", 2, "", "", 70), ("T9", "", "", "", 70), ("", "", "张*", "", 70)) == [
        "2 准考证号 准考证号和序号不是同一名考生。",
        "3 准考证号 准考证号“T9”不在本批考生名单中。",
        "4 准考证号 准考证号和序号至少填一项。",
    ]
    assert taken(plan, ("T1", 1, "", "", 70)) == []


def test_who_cannot_have_a_score_gets_none(plan: Plan) -> None:
    gone, unfit, expelled, absent = people(plan)
    plan.candidates.filter(pk=gone.pk).update(withdrawn_at=AT)
    plan.candidates.filter(pk=unfit.pk).update(admissible=False)
    given_attendance(plan, expelled, Attendance.EXPELLED)
    given_attendance(plan, absent, Attendance.ABSENT)
    assert taken(plan, (1, 70), (2, 70), (3, 70), (4, 70)) == [
        "2 成绩 考生已退出，不能有成绩。",
        "3 成绩 考生不符合申报条件，不能有成绩。",
        "4 成绩 考生已被取消考试资格，这一项成绩作废，不用登记。",
        "5 成绩 签到表登记为缺考，不能有成绩；到场了的，请先改签到。",
    ]
    assert taken(plan, (4, "缺考")) == []
    assert values(plan) == [None]


@pytest.mark.row("JLJD-31.5")
def test_one_scores_averages_make_nobody_pass_and_an_expelled_persons_score_is_void(plan: Plan) -> None:
    everybody = people(plan)
    by = head(plan)
    import_scores(
        plan,
        THEORY,
        {who.token: Decimal(v) for who, v in zip(everybody, (100, 60, 60, 90), strict=True)},
        by=by,
        at=DAY,
    )
    import_scores(
        plan,
        PRACTICAL,
        {
            who.token: v
            for who, v in zip(everybody, (Decimal("59.9"), Decimal(60), None, Decimal(90)), strict=True)
        },
        by=by,
        at=DAY,
    )
    given_attendance(plan, everybody[3], Attendance.EXPELLED, PRACTICAL)
    came_to = results(plan)
    assert [row["passed"] for row in came_to["people"]] == [False, True, False, False]
    assert (came_to["lacking"], came_to["passed"]) == ({}, 1)
    counts = [each.counts for each in tallies(plan)]
    assert counts[1] == {"passed": 1, "failed": 1, "absent": 1, "void": 1, "differing": 0, "lacking": 0}


def test_who_did_not_come_lacks_no_score_unless_he_came_another_time(plan: Plan) -> None:
    first, second = people(plan)[:2]
    given_attendance(plan, first, Attendance.ABSENT)
    given_attendance(plan, second, Attendance.ABSENT)
    given_attendance(plan, second, Attendance.PRESENT)
    came_to = results(plan)
    assert came_to["lacking"] == {"theory": 3, "practical": 4}
    assert came_to["people"][0]["absent"] is True
    assert [each.state for each in Book(plan, THEORY).lines(people(plan))] == ["absent", *["lacking"] * 3]


@pytest.mark.row("JLJD-21")
def test_two_persons_enter_apart_and_a_score_stands_once_they_agree(plan: Plan) -> None:
    one, two = head(plan), another(plan)
    first, second, third = people(plan)[:3]
    said = {first.token: Decimal(70), second.token: Decimal(60), third.token: None}
    come = enter(plan, THEORY, said, by=one, at=DAY)
    assert (come.stand, come.wait, come.differ) == (0, 3, 0)
    assert enter(plan, THEORY, said, by=one, at=DAY).wait == 3  # pressed twice
    come = enter(plan, THEORY, said | {second.token: Decimal(66)}, by=two, at=DAY)
    assert (come.stand, come.wait, come.differ) == (2, 0, 1)
    assert values(plan) == [Decimal(70), None]
    kinds = ScoreEntry.objects.filter(candidate__plan=plan).values_list("kind", flat=True)
    assert list(kinds) == [EntryKind.FIRST] * 3 + [EntryKind.SECOND] * 3


@pytest.mark.row("JLJD-21")
def test_what_differs_is_shown_and_stands_after_another_look(plan: Plan) -> None:
    one, two, who = head(plan), another(plan), people(plan)[0]
    enter(plan, THEORY, {who.token: Decimal(60)}, by=one, at=DAY)
    enter(plan, THEORY, {who.token: Decimal(66)}, by=two, at=DAY)
    book = Book(plan, THEORY)
    assert book.differing == {who.pk}
    assert book.lines([who])[0].said == [Decimal(60), Decimal(66)]
    assert enter(plan, THEORY, {who.token: Decimal(60)}, by=one, at=DAY).differ == 1  # his own word once more
    assert enter(plan, THEORY, {who.token: Decimal(66)}, by=one, at=DAY).stand == 1
    assert (values(plan), Book(plan, THEORY).differing) == ([Decimal(66)], frozenset())
    with pytest.raises(Moved, match="已有成绩"):
        enter(plan, THEORY, {who.token: Decimal(66)}, by=two, at=DAY)
    assert ScoreEntry.objects.filter(candidate=who).count() == 3


def test_one_person_in_two_posts_is_one_person(plan: Plan) -> None:
    one, who = head(plan), people(plan)[0]
    other = type(one).objects.create(
        person=one.person, organisation=one.organisation, role=Role.STAFF, from_on=STARTS
    )
    enter(plan, THEORY, {who.token: Decimal(60)}, by=one, at=DAY)
    assert enter(plan, THEORY, {who.token: Decimal(60)}, by=other, at=DAY).stand == 0


@pytest.mark.parametrize(("day", "may"), [(6, False), (7, True), (8, True)])
def test_scores_are_put_in_from_the_first_day_on(plan: Plan, day: int, *, may: bool) -> None:
    at = on_day(STARTS.replace(day=day))
    if may:
        assert import_scores(plan, THEORY, {people(plan)[0].token: Decimal(60)}, by=head(plan), at=at) == 1
    else:
        with pytest.raises(NotAllowed, match="还没有开始"):
            import_scores(plan, THEORY, {people(plan)[0].token: Decimal(60)}, by=head(plan), at=at)


def test_only_the_bodys_own_people_put_scores_in(plan: Plan, cast: Cast) -> None:
    stranger = manager_of(cast.school)
    officer = given_post(cast.centre, Role.CLERK)
    for by in (stranger, officer):
        with pytest.raises(NotYours):
            import_scores(plan, THEORY, {people(plan)[0].token: Decimal(60)}, by=by, at=DAY)
        with pytest.raises(NotYours):
            blank_sheet(plan, THEORY, by=by, at=DAY)


def test_all_or_none_of_a_list_go_in(plan: Plan, filing: Filing) -> None:
    first, second = people(plan)[:2]
    with pytest.raises(NotAllowed, match="0到100之间"):
        import_scores(
            plan, THEORY, {first.token: Decimal(60), second.token: Decimal("100.1")}, by=head(plan), at=DAY
        )
    with pytest.raises(NotAllowed, match="不在本批"):
        import_scores(plan, THEORY, {plan.token: Decimal(60)}, by=head(plan), at=DAY)
    assert values(plan) == []


def test_nothing_is_put_in_while_results_are_with_the_checker(plan: Plan) -> None:
    by, at = head(plan), after(plan)
    for method in (THEORY, PRACTICAL):
        import_scores(plan, method, {who.token: Decimal(60) for who in people(plan)}, by=by, at=DAY)
    given_supervised(plan)
    report(plan, by=by, at=at)
    with pytest.raises(Moved, match="结果核对中"):
        import_scores(plan, THEORY, {people(plan)[0].token: Decimal(60)}, by=by, at=at)


def test_the_sheet_to_fill_in_names_who_lacks_a_score_and_can_be_sent_in_as_it_is(plan: Plan) -> None:
    import_scores(plan, THEORY, {people(plan)[0].token: Decimal(60)}, by=head(plan), at=DAY)
    content = blank_sheet(plan, THEORY, by=head(plan), at=DAY)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    second = people(plan)[1]
    assert rows[0] == ["准考证号", "序号", "姓名", "证件号码", "成绩"]
    assert rows[1][1:4] == ["2", "考**", second.masked]
    assert len(rows) == 4
    assert Entry.objects.filter(act="plan.score_sheet_downloaded").exists()
    made = import_sheet(plan, THEORY, Upload("成绩.xlsx", content), by=head(plan), at=DAY)
    assert (made.taken, made.blank, made.faulty) == (0, 3, [])


def test_a_csv_does_as_well_and_full_width_digits_are_digits(plan: Plan) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows(
        [["准考证号", "序号", "姓名", "证件号码", "成绩"], ["", "1", "", "", "７８．５"]]
    )
    made = import_sheet(
        plan, THEORY, Upload("成绩.csv", stream.getvalue().encode("gb18030")), by=head(plan), at=DAY
    )
    assert (made.taken, values(plan)) == (1, [Decimal("78.5")])


@pytest.mark.parametrize("content", [b"", b"not a sheet", "科目,得分\n1,60\n".encode()])
def test_what_is_no_sheet_of_scores_is_refused_as_a_whole(plan: Plan, content: bytes) -> None:
    with pytest.raises(NotAllowed):
        import_sheet(
            plan,
            THEORY,
            Upload("成绩.csv" if b"," in content else "成绩.xlsx", content),
            by=head(plan),
            at=DAY,
        )
    assert values(plan) == []


def test_a_method_that_the_plan_has_not_has_no_scores(plan: Plan) -> None:
    with pytest.raises(NotAllowed, match="没有综合评审"):
        import_scores(plan, type(THEORY).REVIEW, {}, by=head(plan), at=DAY)


@pytest.mark.row("JLJD-21")
@pytest.mark.row("JLJD-31.5")
def test_entries_are_only_ever_added(plan: Plan) -> None:
    who = people(plan)[0]
    import_scores(plan, THEORY, {who.token: Decimal(60)}, by=head(plan), at=DAY)
    with pytest.raises(ProtectedError):
        who.delete()
    used = {
        line.strip()
        for module in modules("dengji")
        for line in module.text.splitlines()
        if "ScoreEntry.objects" in line and not line.strip().startswith("#")
    }
    writes = {
        line for line in used if any(word in line for word in (".update(", ".delete(", "update_or_create"))
    }
    assert used
    assert writes == set()
    assert not [
        m.path for m in modules("dengji") if "entries.all().delete" in m.text or "entries.update" in m.text
    ]


@pytest.mark.row("JLJD-21")
def test_the_database_itself_keeps_every_entry(plan: Plan) -> None:
    """By hand, what somebody put in is neither changed nor taken away."""
    who = people(plan)[0]
    import_scores(plan, THEORY, {who.token: Decimal(60)}, by=head(plan), at=DAY)
    rows = ScoreEntry.objects.filter(candidate=who)
    deeds = {"score_entry_no_update": lambda: rows.update(value=90), "score_entry_no_delete": rows.delete}
    for name, deed in deeds.items():
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            deed()
    assert rows.get().value == Decimal(60)


def test_the_files_of_scores_hold_nothing_personal(plan: Plan) -> None:
    made = import_sheet(
        plan, THEORY, sheet_of(("", 1, "考生一", "220202198001015016", 60)), by=head(plan), at=DAY
    )
    assert "220202" not in str(made.faulty).replace(people(plan)[0].masked, "")
    assert Path(made.name).suffix == ".xlsx"

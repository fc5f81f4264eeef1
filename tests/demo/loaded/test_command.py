"""`dengji demo load`: the same for the same seed and day, and a sentence where it cannot be."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from dengji.demo.management.commands.demo import day
from dengji.filings.models import Filing
from dengji.messages.models import Message
from dengji.procedure.models import Case, Waiver
from tests.demo import stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


def told(*words: str) -> str:
    """What the command says to people."""
    out = io.StringIO()
    call_command("demo", "load", "--on", stage.TODAY, *words, stdout=out, stderr=out, skip_checks=True)
    return out.getvalue()


def test_two_loads_of_a_seed_are_alike_and_another_seed_is_not() -> None:
    worlds = []
    for seed in ("7", "7", "8"):
        with transaction.atomic():
            stage.loaded("--bodies", "2", "--seed", seed)
            worlds.append(stage.numbers())
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]
    assert worlds[0] != worlds[2]


def test_a_house_in_service_has_no_demonstration(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="正式环境"):
        told()


def test_a_story_that_runs_past_today_is_refused_by_name_and_nothing_is_left(tmp_path: Path) -> None:
    given_bodies(tmp_path, 'case: {handed_in: 3, ends: "granted"}')
    with pytest.raises(CommandError, match="“试演有限公司”的经过排到了演示当天或以后"):
        told("--from", str(tmp_path))
    assert not Case.objects.exists()


def test_a_story_that_the_law_forbids_is_refused_by_name_with_the_reason(tmp_path: Path) -> None:
    given_bodies(tmp_path, 'gaps: ["legal_person"], case: {handed_in: 30, ends: "granted"}')
    with pytest.raises(CommandError, match=r"“试演有限公司”的经过不能成立：.*不符合"):
        told("--from", str(tmp_path))


def test_what_was_missing_is_put_right_and_an_objection_answered_before_a_filing_is_granted(
    tmp_path: Path,
) -> None:
    story = 'case: {handed_in: 40, ends: "granted", objection: "dismissed", turns: {acceptance: ["correct"]}}'
    given_bodies(tmp_path, f'gaps: ["department", "video", "fees"], subsidiaries: ["试演分公司"], {story}')
    told("--from", str(tmp_path))
    case = Case.objects.get()
    assert case.ending == "granted"
    assert case.submissions.count() == 2
    assert case.corrections.exclude(resolved_at=None).count() == 3
    assert case.publicities.get().objections.get().upheld is False


def test_a_filing_from_before_the_system_is_entered_by_its_authority(tmp_path: Path) -> None:
    given_bodies(tmp_path, 'filed: {by: "cc-centre", number: "Y000022900001", runs: 30}')
    assert "备案1个" in told("--from", str(tmp_path))
    filing = Filing.objects.get()
    assert (filing.origin, filing.authority.division_id) == ("entered", "220100")
    assert (str(filing.valid_from), str(filing.valid_until)) == ("2023-12-23", "2026-12-22")


@pytest.mark.row("FJ22-3.1.2c", "FJ22-5.1")
def test_filings_live_on_an_exception_for_two_and_a_renewal_with_few_batches(tmp_path: Path) -> None:
    filed = (
        'place: "350102", trade: "electrical", filed: {by: "fz-centre", number: "Y000035900001", runs: 20}'
    )
    added = 'handed_in: 45, wants: ["6-18-02-04"], waives: ["additions_open"]'
    few = 'handed_in: 15, facts: {batches_in_term: 4}, hands_over: ["explanation"]'
    later = f'{{matter: "added_occupations", ends: "granted", {added}}}, {{matter: "renewal", ends: "granted", {few}}}'
    given_bodies(tmp_path, f"{filed}, later: [{later}]")
    told("--from", str(tmp_path))
    filing = Filing.objects.get()
    assert str(filing.valid_until) == "2029-12-12"
    assert filing.scope.filter(code="6-18-02-04").exists()
    assert Waiver.objects.get().seconded_by is not None


def test_a_filing_that_nobody_renews_lapses_by_itself_and_its_body_is_told(tmp_path: Path) -> None:
    given_bodies(tmp_path, 'place: "350102", filed: {by: "fz-centre", number: "Y000035900001", runs: -75}')
    told("--from", str(tmp_path))
    assert Filing.objects.get().state == "expired"
    assert Message.objects.filter(topic="filing", title__contains="Y000035900001").exists()


def test_data_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="演示数据无法读取"):
        told("--from", str(tmp_path))


def test_the_day_is_written_as_a_date() -> None:
    assert day("2026-11-22").isoformat() == "2026-11-22"
    with pytest.raises(Exception, match="不是日期"):
        day("22.11.2026")


def given_bodies(folder: Path, more: str) -> None:
    """The shipped demonstration with one body only: no rounds, nothing open to comment."""
    for path in stage.files():
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("rounds", "consultations"):
        (folder / f"{name}.yaml").write_text("[]\n")
    usual = {"place": "220104", "kind": "employer", "affiliation": "county", "trade": "drones"}
    said = ", ".join(f'{key}: "{value}"' for key, value in usual.items() if f"{key}: " not in more)
    body = f'name: "试演有限公司", {said}, {more}'
    (folder / "bodies.yaml").write_text(f"- {{{body}}}\n", encoding="utf-8")

"""A batch's archive: opened when its results stand, kept by the text, forgotten when nothing is left."""

from datetime import date, timedelta

import pytest

from dengji.evaluations.acts import archiving
from dengji.evaluations.models.candidates import Candidate
from dengji.filings.models import Filing
from dengji.people.terms import Role
from dengji.records import keeping
from dengji.records.models import Archive
from dengji.sealing.seals import opened
from tests.batch import given_approved, given_candidates, given_checked, given_scores
from tests.cast import given_post
from tests.road import manager_of, on_day


@pytest.mark.row("TJ21-17")
def test_a_checked_batch_has_an_archive_with_paper_three_and_data_five_years(filing: Filing) -> None:
    """From its last day, 8 December 2026; a Saturday or Sunday runs on."""
    plan = given_approved(filing)
    given_candidates(plan)
    given_scores(plan, [80, 80])
    given_checked(plan)
    archive = Archive.objects.get(subject=plan.number)
    until = dict(archive.items.values_list("medium", "kept_until"))
    assert (archive.from_on, archive.owner) == (plan.ends_on, filing.institution.organisation)
    assert (until["paper"], until["electronic"]) == (date(2029, 12, 10), date(2031, 12, 8))
    assert set(archive.items.values_list("volume", flat=True)) == {
        "registration",
        "plan",
        "process",
        "papers",
        "certificates",
    }


@pytest.mark.row("TJ21-17")
def test_when_nothing_is_kept_any_more_the_people_are_forgotten(filing: Filing) -> None:
    """Not while one thing is left; then neither name nor number can be read or found."""
    plan = given_approved(filing)
    given_candidates(plan, 1)
    given_scores(plan, [80])
    given_checked(plan)
    archive = Archive.objects.get(subject=plan.number)
    by = manager_of(filing.institution)
    clerk = given_post(filing.authority, Role.CLERK, "另一人")
    for medium, forgotten in (("paper", 0), ("electronic", 0), ("video", 1)):
        items = list(archive.items.filter(medium=medium))
        at = on_day(items[0].kept_until + timedelta(days=1))
        disposal = keeping.propose_disposal(items, "期满", by=by, at=at)
        keeping.approve_disposal(disposal, "", by=clerk, at=at)
        assert archiving.carry_out(disposal, "删除", "甲、乙", by=by, at=at) == forgotten
    person = Candidate.objects.get(plan=plan)
    assert (opened(person.sealed), person.masked, person.identity) == ({}, "", f"gone:{person.pk}")

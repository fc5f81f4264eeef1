"""The certificates of one batch, from checked results to the register, by the acts that people do."""

from datetime import date

import pytest

from dengji.certificates.acts.issuing import start
from dengji.certificates.models import Certificate, Release
from dengji.certificates.terms import ReleaseState
from dengji.evaluations.models.candidates import Candidate
from dengji.filings.models import Filing
from dengji.procedure.models import Case
from dengji.procedure.refusals import Moved
from dengji.procedure.worklist import Wanted, counted
from dengji.sealing.seals import opened
from tests.batch import after
from tests.issue import PUBLISHED_ON, given_asked, given_batch, given_issued, issuer_of, published
from tests.road import manager_of, whoever_holds


@pytest.mark.row("TJ21-8a", "TJ21-16.4")
def test_certificates_go_from_checked_results_to_the_register(filing: Filing) -> None:
    """Asked for, published by the ministry, issued by the body: numbered in a row, each with its name sealed."""
    release = given_issued(given_batch(filing))
    assert (release.state, release.issued) == (ReleaseState.ISSUED, 2)
    first, second = Certificate.objects.order_by("number")
    assert [first.number, second.number] == ["Y000012000900264000001", "Y000012000900264000002"]
    assert opened(first.sealed)["name"] == "考生一"
    assert (first.entry, second.entry) == (0, 1)


@pytest.fixture
def uploading(filing: Filing) -> tuple[Release, Case]:
    """A roll handed in the day after the batch: its data go to the ministry's network."""
    release = given_asked(given_batch(filing))
    assert release.case is not None
    release.case.refresh_from_db()
    return release, release.case


@pytest.mark.row("TJ21-16.3c")
def test_data_are_uploaded_within_ten_working_days(uploading: tuple[Release, Case]) -> None:
    """Handed in on 9 December 2026, due on the 23rd; the day after, it stands among what is overdue."""
    case = uploading[1]
    assert (case.entered_on, case.due_on) == (date(2026, 12, 9), date(2026, 12, 23))
    for day, overdue in ((22, 0), (23, 0), (24, 1)):
        groups = counted(whoever_holds(case), Wanted(), date(2026, 12, day))
        assert {each.urgency.value: each.count for each in groups}["overdue"] == overdue


@pytest.mark.row("TJ21-16.4")
def test_nothing_is_issued_before_the_ministry_has_published(
    uploading: tuple[Release, Case], filing: Filing
) -> None:
    """Until then it cannot be started; then it can, and the day of publication is kept."""
    release, case = uploading
    moment = after(release.plan, 3)
    with pytest.raises(Moved, match="不能核发"):
        start(release, by=issuer_of(release), at=moment)
    published(case, at=moment)
    assert start(release, by=manager_of(filing.institution), at=moment).state == ReleaseState.ISSUING
    release.refresh_from_db()
    assert str(release.published_on) == PUBLISHED_ON


@pytest.mark.row("TJ21-16.4")
def test_who_is_not_published_gets_none_and_takes_no_number(uploading: tuple[Release, Case]) -> None:
    """The first of two is left out, with the ministry's reason; the second has the first number."""
    release, case = uploading
    left_out = Candidate.objects.earliest("ordinal")
    published(case, at=after(release.plan, 3), declined={str(left_out.token): "姓名与证件不符"})
    given_issued(release.plan)
    only = Certificate.objects.get()
    assert (only.number, opened(only.sealed)["name"]) == ("Y000012000900264000001", "考生二")
    assert release.lines.get(candidate=left_out).declined_because == "姓名与证件不符"

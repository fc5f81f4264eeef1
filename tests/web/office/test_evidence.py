"""Evidence of a batch at the office's desk: read by whoever sees the plan, on the trail; guesses find nothing."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from dengji.audit.models import Entry
from dengji.evaluations.acts.evidencing import (
    EvidenceEntry,
    FileSaid,
    begin_upload,
    finish_upload,
    register_elsewhere,
    take_part,
)
from dengji.evaluations.models.day import Evidence
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import EvidenceKind
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.records.models import StoredFile
from tests.batch import STARTS, given_approved, given_filed_venues
from tests.candidates import noted
from tests.cast import Cast, given_post
from tests.life import given_filing
from tests.road import manager_of, on_day, post_in
from tests.web.office.desk import browser_of, opened, well_built

pytestmark = pytest.mark.django_db
NOON = on_day(STARTS, 12)
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 500


@pytest.fixture
def plan(tianjin: Cast) -> Plan:
    """An approved plan of the employer."""
    clerk = given_post(tianjin.province_centre, Role.CLERK)
    filing = given_filing(tianjin.employer, clerk, number="Y000012000900")
    given_filed_venues(filing)
    return given_approved(filing)


@pytest.fixture
def film(plan: Plan) -> Evidence:
    """A film of the first room, uploaded by the body."""
    by = manager_of(plan.filing.institution)
    upload = begin_upload(plan, FileSaid("一考场.mp4", len(FILM)), by=by, at=NOON)
    take_part(upload, 0, BytesIO(FILM), by=by, at=NOON)
    entry = EvidenceEntry(EvidenceKind.VIDEO, "一考场全程视频")
    return finish_upload(upload, entry, by=by, at=NOON)


def address(plan: Plan, token: object) -> str:
    """Where a file of a plan's evidence is read."""
    return reverse("office:evidence", args=(plan.token, token))


def file_of(evidence: Evidence) -> StoredFile:
    """Its file."""
    assert evidence.file is not None
    return evidence.file


@pytest.mark.row("JLJD-11")
def test_the_office_reads_what_the_body_uploaded_and_it_stands_on_the_trail(
    tianjin: Cast, plan: Plan, film: Evidence
) -> None:
    by = manager_of(plan.filing.institution)
    register_elsewhere(plan, EvidenceEntry("papers", "答卷"), "0" * 64, "档案室", by=by, at=NOON)
    page = opened(tianjin.province_clerk, reverse("office:plan", args=[plan.token]))
    assert address(plan, file_of(film).token) in page
    assert "档案室" in page
    well_built(page)
    answer = browser_of(tianjin.province_clerk).get(address(plan, file_of(film).token))
    assert b"".join(answer) == FILM
    assert answer["Cache-Control"].startswith("max-age=0")
    assert "attachment" in answer["Content-Disposition"]
    assert noted("plan.evidence_read") == {
        "title": "一考场全程视频",
        "file": str(file_of(film).token),
        "sha256": film.sha256,
    }
    answer.close()  # at last: it gives the connection back


def strangers(cast: Cast) -> list[Post]:
    """An office without a part in the plan, another body, an expert."""
    return [cast.approver, manager_of(cast.school), given_post(cast.province_centre, Role.EXPERT, "专家甲")]


def test_a_guessed_address_finds_nothing_and_stands_on_the_trail(
    tianjin: Cast, plan: Plan, film: Evidence
) -> None:
    browser = browser_of(tianjin.province_clerk)
    other = StoredFile.objects.exclude(pk=file_of(film).pk).first()
    guessed = [address(plan, uuid4()), reverse("office:evidence", args=(uuid4(), file_of(film).token))]
    if other is not None:
        guessed.append(address(plan, other.token))
    for each in guessed:
        assert browser.get(each).status_code == 404
    assert Entry.objects.filter(act="file.refused_reading").count() == len(guessed)
    for post in strangers(tianjin):
        assert browser_of(post).get(address(plan, file_of(film).token)).status_code in (403, 404)
    assert not Entry.objects.filter(act="plan.evidence_read").exists()


def test_what_was_destroyed_is_said_to_be(tianjin: Cast, plan: Plan, film: Evidence) -> None:
    Path(settings.MEDIA_ROOT, file_of(film).path).unlink()
    officer = post_in(plan.filing.authority, Role.CLERK)
    answer = browser_of(officer).get(address(plan, file_of(film).token))
    assert answer.status_code == 403
    assert "已经销毁" in answer.content.decode()

"""A batch printed: whoever is broken off goes on with the stretch that he lacks, and may print again, on the record."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

import pytest

from dengji.audit.models import Entry
from dengji.certificates import documents
from dengji.certificates.acts.handing_out import PDF, ZIP, print_batch
from dengji.certificates.acts.issuing import issue_next
from dengji.certificates.models import Certificate, Release
from dengji.certificates.terms import CertificateState
from dengji.filings.models import Filing
from dengji.procedure.refusals import NotAllowed
from dengji.signing.acts import make_key
from dengji.signing.terms import Purpose
from dengji.transparency.acts import publish_head
from tests.batch import after
from tests.certificates.rolls import given_started
from tests.issue import issuer_of
from tests.records import sheets

pytestmark = [pytest.mark.django_db, pytest.mark.row("TJ21-8a")]
PEOPLE = 7


@pytest.fixture
def release(filing: Filing, monkeypatch: pytest.MonkeyPatch) -> Release:
    """Seven certificates, in stretches of three, set two at a time."""
    monkeypatch.setattr(documents, "SIZE", 3)
    monkeypatch.setattr(documents, "AT_ONCE", 2)
    made = given_started(filing, PEOPLE)
    at = moment(made)
    make_key(Purpose.DOCUMENT, by=None, at=at)
    assert issue_next(made, at=at) == PEOPLE
    publish_head(at=at)
    made.refresh_from_db()
    return made


def moment(release: Release) -> datetime:
    """When it is printed."""
    return after(release.plan, 3) + timedelta(hours=1)


def out(release: Release, form: str, number: int) -> Iterator[bytes]:
    """What goes out to whoever issues."""
    return print_batch(release, form, number, by=issuer_of(release), at=moment(release))


def names(pieces: Iterator[bytes]) -> list[str]:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        return archive.namelist()


def test_what_was_broken_off_is_made_up_for_by_stretches_and_nobody_is_there_twice(release: Release) -> None:
    broken = out(release, ZIP, 0)
    next(broken)
    broken.close()  # type: ignore[attr-defined] # the reader is gone
    stretches = [names(out(release, ZIP, number)) for number in (1, 2, 3)]
    assert [len(each) for each in stretches] == [3, 3, 1]
    everybody = [f"{each.number}.pdf" for each in Certificate.objects.order_by("line__ordinal")]
    assert [*chain.from_iterable(stretches)] == everybody == names(out(release, ZIP, 0))
    with pytest.raises(NotAllowed):
        out(release, ZIP, 4)


def test_sheets_for_the_printer_keep_the_order_and_leave_out_what_is_not_valid(release: Release) -> None:
    gone = Certificate.objects.order_by("line__ordinal")[3]
    Certificate.objects.filter(pk=gone.pk).update(state=CertificateState.WITHDRAWN)
    pages = sheets.reader(b"".join(out(release, PDF, 0))).pages
    said = ["".join(page.extract_text().split()) for page in pages]
    left = Certificate.objects.exclude(pk=gone.pk).order_by("line__ordinal")
    assert [each.number in page for each, page in zip(left, said, strict=True)] == [True] * (PEOPLE - 1)


def test_a_batch_may_be_printed_again_and_each_time_stands_on_the_trail(release: Release) -> None:
    for _ in range(2):
        list(out(release, PDF, 2))
    noted = [entry.after for entry in Entry.objects.filter(act="release.print")]
    assert noted == [{"form": "pdf", "from": 4, "to": 6}] * 2

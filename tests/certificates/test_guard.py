"""The database itself keeps certificates and what happened to them (证书留痕)."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from dengji.certificates.acts.amending import replace
from dengji.certificates.models import Certificate, CertificateEvent
from dengji.filings.models import Filing
from tests.batch import ENDS
from tests.issue import given_batch, given_issued
from tests.road import manager_of, on_day

ATTACKS: dict[str, Callable[[], object]] = {
    "certificate_event_no_update": lambda: CertificateEvent.objects.update(says="另一件事"),
    "certificate_event_no_delete": lambda: CertificateEvent.objects.all()._raw_delete("default"),
    "certificate_no_delete": lambda: Certificate.objects.all()._raw_delete("default"),
    "certificate_number_stays": lambda: Certificate.objects.update(number="Y000012000900264999999"),
}


@pytest.fixture
def replaced(filing: Filing) -> Certificate:
    """A certificate that was given out again, so that it has an event."""
    found = Certificate.objects.get(line__release=given_issued(given_batch(filing, 1)))
    replace(found, "遗失", version=1, by=manager_of(filing.institution), at=on_day(ENDS))
    return found


@pytest.mark.row("CR-10")
@pytest.mark.parametrize("what", ATTACKS)
def test_what_is_on_record_is_neither_changed_nor_taken_away(replaced: Certificate, what: str) -> None:
    """By nobody who reaches the tables; what may change of a certificate still does."""
    if what == "certificate_no_delete":
        with pytest.raises(DatabaseError), transaction.atomic():
            ATTACKS[what]()
        return
    with pytest.raises(DatabaseError, match=what), transaction.atomic():
        ATTACKS[what]()
    assert Certificate.objects.filter(pk=replaced.pk).update(version=7) == 1

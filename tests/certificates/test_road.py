"""The certificates of one batch, from checked results to the register, by the acts that people do."""

import pytest

from dengji.certificates.models import Certificate
from dengji.certificates.terms import ReleaseState
from dengji.filings.models import Filing
from dengji.sealing.seals import opened
from tests.issue import given_batch, given_issued


@pytest.mark.row("TJ21-8a")
@pytest.mark.row("TJ21-16.3c")
@pytest.mark.row("TJ21-16.4")
def test_certificates_go_from_checked_results_to_the_register(filing: Filing) -> None:
    """Asked for, published by the ministry, issued by the body: numbered in a row, each with its name sealed."""
    release = given_issued(given_batch(filing))
    assert (release.state, release.issued) == (ReleaseState.ISSUED, 2)
    first, second = Certificate.objects.order_by("number")
    assert [first.number, second.number] == ["Y000012000900264000001", "Y000012000900264000002"]
    assert opened(first.sealed)["name"] == "考生一"
    assert (first.entry, second.entry) == (0, 1)

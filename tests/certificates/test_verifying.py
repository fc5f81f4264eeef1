"""What a body hands out verifies outside, by the published keys and a head of the log that somebody else keeps."""

import json
from datetime import timedelta

import pytest

from dengji import verify
from dengji.certificates.documents import credentials_of, paper_of, pdf_of
from dengji.certificates.models import Certificate
from dengji.filings.models import Filing
from dengji.procedure.refusals import NotAllowed
from dengji.signing.acts import make_key
from dengji.signing.queries import published
from dengji.signing.terms import Purpose
from dengji.transparency import queries
from dengji.transparency.acts import publish_head
from tests.issue import given_batch, given_issued
from tests.road import on_day
from tests.transparency.log import given_entries

MINUTE = timedelta(minutes=1)


@pytest.mark.row("TJ21-8b")
def test_a_certificate_that_was_issued_verifies_with_nothing_but_what_is_public(filing: Filing) -> None:
    """Its credential, its sheet and its code; and no credential goes out before the log's head covers it."""
    given_issued(given_batch(filing))
    first = Certificate.objects.order_by("number")[0]
    at = on_day(first.issued_on) + timedelta(hours=12)
    with pytest.raises(NotAllowed, match="树头还没有签发"):
        credentials_of([first], at=at)
    publish_head(at=at)
    make_key(Purpose.DOCUMENT, by=None, at=at)
    known = verify.keys_of(json.dumps(published()).encode())
    (held,) = credentials_of([first], at=at)
    given_entries(3)
    later = publish_head(at=at + MINUTE)
    assert later is not None
    own = verify.head_of(later.note, known), queries.consistency(2, 5)
    face, checked = verify.credential(held.encode(), known, own)
    assert (face["number"], face["name"]) == (first.number, "考生一")
    assert checked[-1] == "证书里的树头与给出的树头（5条）一致"
    assert verify.pdf(pdf_of(first, at=at), known, None)[0] == face
    assert verify.code(paper_of(first).code, known)[0] == face

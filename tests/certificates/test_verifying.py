"""What a body hands out verifies outside, by the published keys and a head of the log that somebody else keeps."""

import json
from datetime import timedelta

import pytest

from dengji import verify
from dengji.certificates.documents import credentials_of, paper_of, pdf_of
from dengji.certificates.models import Certificate
from dengji.certificates.scanning import scanned
from dengji.filings.models import Filing
from dengji.procedure.refusals import NotAllowed
from dengji.signing.acts import make_key, withdraw_key
from dengji.signing.models import Key
from dengji.signing.queries import published
from dengji.signing.terms import Algorithm, Purpose
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


@pytest.mark.row("TJ21-8b")
def test_once_a_key_is_withdrawn_what_is_fetched_anew_verifies_and_the_old_file_by_the_log(
    filing: Filing,
) -> None:
    """The issue's list: a withdrawn key. Before: all good. After: the file by the log, sheet and code once anew."""
    given_issued(given_batch(filing))
    first = Certificate.objects.order_by("number")[0]
    at = on_day(first.issued_on) + timedelta(hours=12)
    publish_head(at=at)
    make_key(Purpose.DOCUMENT, by=None, at=at)
    (held,), sheet, code = credentials_of([first], at=at), pdf_of(first, at=at), paper_of(first, at=at).code
    later = at + timedelta(days=2)
    for key in Key.objects.exclude(purpose=Purpose.LOG):
        withdraw_key(key, because="介质遗失", by=None, at=later)
        make_key(Purpose(key.purpose), by=None, at=later)
    known = verify.keys_of(json.dumps(published()).encode())
    face, _ = verify.credential(held.encode(), known, None)
    with pytest.raises(verify.Wrong, match=r"已经撤回.*请持证人重新下载"):
        verify.pdf(sheet, known, None)
    with pytest.raises(verify.Wrong, match=r"已经撤回.*请持证人重新下载"):
        verify.code(code, known)
    assert verify.pdf(pdf_of(first, at=later), known, None)[0] == face
    assert verify.code(paper_of(first, at=later).code, known)[0] == face
    assert scanned(code.partition("/c/")[2]).withdrawn
    assert not scanned(paper_of(first, at=later).code.partition("/c/")[2]).withdrawn


@pytest.mark.row("TJ21-8b")
def test_a_house_with_a_key_for_sm2_signs_by_it_too(filing: Filing) -> None:
    given_issued(given_batch(filing))
    first = Certificate.objects.order_by("number")[0]
    at = on_day(first.issued_on) + timedelta(hours=12)
    for purpose in (Purpose.LOG, Purpose.CREDENTIAL):
        make_key(purpose, algorithm=Algorithm.SM2, by=None, at=at)
    publish_head(at=at)
    (held,) = credentials_of([first], at=at)
    _, checked = verify.credential(held.encode(), verify.keys_of(json.dumps(published()).encode()), None)
    assert [each.endswith("的国密签名（SM2）正确") for each in checked] == [False, True, False, True]

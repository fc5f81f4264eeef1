"""A code scanned: genuine or not, what the register says today, a key that was withdrawn, one bit altered."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from dengji.certificates.faces import face_as_registered
from dengji.certificates.models import Certificate
from dengji.certificates.paper import qr
from dengji.certificates.paper.faces import new_salt
from dengji.certificates.scanning import scanned
from dengji.certificates.terms import CertificateState, EventKind
from dengji.sealing.seals import sealed
from dengji.signing.acts import make_key, withdraw_key
from dengji.signing.models import Key
from dengji.signing.queries import signer
from dengji.signing.terms import Purpose
from tests.cast import AT
from tests.certified import NAME, given_certificate, given_event

pytestmark = pytest.mark.django_db
HOME = "https://dengji.example"


@pytest.fixture
def certificate() -> Certificate:
    """One that was issued with a face."""
    make_key(Purpose.CREDENTIAL, by=None, at=AT)
    made = given_certificate(issued_on=AT.date())
    made.sealed = sealed({"name": NAME, "document": "identity", "salt": new_salt()})
    made.commitment = bytes.fromhex(face_as_registered(made).commitment)
    made.save()
    return made


def code_of(certificate: Certificate) -> str:
    """What stands in its code after the address."""
    key = signer(Purpose.CREDENTIAL, on=AT.date())
    return qr.signed(face_as_registered(certificate), signer=key, address=HOME).removeprefix(f"{HOME}/c/")


@pytest.mark.row("TJ21-8b")
def test_a_genuine_code_says_what_it_is_worth_today(certificate: Certificate) -> None:
    said = code_of(certificate)
    found = scanned(said)
    assert found.face is not None
    assert found.standing is not None
    assert (found.face.name, found.standing.label, found.changed, found.withdrawn) == (
        NAME,
        "有效",
        False,
        False,
    )
    given_event(certificate, EventKind.WITHDRAW, "代考")
    Certificate.objects.update(state=CertificateState.WITHDRAWN)
    again = scanned(said)
    assert again.standing is not None
    assert (again.standing.label, len(again.history)) == ("已撤销", 1)


@pytest.mark.row("TJ21-8b")
def test_any_altered_sign_is_seen(certificate: Certificate) -> None:
    said = code_of(certificate)
    for place in range(0, len(said), 7):
        other = "A" if said[place] != "A" else "B"
        assert scanned(said[:place] + other + said[place + 1 :]).face is None
    for broken in ("", "a.b.c", said[:-1], said + "A", said.rpartition(".")[0]):
        assert scanned(broken).fault


def test_a_code_of_what_was_corrected_since_is_told(certificate: Certificate) -> None:
    said = code_of(certificate)
    Certificate.objects.update(commitment=b"x" * 32, corrected_on=date(2026, 11, 30))
    assert scanned(said).changed


def test_a_code_signed_by_us_for_what_is_not_registered_is_told(certificate: Certificate) -> None:
    certificate.number = f"{certificate.number[:-1]}8"
    found = scanned(code_of(certificate))
    assert found.standing is None
    assert "登记里没有" in found.fault


@pytest.mark.row("TJ21-8b")
def test_a_withdrawn_key_proves_nothing_by_itself(certificate: Certificate) -> None:
    said = code_of(certificate)
    withdraw_key(Key.objects.get(), because="泄露", by=None, at=AT)
    found = scanned(said)
    assert found.withdrawn
    assert found.standing is not None
    assert found.standing.label == "有效"
    assert "登记里的内容与它完全一致，证书不受影响" in page_of(said)
    Certificate.objects.update(commitment=b"x" * 32)
    assert "可能是伪造的" in page_of(said)


@pytest.mark.row("TJ21-8b")
def test_what_a_thief_signs_with_a_withdrawn_key_is_told_from_what_is_registered(
    certificate: Certificate,
) -> None:
    thief = signer(Purpose.CREDENTIAL, on=AT.date())
    withdraw_key(Key.objects.get(), because="泄露", by=None, at=AT)
    face = face_as_registered(certificate)
    for forged in (replace(face, name="张冒"), replace(face, number=f"{face.number[:-1]}8")):
        page = page_of(qr.signed(forged, signer=thief, address=HOME).removeprefix(f"{HOME}/c/"))
        assert "可能是伪造的" in page
        assert "证书不受影响" not in page


def page_of(said: str) -> str:
    """What the public reads of a code."""
    return Client().get(f"/c/{said}").content.decode()


def test_a_key_for_something_else_signs_no_code(certificate: Certificate) -> None:
    said = code_of(certificate)
    Key.objects.update(purpose=Purpose.LOG)
    assert scanned(said).face is None


def test_the_public_s_page_says_it(certificate: Certificate) -> None:
    said = Client().get(f"/c/{code_of(certificate)}")
    assert (said.status_code, said["Cache-Control"]) == (200, "no-store")
    for each in ("签名正确", NAME, certificate.number, "有效"):
        assert each in said.content.decode()
    assert "二维码不可信" in Client().get("/c/abc.def.ghi").content.decode()

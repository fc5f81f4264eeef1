"""Keys are made, followed by others and withdrawn, on record; what they signed counts as long as it should."""

from datetime import date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509 import load_pem_x509_certificate
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from dengji.audit.models import Entry
from dengji.sealing.seals import opened
from dengji.signing import queries, sm2
from dengji.signing.acts import NotDone, Owner, bring_key, make_key, rotate, withdraw_key
from dengji.signing.algorithms import SCHEMES, halves
from dengji.signing.certificates import self_signed
from dengji.signing.models import Key
from dengji.signing.queries import NoKey, counts, document_signer, key_named, signer, signers
from dengji.signing.terms import Algorithm, Purpose
from tests.signing.keys import DAY, LATER, NOON, given_key

pytestmark = [pytest.mark.row("TJ21-8b"), pytest.mark.django_db]
BODY = Owner(7, "海河机电有限公司")
SECOND = timedelta(microseconds=1)


def test_a_key_is_named_after_its_purpose_and_goes_on_record_without_its_private_half(
    settings: Settings,
) -> None:
    settings.DENGJI_ADDRESS = "https://dengji.example"
    names = [given_key(purpose).name for purpose in (Purpose.LOG, Purpose.CREDENTIAL, Purpose.DOCUMENT)]
    assert names == ["dengji.example/log", "c1", "d1"]
    assert [given_key(Purpose.LOG).name, given_key(Purpose.CREDENTIAL).name] == ["dengji.example/log/2", "c2"]
    entry = Entry.objects.get(object_id="c1")
    assert (entry.act, entry.object_kind) == ("signing.make_key", "signing.Key")
    private = opened(Key.objects.get(name="c1").sealed)["key"]
    assert entry.after is not None
    assert private not in str(entry.after)


def test_what_a_key_signs_names_it_and_verifies_by_its_public_half() -> None:
    key = given_key(Purpose.CREDENTIAL)
    hand = signer(Purpose.CREDENTIAL, on=DAY)
    signature = hand.sign(b"content")
    assert (hand.name, hand.public) == (key.name, bytes(key.public))
    assert counts(hand.name, signature, b"content", at=NOON)
    assert not counts(hand.name, signature, b"contents", at=NOON)
    assert not counts("c9", signature, b"content", at=NOON)


def test_ten_thousand_signatures_cost_one_look_into_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    given_key(Purpose.CREDENTIAL)
    with django_assert_num_queries(1):
        sign = signer(Purpose.CREDENTIAL, on=DAY).sign
        made = {sign(number.to_bytes(2)) for number in range(10_000)}
    assert len(made) == 10_000


@pytest.mark.parametrize(("days", "signs"), [(-1, False), (0, True), (1, True)])
def test_a_key_signs_from_its_first_day(days: int, *, signs: bool) -> None:
    given_key(Purpose.CREDENTIAL)
    day = DAY + timedelta(days=days)
    if signs:
        assert signer(Purpose.CREDENTIAL, on=day).name == "c1"
    else:
        with pytest.raises(NoKey, match="没有可用的电子证书签名密钥"):
            signer(Purpose.CREDENTIAL, on=day)


@pytest.mark.parametrize(("days", "good"), [(29, True), (30, True), (31, False)])
def test_a_key_that_was_followed_keeps_what_it_signed_up_to_its_last_day(days: int, *, good: bool) -> None:
    old = given_key(Purpose.CREDENTIAL)
    signature = signer(Purpose.CREDENTIAL, on=DAY).sign(b"content")
    new = rotate(old, by=None, at=LATER)
    assert key_named(old.name).until == date(2026, 12, 22)  # type: ignore[union-attr]
    assert signer(Purpose.CREDENTIAL, on=date(2026, 12, 22)).name == new.name == "c2"
    assert counts(old.name, signature, b"content", at=NOON + timedelta(days=days)) is good


@pytest.mark.parametrize(
    ("moment", "good"), [(LATER - SECOND, True), (LATER, False), (LATER + SECOND, False)]
)
def test_what_a_withdrawn_key_signed_counts_only_up_to_that_moment(moment: datetime, *, good: bool) -> None:
    key = given_key(Purpose.CREDENTIAL)
    signature = signer(Purpose.CREDENTIAL, on=DAY).sign(b"content")
    withdraw_key(key, because="保管人离职", by=None, at=LATER)
    assert counts(key.name, signature, b"content", at=moment) is good
    with pytest.raises(NoKey):
        signer(Purpose.CREDENTIAL, on=DAY)
    assert Entry.objects.get(act="signing.withdraw_key").after["because"] == "保管人离职"  # type: ignore[index]


def test_a_key_is_withdrawn_once_and_for_a_reason_and_not_followed_afterwards() -> None:
    key = given_key()
    with pytest.raises(NotDone, match="请说明撤回密钥的原因"):
        withdraw_key(key, because=" ", by=None, at=NOON)
    withdraw_key(key, because="泄露", by=None, at=NOON)
    with pytest.raises(NotDone, match="已经撤回过"):
        withdraw_key(key, because="泄露", by=None, at=NOON)
    with pytest.raises(NotDone, match="已经停用"):
        rotate(key, by=None, at=NOON)


def test_a_body_signs_with_its_own_key_where_it_has_one() -> None:
    given_key(Purpose.DOCUMENT)
    own = make_key(Purpose.DOCUMENT, owner=BODY, by=None, at=NOON)
    assert document_signer(on=DAY, owner=BODY.number).name == own.name
    assert document_signer(on=DAY, owner=8).name == document_signer(on=DAY).name == "d1"
    assert rotate(own, by=None, at=LATER).owner == BODY.number
    subject = document_signer(on=DAY, owner=BODY.number).certificate.subject
    assert subject.rfc4514_string() == f"CN={BODY.name}"


def test_of_several_keys_of_a_body_the_newest_signs() -> None:
    """However many the house has made since."""
    own = make_key(Purpose.CREDENTIAL, owner=BODY, by=None, at=NOON)
    newer = make_key(Purpose.CREDENTIAL, owner=BODY, by=None, at=NOON)
    house = make_key(Purpose.CREDENTIAL, by=None, at=NOON)
    assert signer(Purpose.CREDENTIAL, on=DAY, owner=BODY.number).name == newer.name != own.name
    assert signer(Purpose.CREDENTIAL, on=DAY).name == house.name


def test_a_document_signer_brings_a_certificate_that_it_has_signed_itself() -> None:
    given_key(Purpose.DOCUMENT)
    hand = document_signer(on=DAY)
    hand.certificate.verify_directly_issued_by(hand.certificate)
    assert hand.certificate.not_valid_before_utc <= NOON < hand.certificate.not_valid_after_utc
    assert hand.certificate.public_key() == hand.key.public_key()
    assert list(hand.chain) == [hand.certificate]


def given_file(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, at: datetime = NOON) -> bytes:
    """A PKCS#12 file as a certification authority gives it out; its password is `1234`."""
    own = load_pem_x509_certificate(self_signed(halves(key)[0], name="某单位", at=at).encode())
    return serialize_key_and_certificates(b"x", key, own, None, BestAvailableEncryption(b"1234"))


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP256R1()), Algorithm.P256),
        (rsa.generate_private_key(65537, 2048), Algorithm.RSA),
    ],
)
def test_a_key_from_a_certification_authority_signs_documents(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, algorithm: Algorithm
) -> None:
    brought = bring_key(given_file(key), "1234", by=None, at=NOON)
    hand = signer(Purpose.DOCUMENT, on=DAY)
    assert (brought.algorithm, hand.name) == (algorithm, brought.name)
    assert counts(hand.name, hand.sign(b"content"), b"content", at=NOON)
    assert document_signer(on=DAY).certificate.subject.rfc4514_string() == "CN=某单位"


def test_a_file_that_does_not_serve_is_refused_with_the_reason() -> None:
    with pytest.raises(NotDone, match="口令不对"):
        bring_key(given_file(ec.generate_private_key(ec.SECP256R1())), "4321", by=None, at=NOON)
    with pytest.raises(NotDone, match="不是P-256曲线"):
        bring_key(given_file(ec.generate_private_key(ec.SECP384R1())), "1234", by=None, at=NOON)
    with pytest.raises(NotDone, match="不在有效期内"):
        bring_key(given_file(ec.generate_private_key(ec.SECP256R1()), LATER), "1234", by=None, at=NOON)
    empty = serialize_key_and_certificates(
        b"x", ec.generate_private_key(ec.SECP256R1()), None, None, BestAvailableEncryption(b"1234")
    )
    with pytest.raises(NotDone, match="没有可用于签名的私钥和证书"):
        bring_key(empty, "1234", by=None, at=NOON)


def test_a_key_signs_by_the_algorithms_of_its_purpose_only() -> None:
    with pytest.raises(NotDone, match="电子证书的密钥不能用ECDSA P-256算法"):
        make_key(Purpose.CREDENTIAL, algorithm=Algorithm.P256, by=None, at=NOON)


def test_sm2_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sm2, "find_spec", lambda name: None)
    with pytest.raises(NotDone, match="没有安装国密算法库"):
        make_key(Purpose.LOG, algorithm=Algorithm.SM2, by=None, at=NOON)


def test_what_sm2_signed_verifies_where_its_library_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    private, public = sm2.new()
    signature = sm2.signing_with(private)(b"content")
    monkeypatch.setattr(sm2, "find_spec", lambda name: None)
    monkeypatch.setattr(sm2, "import_module", lambda name: pytest.fail("the library was asked"))
    assert sm2.verifies(public, signature, b"content")
    assert not sm2.verifies(public, signature, b"contents")


def test_sm2_stands_beside_ed25519_and_never_signs_alone() -> None:
    make_key(Purpose.LOG, algorithm=Algorithm.SM2, by=None, at=NOON)
    with pytest.raises(NoKey):
        signers(Purpose.LOG, on=DAY)
    first = given_key(Purpose.LOG)
    hands = signers(Purpose.LOG, on=DAY)
    assert [hand.algorithm for hand in hands] == ["ed25519", "sm2"]
    assert hands[0].name == first.name
    assert counts(hands[1].name, hands[1].sign(b"content"), b"content", at=NOON)


@pytest.mark.parametrize("algorithm", [Algorithm.ED25519, Algorithm.P256, Algorithm.SM2])
def test_a_signature_of_another_key_content_or_length_does_not_verify(algorithm: Algorithm) -> None:
    scheme = SCHEMES[algorithm]
    (private, public), (_, other) = scheme.new(), scheme.new()
    signature = scheme.signing_with(private)(b"content")
    assert scheme.verifies(public, signature, b"content")
    assert not scheme.verifies(public, signature, b"content ")
    assert not scheme.verifies(other, signature, b"content")
    assert not scheme.verifies(public, signature[:-1], b"content")


def test_the_published_keys_say_from_when_until_when_and_for_what(settings: Settings) -> None:
    settings.DENGJI_ADDRESS = "https://dengji.example"
    rotate(given_key(), by=None, at=LATER)
    withdraw_key(
        make_key(Purpose.CREDENTIAL, owner=BODY, by=None, at=NOON), because="泄露", by=None, at=LATER
    )
    said = queries.published()
    kept = ("name", "purpose", "from", "until", "withdrawn", "owner")
    assert [tuple(key[field] for field in kept) for key in said] == [
        ("dengji.example/log", "log", "2026-11-22", "2026-12-22", None, None),
        ("dengji.example/log/2", "log", "2026-12-22", None, None, None),
        ("c1", "credential", "2026-11-22", None, "2026-12-22T04:00:00.000007Z", BODY.name),
    ]
    assert {tuple(key) for key in said} == {("name", "purpose", "algorithm", "public", *kept[2:])}


@pytest.mark.parametrize("name", ["two words", "one+one", ""])
def test_a_name_that_a_note_cannot_hold_is_refused(name: str) -> None:
    key = given_key()
    with pytest.raises(IntegrityError, match="key_name_has_no_space_or_plus"), transaction.atomic():
        Key.objects.filter(pk=key.pk).update(name=name)

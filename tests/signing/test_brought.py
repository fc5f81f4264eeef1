"""Keys that a certification authority gave out: brought as PKCS#12 or PEM, good as long as their certificates."""

from datetime import date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from django.apps import apps
from django.db import connection

from dengji.signing.acts import NotDone, Owner, bring_key, make_key, rotate, withdraw_key
from dengji.signing.models import Key
from dengji.signing.queries import document_signer, ending, every_key, followed
from dengji.signing.terms import Algorithm, Purpose
from tests.signing.keys import DAY, NOON, given_key

pytestmark = [pytest.mark.row("TJ21-8b"), pytest.mark.django_db]
BODY = Owner(7, "海河机电有限公司")
HOUSE = ec.generate_private_key(ec.SECP256R1())
OWN = ec.generate_private_key(ec.SECP256R1())
ENDS = datetime.combine(DAY, datetime.min.time(), NOON.tzinfo) + timedelta(days=300, hours=9)


def named(name: str) -> x509.Name:
    """A name in a certificate."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certified(
    name: str = BODY.name, *, signs: bool = True, key: ec.EllipticCurvePrivateKey = OWN, ends: datetime = ENDS
) -> x509.Certificate:
    """A certificate for a key, as an authority gives it out."""
    usage = x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    built = x509.CertificateBuilder(named("某认证机构"), named(name), key.public_key(), 7)
    built = built.not_valid_before(NOON - timedelta(days=1)).not_valid_after(ends)
    return built.add_extension(usage, critical=True).sign(HOUSE, SHA256())


def pem(*certificates: x509.Certificate, password: bytes = b"") -> bytes:
    """A key with certificates as PEM."""
    way = BestAvailableEncryption(password) if password else NoEncryption()
    private = OWN.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, way)
    return private + b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def brought(content: bytes, password: str = "", owner: Owner | None = BODY) -> Key:
    """The key of that file, brought."""
    return bring_key(content, password, owner=owner, by=None, at=NOON)


@pytest.mark.parametrize("password", ["", "1234"])
def test_a_key_in_pem_signs_in_the_name_of_its_body_whatever_the_order_in_the_file(password: str) -> None:
    given_key(Purpose.DOCUMENT)
    chain = [certified("上级", key=HOUSE), certified()]
    key = brought(pem(*chain, password=password.encode()), password)
    hand = document_signer(on=DAY, owner=BODY.number)
    assert (hand.name, hand.chain[0].subject, len(hand.chain)) == (key.name, named(BODY.name), 2)
    assert document_signer(on=DAY, owner=8).name == "d1"


@pytest.mark.parametrize(("days", "name"), [(299, "d2"), (300, "d1"), (301, "d1")])
def test_it_signs_up_to_the_last_whole_day_of_its_certificate(days: int, name: str) -> None:
    given_key(Purpose.DOCUMENT)
    assert brought(pem(certified())).until == DAY + timedelta(days=299)
    assert document_signer(on=DAY + timedelta(days=days), owner=BODY.number).name == name


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (pem(), "没有可用于签名的私钥和证书"),
        (certified().public_bytes(Encoding.PEM), "没有可用于签名的私钥和证书"),
        (pem(certified(key=HOUSE)), "证书不是这把私钥的"),
        (serialize_key_and_certificates(b"x", OWN, None, [certified(key=HOUSE)], NoEncryption()), "没有可用"),
        (pem(certified(signs=False)), "没有注明可以用于数字签名"),
        (pem(certified(ends=NOON + timedelta(hours=1))), "今天就到期"),
        (pem(certified(), password=b"1234"), "口令不对"),
        (b"-----BEGIN PRIVATE KEY-----\nx\n-----BEGIN CERTIFICATE-----", "文件打不开"),
    ],
)
def test_a_file_that_cannot_sign_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(NotDone, match=says):
        brought(content)
    assert not Key.objects.exists()


def test_a_key_for_sm2_is_refused_with_what_serves_instead() -> None:
    curve, form = (import_module(f"tongsuopy.crypto.{part}") for part in ("asymciphers.ec", "serialization"))
    private = curve.generate_private_key(curve.SM2())
    held = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    with pytest.raises(NotDone, match="请用RSA或者P-256的证书"):
        brought(held + certified().public_bytes(Encoding.PEM))


def test_a_key_is_brought_once_and_followed_by_another_that_is_brought() -> None:
    key = brought(pem(certified()))
    with pytest.raises(NotDone, match="已经导入过"):
        brought(pem(certified()))
    with pytest.raises(NotDone, match="请换发证书"):
        rotate(key, by=None, at=NOON)


def test_only_the_house_signs_the_log_and_by_sm2() -> None:
    for purpose, way in ((Purpose.LOG, None), (Purpose.CREDENTIAL, Algorithm.SM2)):
        with pytest.raises(NotDone, match="只用本平台的密钥"):
            make_key(purpose, algorithm=way, owner=BODY, by=None, at=NOON)


@pytest.mark.parametrize(("left", "told"), [(61, False), (60, True), (1, True), (0, False)])
def test_a_key_is_said_to_end_while_something_can_be_done(left: int, *, told: bool) -> None:
    key = brought(pem(certified()))
    found = ending(on=DAY + timedelta(days=299 - left), within=timedelta(days=60))
    assert found == ([key] if told else [])


def test_a_key_that_another_follows_does_not_worry_anybody() -> None:
    soon = DAY + timedelta(days=290)
    key = brought(pem(certified()))
    given_key(Purpose.DOCUMENT)  # the house's own follows nobody else's
    assert not followed(key, list(every_key()))
    new = make_key(Purpose.DOCUMENT, owner=BODY, by=None, at=NOON)
    assert followed(key, list(every_key()))
    assert ending(on=soon, within=timedelta(days=60)) == []
    withdraw_key(new, because="泄露", by=None, at=NOON)
    assert ending(on=soon, within=timedelta(days=60)) == [key]


def test_keys_from_before_get_the_last_day_of_their_certificates() -> None:
    key, other = brought(pem(certified())), given_key(Purpose.CREDENTIAL)
    Key.objects.update(until=None)
    module = import_module("dengji.signing.migrations.0002_last_days")
    module.end_with_their_certificates(apps, SimpleNamespace(connection=connection))
    lasts = dict(Key.objects.values_list("name", "until"))
    assert lasts == {key.name: date(2027, 9, 17), other.name: None}

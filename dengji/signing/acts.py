"""What is done with keys (密钥管理): made, brought, followed by another, withdrawn; each on record."""

import base64
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import Person, Post, record
from dengji.sealing.seals import sealed
from dengji.signing import sm2
from dengji.signing.algorithms import SCHEMES
from dengji.signing.certificates import Unusable, brought, is_ours, last_day, self_signed
from dengji.signing.models import Key
from dengji.signing.terms import Algorithm, Purpose

ALGORITHMS = {
    Purpose.LOG: (Algorithm.ED25519, Algorithm.SM2),
    Purpose.CREDENTIAL: (Algorithm.ED25519, Algorithm.SM2),
    Purpose.DOCUMENT: (Algorithm.P256, Algorithm.RSA),
}
"""By which algorithms the keys of a purpose may sign; the first is the usual one."""


class Owner(NamedTuple):
    """The organisation in whose name a key signs (密钥所属单位): its number and its name."""

    number: int
    name: str


class NotDone(Exception):
    """What was asked of a key cannot be done (未能办理), as a sentence."""


@transaction.atomic
def make_key(
    purpose: Purpose,
    *,
    algorithm: Algorithm | None = None,
    owner: Owner | None = None,
    by: Post | Person | None,
    at: datetime,
) -> Key:
    """生成密钥: a new key, which signs from today; one for documents gets a certificate of its own making.

    Raises NotDone for an algorithm that does not serve the purpose, or that this machine does not know.
    """
    way = algorithm or ALGORITHMS[purpose][0]
    if way not in ALGORITHMS[purpose]:
        raise NotDone(f"{purpose.label}的密钥不能用{way.label}算法。")
    if owner is not None and (purpose == Purpose.LOG or way == Algorithm.SM2):
        raise NotDone("公开日志和国密签名只用本平台的密钥。")
    if way == Algorithm.SM2 and not sm2.is_here():
        raise NotDone("这台机器没有安装国密算法库，不能生成SM2密钥。")
    private, public = SCHEMES[way].new()
    key = _new(purpose, way, owner, at)
    key.public = public
    if purpose == Purpose.DOCUMENT:
        key.chain = self_signed(private, name=key.owner_name or key.name, at=at)
        key.until = last_day(key.chain)
    return _kept(key, private, "signing.make_key", by)


@transaction.atomic
def bring_key(
    content: bytes, password: str, *, owner: Owner | None = None, by: Post | Person | None, at: datetime
) -> Key:
    """导入文件签名证书: a key with its certificates, from the PKCS#12 or PEM file of a certification authority.

    It signs as long as its certificates are valid. Raises NotDone for a file that does not serve, or was brought
    before.
    """
    try:
        found = brought(content, password, at=at)
    except Unusable as wrong:
        raise NotDone(str(wrong)) from wrong
    key = _new(Purpose.DOCUMENT, found.algorithm, owner, at)
    if Key.objects.filter(public=found.public).exists():
        raise NotDone("这把密钥已经导入过。")
    key.public, key.chain, key.until = found.public, found.chain, last_day(found.chain)
    if key.until < key.from_on:
        raise NotDone("文件里的证书今天就到期，请换发以后再导入。")
    return _kept(key, found.private, "signing.bring_key", by)


@transaction.atomic
def rotate(key: Key, *, by: Post | Person | None, at: datetime) -> Key:
    """更换密钥: another key of the same kind signs from today; today is the last day of the one before.

    What it signed stays good. Raises NotDone for a key that signs no longer, or that a certification authority gave
    out: another such is brought.
    """
    today = localdate(at)
    before = _signing(key, at)
    if before.chain and not is_ours(before.chain):
        raise NotDone(
            f"密钥{before}的证书是认证机构发的，请换发证书，用dengji keys bring导入，不能在这里更换。"
        )
    before.until = today
    before.save(update_fields=["until"])
    record(
        act="signing.retire_key",
        by=by,
        at=at,
        about=("signing.Key", before.name),
        after={"until": today},
    )
    owner = Owner(before.owner, before.owner_name) if before.owner is not None else None
    return make_key(Purpose(before.purpose), algorithm=Algorithm(before.algorithm), owner=owner, by=by, at=at)


@transaction.atomic
def withdraw_key(key: Key, *, because: str, by: Post | Person | None, at: datetime) -> None:
    """撤回密钥: what it signs from this moment on does not count.

    Raises NotDone without a reason, or for a key that was withdrawn before.
    """
    if not because.strip():
        raise NotDone("请说明撤回密钥的原因。")
    held = Key.objects.select_for_update().get(pk=key.pk)
    if held.withdrawn_at is not None:
        raise NotDone(f"密钥{held}已经撤回过。")
    held.withdrawn_at, held.because = at, because.strip()
    held.save(update_fields=["withdrawn_at", "because"])
    record(
        act="signing.withdraw_key",
        by=by,
        at=at,
        about=("signing.Key", held.name),
        after={"withdrawn_at": at, "because": held.because},
    )


def _signing(key: Key, at: datetime) -> Key:
    """The key as it is now, locked; raises NotDone unless it signs and nothing follows it."""
    held, today = (
        Key.objects.select_for_update().signing_on(localdate(at)).filter(pk=key.pk).first(),
        localdate(at),
    )
    if held is None or held.until == today:
        raise NotDone(f"密钥{key}已经停用，不能更换。")
    return held


def _new(purpose: Purpose, algorithm: Algorithm, owner: Owner | None, at: datetime) -> Key:
    """A key without its halves, named after what it is for and how many there were before it.

    The names of keys that sign certificates are short, since they stand in a QR code.
    """
    number = Key.objects.filter(purpose=purpose).count() + 1
    if purpose == Purpose.LOG:
        home = f"{urlsplit(settings.DENGJI_ADDRESS).netloc}/log"
        name = home if number == 1 else f"{home}/{number}"
    else:
        name = f"{purpose[0]}{number}"
    return Key(
        name=name,
        purpose=purpose,
        algorithm=algorithm,
        owner=owner.number if owner else None,
        owner_name=owner.name if owner else "",
        made_at=at,
        from_on=localdate(at),
    )


def _kept(key: Key, private: bytes, act: str, by: Post | Person | None) -> Key:
    """Writes the key with its private half sealed, and puts that on record."""
    key.sealed = sealed({"key": base64.b64encode(private).decode()})
    key.save(force_insert=True)
    after = {
        "purpose": key.purpose,
        "algorithm": key.algorithm,
        "public": base64.b64encode(key.public).decode(),
        "owner": key.owner,
    }
    record(act=act, by=by, at=key.made_at, about=("signing.Key", key.name), after=after)
    return key

"""The protocol of other registers (对接协议): JSON over HTTP, each answer checked before anybody believes it.

POST /filings  (Idempotency-Key)  → 202 {"receipt"}
GET  /filings/RECEIPT             → {"state": "pending"} | {"state": "published", "published_on", "number"}
                                    | {"state": "declined", "reason"}; 404 {"found": false}
POST /results, /certificates, /plans, /endings, and GET with their receipt: likewise. What is reported says its
"operation" (new, correct, withdraw) and a "digest", which the answer repeats; of rows, "published" names under
"declined" those that are not published [{"row", "reason"}]. The same key with other content is a conflict, 409, with
the receipt of what was taken under it.
GET  /companies/USCC              → {"name", "legal_representative", "address", "status"}; 404 likewise
GET  /credit/USCC                 → {"records": [{"kind", "recorded_on", "summary"}]}; 404 likewise
"""

import json
from collections.abc import Mapping
from datetime import date
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Literal, NamedTuple, TypeVar
from urllib.parse import quote, urlsplit

from django.conf import settings
from pydantic import BaseModel, Field, RootModel, ValidationError

from dengji.exchange.terms import Register, Report

BY_FILES = "files:"  # the address of a register to which people carry sheets
LARGEST = 4 * 1024 * 1024  # bytes of an answer
CONFLICT = 409
AGAIN = frozenset({401, 403, 408, 425, 429})  # nothing is wrong with what was asked: ask again later


class NotReached(Exception):
    """The register cannot be reached now (无法连接)."""


class NotUnderstood(Exception):
    """The register answered, but with nothing that can be used (答复无法使用); it may next time."""


class Refused(Exception):
    """The register will not take what was sent (对方不予办理); asking again would not help."""


class TakenBefore(Exception):
    """The register has something else under this key (同一编号先前已收下); its receipt says what."""

    def __init__(self, receipt: str) -> None:
        super().__init__("对方先前已按同一编号收下")
        self.receipt = receipt


Kind = TypeVar("Kind", bound=BaseModel)


class Unknown(BaseModel):
    """The register has no such thing, and says so (查无记录)."""

    found: Literal[False]


class Receipt(BaseModel):
    """The register has taken a report (回执)."""

    receipt: str = Field(min_length=1, max_length=80)


class Pending(BaseModel):
    """No decision yet (待公布)."""

    state: Literal["pending"]


class Published(BaseModel):
    """A filing, or the rows of a batch, that stand on the ministry's network (已公布)."""

    state: Literal["published"]
    published_on: date
    number: str = Field(min_length=1)
    digest: str = ""
    declined: list["DeclinedRow"] = Field(default_factory=list)


class DeclinedRow(BaseModel):
    """One row of a batch that is not published (未公布的一行), by the name under which it was sent."""

    row: str
    reason: str = ""


class Declined(BaseModel):
    """A filing that the ministry's network does not publish (不予公布)."""

    state: Literal["declined"]
    reason: str = Field(min_length=1)
    digest: str = ""


class Decision(RootModel[Pending | Published | Declined]):
    """Where a reported filing stands (公布情况)."""


class Company(BaseModel):
    """A body as the company register has it (市场主体登记信息)."""

    name: str = Field(min_length=1)
    legal_representative: str
    address: str
    status: str


class CreditRecord(BaseModel):
    """One credit record (信用记录)."""

    kind: str
    recorded_on: date
    summary: str


class Credit(BaseModel):
    """What the credit register has on a body (公共信用信息)."""

    records: list[CreditRecord]


class Reply(NamedTuple):
    """A register's answer as it came over the wire."""

    status: int
    content: bytes


def address_of(register: str) -> str | None:
    """Where the register answers; None if this house is not connected to it."""
    address: str | None = settings.DENGJI_EXCHANGE.get(register)
    return None if address == BY_FILES else address


def by_files(register: str) -> bool:
    """Whether people carry sheets to the register (文件报送): nothing is sent by itself then, nothing fetched."""
    return bool(settings.DENGJI_EXCHANGE.get(register) == BY_FILES)


def report(payload: Mapping[str, Any], *, key: str, kind: str = Report.FILINGS) -> str:
    """报送: report something to the ministry's network; the receipt. The same key is the same report.

    Raises NotReached, NotUnderstood, Refused; TakenBefore where the network has other content under that key.
    """
    reply = call(Register.MINISTRY_NETWORK, f"/{kind}", payload, key)
    if reply.status == CONFLICT:
        raise TakenBefore(_read(reply, Receipt).receipt)
    return _read(reply, Receipt).receipt


def decision(receipt: str, *, kind: str = Report.FILINGS) -> Pending | Published | Declined | None:
    """查询公布情况: what became of a report; None if the register does not know the receipt."""
    reply = call(Register.MINISTRY_NETWORK, f"/{kind}/{quote(receipt, safe='')}")
    return None if _unknown(reply) else _read(reply, Decision).root


def company(uscc: str) -> Company | None:
    """查询市场主体登记: the body registered under a code; None if there is none."""
    reply = call(Register.COMPANY_REGISTER, f"/companies/{quote(uscc, safe='')}")
    return None if _unknown(reply) else _read(reply, Company)


def credit(uscc: str) -> Credit | None:
    """查询公共信用信息: the credit records of a body; None if the register does not know it."""
    reply = call(Register.CREDIT_REGISTER, f"/credit/{quote(uscc, safe='')}")
    return None if _unknown(reply) else _read(reply, Credit)


def _read(reply: Reply, kind: type[Kind]) -> Kind:
    """The answer, checked; raises NotUnderstood if it is not what the protocol says."""
    try:
        return kind.model_validate_json(reply.content)
    except ValidationError as wrong:
        raise NotUnderstood(f"对方的答复无法识别（{wrong.errors()[0]['msg']}）") from wrong


def _unknown(reply: Reply) -> bool:
    """True if the register itself says that it has no such thing; a wrong address of ours says nothing."""
    return reply.status == 404 and not _read(reply, Unknown).found


def call(register: str, path: str, payload: Mapping[str, Any] | None = None, key: str = "") -> Reply:
    """One call: a GET, or a POST of the payload under a key. Raises NotReached, NotUnderstood or Refused."""
    parts = urlsplit(address_of(register) or "")
    if not parts.hostname:
        raise NotReached("尚未接入该登记系统")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=settings.DENGJI_EXCHANGE_TIMEOUT.total_seconds())
    headers = {"Accept": "application/json"}
    body = None
    if payload is not None:
        headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        body = json.dumps(payload, ensure_ascii=False).encode()
    try:
        connection.request("GET" if body is None else "POST", parts.path.rstrip("/") + path, body, headers)
        response = connection.getresponse()
        reply = Reply(response.status, response.read(LARGEST + 1))
    except (OSError, HTTPException) as wrong:
        raise NotReached(f"无法连接对方系统（{type(wrong).__name__}）") from wrong
    finally:
        connection.close()
    return _usable(reply)


def _usable(reply: Reply) -> Reply:
    """The reply, if it can be read on; raises NotUnderstood or Refused if not."""
    if len(reply.content) > LARGEST:
        raise NotUnderstood("对方的答复过大")
    if reply.status in {200, 202, 404}:
        return reply
    if reply.status == CONFLICT and b'"receipt"' in reply.content:
        return reply
    if 400 <= reply.status < 500 and reply.status not in AGAIN:
        raise Refused(f"对方不予办理（{reply.status}）：{reply.content[:200].decode(errors='replace')}")
    raise NotUnderstood(f"对方系统答复{reply.status}")

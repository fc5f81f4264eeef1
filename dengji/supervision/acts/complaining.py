"""Complaints taken in (提出举报投诉): from anybody, with or without a name; the same words once.

Who complains lies sealed, and the address from which he wrote does not stand on the trail.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.audit.middleware import calling_from
from dengji.filings.models import Filing
from dengji.messages.acts import tell
from dengji.notices.contact import reachable
from dengji.notices.writing import LONGEST, MOST_FILES
from dengji.people.models import Organisation, Post
from dengji.people.terms import DECIDING
from dengji.procedure.refusals import NotAllowed, NotYours, within
from dengji.procedure.serials import next_serial
from dengji.records.acts import store_sealed
from dengji.records.terms import Retention
from dengji.sealing.seals import digest_of, sealed
from dengji.supervision.acts.telling import ABOUT, news_of, officers
from dengji.supervision.authorities import authority_of_place
from dengji.supervision.codes import digest_of_code
from dengji.supervision.models import Complaint, ComplaintEvent, ComplaintFile
from dengji.supervision.terms import WAITING, ComplaintStep, Source

FEWEST = 2  # people who make a group


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody complains of (举报投诉内容); `code` is the secret by which he reads how far it is.

    `filing` is the body's filing where it was found, else `body` and `place` say which it is.
    """

    code: str
    source: Source
    says: str
    place: str
    body: str = ""
    filing: Filing | None = None
    people: int | None = None
    reported_at: str = ""
    when: str = ""
    where: str = ""
    name: str = ""
    contact: str = ""
    files: Sequence[File[bytes]] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of it (回执): the complaint, and whether the code that came with it opens it."""

    complaint: Complaint
    opens: bool


def complain(told: Told, *, by: Post | None, at: datetime) -> Receipt:
    """提出举报投诉: kept for the authority of the body; the same words while they wait are one complaint.

    `by` is the officer who enters what came by letter, telephone or from above; None for whoever writes himself.
    """
    fields = _looked_at(told, by)
    words, code = _words_of(fields), digest_of_code(told.code)
    with _unaddressed(by):
        if (there := _again(words, code)) is not None:
            return there
        try:
            with transaction.atomic():
                return Receipt(_made({**fields, "words": words, "code": code}, told, by, at), opens=True)
        except IntegrityError:  # the same words at the same moment
            if (there := _again(words, code)) is not None:
                return there
            raise


def _looked_at(told: Told, by: Post | None) -> dict[str, object]:
    """The fields of the complaint. Raises NotAllowed for what nobody could look into."""
    if by is not None and by.role not in DECIDING:
        raise NotYours("举报投诉由机关的经办人员登记。")
    if told.source == Source.GROUP and (told.people is None or told.people < FEWEST):
        raise NotAllowed(f"群体反映的，请写明人数，不少于{FEWEST}人。")
    if told.source == Source.MEDIA and urlsplit(told.reported_at).scheme not in {"http", "https"}:
        raise NotAllowed("媒体报道的，请写明报道的网址，以 http:// 或者 https:// 开头。")
    if told.contact.strip() and not reachable(told.contact):
        raise NotAllowed("请留下能联系到您的电话、电子邮箱或通信地址，不想留的可以不填。")
    if len(told.files) > MOST_FILES:
        raise NotAllowed(f"一次最多附{MOST_FILES}个文件，现在选了{len(told.files)}个。")
    filing = told.filing
    body = str(filing.institution) if filing else within(told.body, 120, please="请写明是哪家机构")
    place = filing.place if filing else told.place
    return {
        "source": told.source,
        "people": told.people if told.source == Source.GROUP else None,
        "reported_at": told.reported_at.strip()[:500] if told.source == Source.MEDIA else "",
        "says": within(told.says, LONGEST, please="请写明发生了什么"),
        "when": told.when.strip()[:100],
        "where": told.where.strip()[:200],
        "filing": filing,
        "body": body,
        "place": place,
        "authority": _authority(filing, place, by),
    }


def _authority(filing: Filing | None, place: str, by: Post | None) -> Organisation:
    """The one that enters it; else that which keeps the filing, or the nearest of the place."""
    if by is not None:
        return by.organisation
    return filing.authority if filing is not None else authority_of_place(place)


def _words_of(fields: dict[str, object]) -> str:
    """内容摘要: of what was told, without how it is spaced."""
    named = ("body", "place", "source", "says", "when", "where", "reported_at")
    return digest_of("complaint:" + "\n".join("".join(str(fields[name]).split()) for name in named))


def _again(words: str, code: str) -> Receipt | None:
    """One of the same words that waits: counted once more, unless the button was pressed twice."""
    there = Complaint.objects.filter(words=words).waiting().select_related("authority").first()
    if there is None:
        return None
    if there.code == code:
        return Receipt(there, opens=True)
    Complaint.objects.filter(pk=there.pk, state__in=WAITING).update(times=F("times") + 1)
    return Receipt(there, opens=False)


def _made(fields: dict[str, object], told: Told, by: Post | None, at: datetime) -> Complaint:
    who = {"name": told.name.strip()[:80], "contact": told.contact.strip()[:80]}
    year = localdate(at).year
    made = Complaint.objects.create(
        **fields,
        receipt=f"JB{year}-{next_serial(f'complaint:{year}'):06d}",
        who=sealed(who) if any(who.values()) else b"",
        entered_by=by,
        made_at=at,
    )
    for number, file in enumerate(told.files, 1):
        kept = store_sealed(
            content=file,
            name=f"附件{number}",  # what he called it may name him
            owner=None,
            by=by,
            at=at,
            retention=Retention.FINDING_MATERIAL,
        )
        ComplaintFile.objects.create(complaint=made, file=kept)
    ComplaintEvent.objects.create(
        complaint=made, step=ComplaintStep.MAKE, authority=made.authority, by=by, at=at
    )
    after = {"receipt": made.receipt, "source": made.source}
    record(act="complaint.make", by=by, at=at, about=(ABOUT, made.pk), after=after)
    urgent = f"{made.get_source_display()}，请先核实。" if made.urgent else "请看过以后决定是否受理。"
    news = news_of(made, "收到举报投诉", f"有人反映{made.body}的问题。{urgent}", "made")
    tell(officers(made.authority_id, at), news, by=by, at=at)
    return made


@contextmanager
def _unaddressed(by: Post | None) -> Iterator[None]:
    """Whoever writes himself is not told by the address from which he wrote."""
    if by is not None:
        yield
        return
    noted = calling_from.set("")
    try:
        yield
    finally:
        calling_from.reset(noted)

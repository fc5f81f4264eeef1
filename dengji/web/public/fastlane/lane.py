"""The lane itself (快速通道): a WSGI application around Django's.

It takes what is sent to three addresses by nobody who is signed in, and answers it where the certificate is found, or
where somebody asks far too often. Not found, a picture to read, anything odd: Django answers.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import DatabaseError, connection
from django.http import parse_cookie

from dengji import clock
from dengji.apart import LOST, look_up_apart
from dengji.audit.middleware import address_in
from dengji.certificates.lookup import Question, Shown, looked_up
from dengji.web.public.asking import Asker, Outcome, Verdict, asker
from dengji.web.public.certificates import JSON, as_json
from dengji.web.public.fastlane.house import House, read_house
from dengji.web.public.fastlane.moulds import Place, answer_page, too_often_page
from dengji.web.public.questions import FORM, MOST_BYTES, Unreadable, fields_of, question_of
from dengji.web.tally import Tallies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HTML = "text/html; charset=utf-8"
PROGRAMS = "/certificates/lookup.json"
ADDRESSES = {"/certificates/number/": "number", "/certificates/document/": "document", PROGRAMS: ""}
FORMS = frozenset({FORM, f"{FORM}; charset=utf-8", f"{FORM}; charset=UTF-8"})
SIGNED_IN = frozenset({"sessionid", "messages"})
OK, TOO_MANY = "200 OK", "429 Too Many Requests"


class Asked(NamedTuple):
    """What came in (一次查询): where, for large letters or not, who asks what, and when."""

    path: str
    elder: bool
    who: Asker
    question: Question
    at: datetime


class Answer(NamedTuple):
    """What goes out (答复): the status, the type, the content."""

    status: str
    kind: str
    content: bytes


class Lane:
    """Answers what it can, and hands on the rest."""

    def __init__(self, django: "WSGIApplication") -> None:
        self.django = django

    @cached_property
    def house(self) -> House:
        """The settings, read once: each costs as much as a small part of an answer."""
        return read_house()

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answers one request."""
        if environ["PATH_INFO"] not in ADDRESSES or not self.takes(environ):
            return self.django(environ, start)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        asked = read(environ, body, self.house.counted)
        answer = answered(asked) if asked else None
        if answer is None:
            environ["wsgi.input"] = BytesIO(body)
            return self.django(environ, start)
        head = self.house.headers(secure=self.house.secure(environ), later=answer.status is TOO_MANY)
        start(
            answer.status,
            [("Content-Type", answer.kind), ("Content-Length", str(len(answer.content))), *head],
        )
        return [answer.content]

    def takes(self, environ: Mapping[str, Any]) -> bool:
        """Whether a request is plain enough for the lane."""
        length, cookies = environ.get("CONTENT_LENGTH") or "", environ.get("HTTP_COOKIE")
        return (
            environ["REQUEST_METHOD"] == "POST"
            and not (self.house.closed or environ.get("QUERY_STRING") or environ.get("SCRIPT_NAME"))
            and length.isdecimal()
            and 0 < int(length) <= MOST_BYTES
            and (environ["PATH_INFO"] == PROGRAMS or environ.get("CONTENT_TYPE") in FORMS)
            and self.house.is_named(environ.get("HTTP_HOST", ""))
            and (not self.house.redirects or self.house.secure(environ))
            and not (cookies and SIGNED_IN & parse_cookie(cookies).keys())
        )


def read(environ: Mapping[str, Any], body: bytes, counted: Tallies) -> Asked | None:
    """A request with a question that can be answered; to a page only by the number that it asks for."""
    path, cookies, at = environ["PATH_INFO"], environ.get("HTTP_COOKIE"), clock.now()
    try:
        question = question_of(fields_of(environ.get("CONTENT_TYPE") or "", body))
    except Unreadable:
        return None
    way = ADDRESSES[path]
    if way and not getattr(question, way):
        return None
    who = asker(address_in(environ), question, counted, at)
    elder = bool(cookies and parse_cookie(cookies).get("elder"))
    return Asked(path, elder, who, question, at)


def answered(asked: Asked) -> Answer | None:
    """What the lane answers; None for what is not its own."""
    if asked.who.too_fast:
        return _too_often(asked)
    if asked.who.verdict() is not Verdict.ANSWERED:
        return None
    found = _found(asked.question)
    if not found:
        return None
    asked.who.add()
    if asked.path == PROGRAMS:
        return Answer(OK, JSON, as_json(Outcome(Verdict.ANSWERED, found), asked.at))
    return Answer(OK, HTML, answer_page(Place(asked.path, asked.elder), found, asked.at))


def _found(question: Question) -> list[Shown]:
    """The certificates; none where the database has gone away, since Django takes another connection."""
    try:
        return looked_up(question, look_up_apart)
    except (DatabaseError, *LOST):
        connection.close()
        return []


def _too_often(asked: Asked) -> Answer:
    if asked.path == PROGRAMS:
        return Answer(TOO_MANY, JSON, as_json(Outcome(Verdict.TOO_OFTEN), asked.at))
    return Answer(TOO_MANY, HTML, too_often_page(Place(asked.path, asked.elder)))

"""Pages from moulds (页面模子): the view's template rendered once for each shape, then filled with texts.

A shape is what decides which parts a page has: how many certificates, which of their texts are empty, what happened to
each. So there is one template, and the view and the lane say the same.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from html import escape
from itertools import count
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string

from dengji.certificates.lookup import Shown
from dengji.web.public.certificates import HERE, Told, found_in_words

BLANK = re.compile("\uffff([0-9]+)\uffff")  # a noncharacter, so that no text has it, around a number
MOST = 256
Texts = list[str]
Shape = tuple[Any, ...]


class Place(NamedTuple):
    """Where and for whom a page is (页面位置): its address, and whether in large letters."""

    path: str
    elder: bool


class Mould(NamedTuple):
    """What stands around the blanks, and which text goes into each."""

    pieces: Texts
    blanks: Sequence[int]

    def filled(self, ready: Texts) -> bytes:
        """The answer, with these texts in its blanks."""
        whole = self.pieces.copy()
        whole[1::2] = [ready[blank] for blank in self.blanks]
        return "".join(whole).encode()


Key = tuple[Place, Shape]
MOULDS: dict[Key, Mould] = {}
"""The moulds that this process has made."""


def answer_page(place: Place, found: Sequence[Shown], at: datetime) -> bytes:
    """The page that says what was found."""
    texts: Texts = []
    told = found_in_words(found, at)
    key = (place, taken_apart(told, texts))
    mould = MOULDS.get(key) or _mould(key, told)
    return mould.filled(escape("\0".join(texts)).split("\0"))


@lru_cache(maxsize=2)
def too_often_page(place: Place) -> bytes:
    """The page that says to come again later."""
    return _rendered("too_often", place, {}).encode()


def taken_apart(told: Told, texts: Texts) -> Shape:
    """The shape of what is told; its texts are put at the end of `texts`, in the order of their blanks."""
    values = told.values()
    texts += [each for each in values if each.__class__ is str]
    return tuple([each != "" if each.__class__ is str else _shape(each, texts) for each in values])


def _shape(value: Any, texts: Texts) -> object:
    return tuple([taken_apart(each, texts) for each in value]) if value.__class__ is list else value


def blanked(told: Told, blanks: Iterator[str]) -> Told:
    """The same with a blank for each text, in the order of `taken_apart`; an empty one stays empty."""
    own = {name: next(blanks) for name, value in told.items() if value.__class__ is str}
    shown = {name: own[name] if told[name] else "" for name in own}
    below = {
        name: [blanked(each, blanks) for each in value]
        for name, value in told.items()
        if value.__class__ is list
    }
    return told | shown | below


def _mould(key: Key, told: Told) -> Mould:
    """A new mould; those there are go where they have become too many."""
    if len(MOULDS) >= MOST:
        MOULDS.clear()
    signs = (f"\uffff{number}\uffff" for number in count())
    pieces = BLANK.split(_rendered("answer", key[0], blanked(told, signs)))
    blanks = [int(each) for each in pieces[1::2]]
    pieces[1::2] = [""] * len(blanks)
    return MOULDS.setdefault(key, Mould(pieces, blanks))


def _rendered(template: str, place: Place, told: Told) -> str:
    """A template as somebody sees it who is not signed in."""
    request = HttpRequest()
    request.path = request.path_info = place.path
    request.user = AnonymousUser()
    request.COOKIES = {"elder": "1"} if place.elder else {}
    return render_to_string(f"public/certificates/{template}.html", HERE | told, request)

"""In which order the list of filings stands (排序): the choice is in the address, the words say it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from dengji.filings.models import Filing

BY_NAME, BY_NUMBER, BY_END, BY_START = "", "number", "until", "granted"
WORDS = {
    BY_NAME: "按机构名称排序",
    BY_NUMBER: "按备案号排序",
    BY_END: "有效期先到的在前，长期有效的在后",
    BY_START: "最近备案的在前",
}
ORDERS = {
    BY_NUMBER: (F("number").asc(),),
    BY_END: (F("valid_until").asc(nulls_last=True), F("number").asc()),
    BY_START: (F("granted_on").desc(), F("number").asc()),
}


@dataclass(frozen=True, slots=True)
class Sort:
    """An order that the list offers (排序方式)."""

    key: str
    words: str
    chosen: bool


def sorted_by(found: QuerySet[Filing], key: str) -> QuerySet[Filing]:
    """The filings in the order asked for; in the list's own for one that is not offered."""
    return found.order_by(*ORDERS[key]) if key in ORDERS else found


def sorts(key: str) -> Sequence[Sort]:
    """The orders, with the one that stands."""
    stands = key if key in WORDS else BY_NAME
    return [Sort(each, words, each == stands) for each, words in WORDS.items()]

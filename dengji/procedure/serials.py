"""Serials (流水号): counted under a key, without gaps or repeats, inside the caller's transaction."""

from django.db.models import F

from dengji.policy.engine.numbering import Numbered, prefix, render
from dengji.policy.engine.pack import NumberForm
from dengji.procedure.models import Serial


def next_serial(key: str) -> int:
    """Take the next serial of a key; the row stays locked until the transaction ends, so that none is lost."""
    if not Serial.objects.filter(pk=key).update(last=F("last") + 1):
        Serial.objects.get_or_create(pk=key, defaults={"last": 0})
        Serial.objects.filter(pk=key).update(last=F("last") + 1)
    return Serial.objects.values_list("last", flat=True).get(pk=key)


def next_number(form: NumberForm, *, kind: str, division: str, year: int, of: str = "") -> str:
    """Take the next number of a text's form; `of` tells series apart whose numbers may be equal."""
    numbered = Numbered(division, year, {"kind": kind})
    return render(form, of=numbered, serial=next_serial(of + prefix(form, of=numbered)))

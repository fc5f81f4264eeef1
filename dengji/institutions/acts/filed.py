"""What of a body stands in a filing (已备案要素): held as filed, and changed only with the filing."""

from collections.abc import Mapping
from datetime import datetime

from dengji.audit.acts import record
from dengji.institutions.models import Institution
from dengji.people.models import Post
from dengji.people.spelling import pinyin


def hold_elements(institution_id: int) -> None:
    """From now on name, address and legal representative stand in a filing."""
    Institution.objects.filter(pk=institution_id, held=False).update(held=True)


def release_elements(institution_id: int) -> None:
    """No filing holds the body's elements any more."""
    Institution.objects.filter(pk=institution_id).update(held=False)


def change_held(institution_id: int, values: Mapping[str, str], *, by: Post | None, at: datetime) -> None:
    """已备案要素变更: what a change of the filing makes of the body; keys `name`, `address`, `legal_representative`."""
    institution = (
        Institution.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=institution_id)
    )
    before = {
        "name": institution.organisation.name,
        **{key: getattr(institution, field) for key, field in FIELDS.items()},
    }
    if "name" in values:
        institution.organisation.name = values["name"]
        institution.organisation.save(update_fields=["name"])
        institution.sort_key = pinyin(values["name"])[:200]
    for key, field in FIELDS.items():
        setattr(institution, field, values.get(key, getattr(institution, field)))
    institution.save()
    about = ("institutions.Institution", institution.pk)
    told = {key: before[key] for key in values}
    record(act="institutions.change_held", by=by, at=at, about=about, before=told, after=dict(values))


FIELDS = {"address": "registered_address", "legal_representative": "legal_representative"}

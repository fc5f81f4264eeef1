"""What was typed and not yet saved (填写草稿): kept so that nothing is lost. No act on a case, so not on the trail.

Drafts are never cleared by age: whoever comes back after a year expects his words to be there. They cannot heap up
either: a person has one for a page, the newest in place of the last, bounded in length, and it goes when it is saved.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dengji.filings.models import Draft
from dengji.people.models import Post

LONGEST = 200_000
"""Characters: more than anybody types on one page."""


def keep_draft(page: str, fields: Mapping[str, Sequence[str]], *, by: Post, at: datetime) -> bool:
    """保留填写内容: the newest takes the place of the last. False where it is more than anybody types."""
    typed = {name: [str(value) for value in values] for name, values in fields.items()}
    if len(page) > 200 or sum(len(value) for values in typed.values() for value in values) > LONGEST:
        return False
    Draft.objects.update_or_create(person=by.person, page=page, defaults={"fields": typed, "kept_at": at})
    return True


def discard_draft(page: str, *, by: Post) -> None:
    """清除填写内容: it has been saved."""
    Draft.objects.filter(person=by.person, page=page).delete()

"""Files for those who may read them (查阅材料), and for nobody else."""

import json
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, OFFICE_ROLES, Role
from dengji.procedure.models import Case, Event, PanelSeat
from dengji.records.models import Attachment, StoredFile


def file_for(post: Post | None, token: UUID) -> StoredFile | None:
    """材料查阅: the file, if this post may read it; None if not, or if there is none.

    Its own body may; so may the authorities that hold or held a case that it is in, and the experts
    appointed to the panel of such a case.
    """
    if post is None:
        return None
    file = StoredFile.objects.filter(token=token).first()
    if file is None:
        return None
    if post.role in BODY_ROLES:
        return file if file.owner_id == post.organisation_id else None
    return file if any(_is_in(case, file) for case in _cases_seen_by(post, file)) else None


def files_of(case: Case) -> QuerySet[Attachment]:
    """案件材料: what stands with a case, by material and in the order in which it came."""
    return case.attachments.filter(removed_at=None).select_related("file").order_by("material", "id")


def opened(file: StoredFile) -> BinaryIO:
    """The content of a file, open for reading; the caller closes it."""
    return Path(settings.MEDIA_ROOT, file.path).open("rb")


def _cases_seen_by(post: Post, file: StoredFile) -> QuerySet[Case]:
    """The cases of the file's owner in which the post takes or took part."""
    cases = Case.objects.filter(applicant=file.owner_id)
    if post.role == Role.EXPERT:
        seats = PanelSeat.objects.filter(panel__case=OuterRef("pk"), expert__post=post)
        return cases.filter(Exists(seats))
    if post.role not in OFFICE_ROLES | {Role.MINISTRY}:
        return cases.none()
    acted = Event.objects.filter(case=OuterRef("pk"), by__organisation=post.organisation_id)
    return cases.filter(Q(holder=post.organisation_id) | Exists(acted))


def _is_in(case: Case, file: StoredFile) -> bool:
    """True if the file is attached to the case, named in what was handed in, or a letter of it."""
    return (
        file.attachments.filter(case=case).exists()
        or case.letters.filter(printed__file=file).exists()
        or any(str(file.token) in json.dumps(handed_in.dossier) for handed_in in case.submissions.all())
    )


def attached(case: Case) -> dict[str, list[dict[str, str]]]:
    """已交材料: the files handed in with a case, by material, as a dossier lists them."""
    listed: dict[str, list[dict[str, str]]] = {}
    for each in files_of(case):
        listed.setdefault(each.material, []).append({"token": str(each.file.token), "name": each.file.name})
    return listed

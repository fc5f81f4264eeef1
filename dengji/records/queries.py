"""Files for those who may read them (查阅材料), and for nobody else."""

import json
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES
from dengji.procedure.models import Case, Statement
from dengji.procedure.queries import cases_within
from dengji.records.models import SEALED, Attachment, StoredFile
from dengji.sealing.seals import opened_bytes


def file_for(post: Post | None, token: UUID) -> StoredFile | None:
    """材料查阅: the file, if this post may read it; None if not, or if there is none.

    Its own body may; so may whoever may see a case that it is in. What an office found is for offices and experts.
    """
    if post is None:
        return None
    file = StoredFile.objects.filter(token=token).first()
    if file is None:
        return None
    if post.role in BODY_ROLES:
        return file if file.owner_id == post.organisation_id else None
    seen = cases_within(post).filter(applicant=file.owner_id)
    return file if any(_is_in(case, file) for case in seen) or _proves(file, post) else None


def files_of(case: Case) -> QuerySet[Attachment]:
    """案件材料: what stands with a case, by material and in the order in which it came."""
    return case.attachments.filter(removed_at=None).select_related("file").order_by("material", "id")


def opened(file: StoredFile) -> BinaryIO:
    """The content of a file, open for reading, unsealed where it lies sealed; the caller closes it."""
    path = Path(settings.MEDIA_ROOT, file.path)
    return BytesIO(opened_bytes(path.read_bytes())) if path.suffix == SEALED else path.open("rb")


def is_there(file: StoredFile) -> bool:
    """Whether the content is still kept (在库): it is gone once it was disposed of."""
    return Path(settings.MEDIA_ROOT, file.path).is_file()


def _is_in(case: Case, file: StoredFile) -> bool:
    """True if the file is attached to the case, named in what was handed in, or a letter of it."""
    return (
        file.attachments.filter(case=case).exists()
        or case.letters.filter(printed__file=file).exists()
        or any(str(file.token) in json.dumps(handed_in.dossier) for handed_in in case.submissions.all())
    )


def _proves(file: StoredFile, post: Post) -> bool:
    """True if an office stated a fact by the file, in a case that the post may see."""
    proved = Statement.objects.filter(document=file.sha256, by__organisation=file.owner_id)
    return cases_within(post).filter(pk__in=proved.values("case")).exists()


def papers_of(case: Case) -> dict[str, StoredFile]:
    """依据材料: the files by which facts of a case were stated, by SHA-256; its applicant's or an office's own."""
    said = case.statements.exclude(document="")
    owners = [case.applicant_id, *said.values_list("by__organisation", flat=True)]
    files = StoredFile.objects.filter(sha256__in=said.values("document"), owner__in=owners)
    return {file.sha256: file for file in files.order_by("-id")}


def attached(case: Case) -> dict[str, list[dict[str, str]]]:
    """已交材料: the files handed in with a case, by material, as a dossier lists them."""
    listed: dict[str, list[dict[str, str]]] = {}
    for each in files_of(case):
        listed.setdefault(each.material, []).append({"token": str(each.file.token), "name": each.file.name})
    return listed

"""Evidence of a batch for the office (调阅过程资料): of a plan that the office sees; each reading on the trail."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.acts.evidencing import read
from dengji.evaluations.queries import plan_for
from dengji.evaluations.sittings.on_the_day import evidence_for
from dengji.records.acts import note_refused_reading
from dengji.records.queries import opened
from dengji.web.access import at_desk
from dengji.web.files import SHOWN_IN_PLACE
from dengji.web.middleware import DeskRequest


@require_safe
@at_desk("office")  # type: ignore[arg-type]  # a file that is sent block by block is an answer too
@never_cache
def file(request: DeskRequest, token: UUID, file: UUID) -> HttpResponseBase:
    """下载过程资料: an address that was guessed finds nothing, and stands on the trail."""
    plan = plan_for(request.post, token)
    found = evidence_for(plan, file) if plan else None
    if found is None:
        note_refused_reading(file, by=request.post, at=clock.now())
        raise Http404
    there = read(found, by=request.post, at=clock.now())
    in_place = there.media_type in SHOWN_IN_PLACE
    return FileResponse(
        opened(there), as_attachment=not in_place, filename=there.name, content_type=there.media_type
    )

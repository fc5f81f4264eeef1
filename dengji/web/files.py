"""Files for those who may read them (材料下载): an address that was guessed finds nothing, and stands on the trail."""

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.notices.comments import comment_file_for
from dengji.notices.queries import objection_file_for
from dengji.people.refusals import Refused
from dengji.records.acts import note_refused_reading
from dengji.records.queries import file_for, is_there, opened
from dengji.records.terms import MediaType

SHOWN_IN_PLACE = {MediaType.PDF, MediaType.PNG, MediaType.JPEG}


@require_safe
def stored_file(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """材料: the file, shown in place where browsers can show it, else to be saved."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    post = request.post  # type: ignore[attr-defined]
    file = file_for(post, token) or objection_file_for(post, token) or comment_file_for(post, token)
    if file is None:
        note_refused_reading(token, by=post, at=clock.now())
        raise Http404
    if not is_there(file):
        raise Refused(
            "这份材料的保管期限已满，已经按规定销毁。",
            remedy="销毁的时间和依据，请看“档案”的销毁清册。",
        )
    return FileResponse(
        opened(file),
        as_attachment=file.media_type not in SHOWN_IN_PLACE,
        filename=file.name,
        content_type=file.media_type,
    )

"""意见: one comment, who made it, and its answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from dengji import clock
from dengji.notices.acts.commenting import answer_comment
from dengji.notices.comments import article_label, comment_for, draft_of, next_waiting
from dengji.notices.models import Comment
from dengji.people.refusals import Refused
from dengji.procedure.refusals import Moved
from dengji.records.acts import note_refused_reading
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.consultations import AnswerForm, answer_so_far
from dengji.web.registry.roles import CONSULTING


@never_cache
@at_desk("office", *CONSULTING)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一条意见: read with its maker's name and contact, answered, and on to the next that waits."""
    comment = _comment(request, token)
    form = AnswerForm(request.POST or None, initial=answer_so_far(comment))
    if request.method == "POST" and form.is_valid() and _answered(request, comment, form):
        messages.success(request, f"意见{comment.receipt}已答复。")
        following = next_waiting(comment)
        if following is not None:
            return redirect("registry:comment", token=following.token)
        return redirect("registry:consultation", token=comment.consultation.token)
    pack = draft_of(comment.consultation)
    seen = {
        "comment": comment,
        "consultation": comment.consultation,
        "label": article_label(pack, comment.article),
        "article": pack.articles.get(comment.article),
        "form": form,
        "nav": "consultations",
    }
    return render(request, "registry/comment.html", seen)


def _answered(request: DeskRequest, comment: Comment, form: AnswerForm) -> bool:
    """True once the answer stands; a refusal stays on the page. Raises Moved for a page left behind."""
    comment.version = form.cleaned_data["version"]
    try:
        answer_comment(comment, form.entry(), by=request.post, at=clock.now())
    except Moved:
        raise
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _comment(request: DeskRequest, token: UUID) -> Comment:
    """A comment on a draft of the post's authority, or 404; what was guessed stays on record."""
    found = comment_for(request.post, token)
    if found is None:
        note_refused_reading(f"comment/{token}", by=request.post, at=clock.now())
        raise Http404
    return found

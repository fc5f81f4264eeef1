"""An inspector's own checks (我的检查任务): the bodies that he is to check."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dengji.people.terms import SENT_ROLES
from dengji.supervision.queries import checks_for, checks_of
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest


@require_safe
@at_desk("office", *sorted(SENT_ROLES))
def listed(request: DeskRequest) -> HttpResponse:
    """我的检查任务: those of campaigns that are drawn, the open ones first."""
    found = checks_of(checks_for(request.post))
    return render(request, "supervision/tasks.html", {"checks": found, "nav": "tasks"})

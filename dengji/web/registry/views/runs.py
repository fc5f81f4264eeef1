"""自动处理: what the monitors did of themselves, run by run, and what they could not."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.monitors.queries import last_run, runs
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import ADMINISTRATOR
from dengji.web.registry.running import is_late, run_line


@require_safe
@at_desk("office", *ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    """自动处理记录: the latest first, all or those in which something failed."""
    failed = request.GET.get("show") == "failed"
    page, last = page_of(request, runs(failed=failed)), last_run()
    given = {
        "page": page,
        "lines": [run_line(run) for run in page],
        "last": last,
        "late": is_late(last, clock.now()),
        "failed": failed,
        "nav": "runs",
    }
    return render(request, "registry/runs.html", given)

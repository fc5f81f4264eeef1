"""Certificate data reported again (证书数据再次报送): by a button on the release's page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dengji import clock
from dengji.certificates.acts.reporting import send_again
from dengji.people.terms import DECIDING
from dengji.web.access import at_desk
from dengji.web.certificates.frame import release_at
from dengji.web.middleware import DeskRequest


@require_POST
@at_desk("office", *sorted(DECIDING))
def again(request: DeskRequest, token: UUID) -> HttpResponse:
    """更正后再次报送: what the network did not take in, as it stands now."""
    send_again(release_at(request, token), by=request.post, at=clock.now())
    messages.success(request, "已列入报送，几分钟内发出；对方答复后，这里会更新。")
    return redirect("certificates:release", token=token)

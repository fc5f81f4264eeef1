"""Sending again what would not go (再次报送), by a person, on the trail."""

from datetime import datetime

from django.db import transaction

from dengji.audit.acts import Post, record
from dengji.exchange.acts import try_again
from dengji.exchange.files.refusals import NotCarried
from dengji.exchange.models import Request


@transaction.atomic
def send_again(request: Request, *, by: Post, at: datetime) -> None:
    """再次报送: what the network would not take waits to be sent again, what waits is tried now.

    Raises NotCarried where it has been taken or answered meanwhile.
    """
    before = {"state": request.state, "fault": request.fault}
    if not try_again(request, at=at):
        raise NotCarried("这一件刚才已经报送或者已有答复，不需要再次报送。")
    record(act="report.send_again", by=by, at=at, about=("exchange.Request", request.pk), before=before)

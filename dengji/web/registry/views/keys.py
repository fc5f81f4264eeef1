"""签名密钥: which keys sign certificates, how long still, and how they are followed by others. Read only."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.keyring import key_lines
from dengji.web.registry.roles import ADMINISTRATOR


@require_safe
@at_desk("office", *ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    """签名密钥: all of them, and what is done with them at the terminal, by two persons."""
    lines = key_lines(clock.today())
    given = {"lines": lines, "ending": [line for line in lines if line.ends], "nav": "keys"}
    return render(request, "registry/keys.html", given)

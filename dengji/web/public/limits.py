"""How often one network may send something without signing in (提交频次限制), on all machines."""

from django.http import HttpRequest

from dengji import clock
from dengji.audit.middleware import address_of
from dengji.web.public.asking import network_of
from dengji.web.tally import tried_this_hour

MOST = 20
TOO_MANY = "从您所在的网络提交得太多，请一小时后再试；急需反映的，可以直接打公示页上的电话。"


def within_limit(request: HttpRequest, what: str) -> bool:
    """Count one more try of that kind from the caller's network; False past the limit of the hour."""
    return within_limit_of(network_of(address_of(request)), what)


def within_limit_of(whose: str, what: str) -> bool:
    """Count one more try of that kind about somebody or something; False past the limit of the hour."""
    return tried_this_hour(f"tries:{what}:{whose}", clock.now()) <= MOST

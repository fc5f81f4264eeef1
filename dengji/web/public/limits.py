"""How often one address may send something without signing in (提交频次限制)."""

from datetime import timedelta

from django.core.cache import cache
from django.http import HttpRequest

from dengji.audit.middleware import address_of

MOST = 20
WINDOW = timedelta(hours=1)
TOO_MANY = "从您所在的网络提交得太多，请一小时后再试；急需反映的，可以直接打公示页上的电话。"


def within_limit(request: HttpRequest, what: str) -> bool:
    """Count one more try of that kind from the caller's address; False past the limit of the hour."""
    return within_limit_of(address_of(request), what)


def within_limit_of(whose: str | None, what: str) -> bool:
    """Count one more try of that kind about somebody or something; False past the limit of the hour."""
    key = f"tries:{what}:{whose}"
    cache.add(key, 0, WINDOW.total_seconds())
    try:
        return cache.incr(key) <= MOST
    except ValueError:  # it ran out just now
        return True

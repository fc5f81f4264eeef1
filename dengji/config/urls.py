"""Addresses: each desk under its own, the public's at the root; the demonstration's own pages."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

DESKS = {
    "body": "body/",
    "registry": "office/registry/",
    "office": "office/",
    "expert": "expert/",
    "examiner": "examiner/",
    "archives": "desk/archives/",
    "checks": "desk/certificate-checks/",
    "certificates": "desk/certificates/",
    "supervision": "desk/supervision/",
    "inbox": "desk/",
    "public": "",
}

urlpatterns: list[URLPattern | URLResolver] = [path("demo/", include("dengji.demo.urls"))]
urlpatterns += [
    path(address, include(f"dengji.web.{desk}.urls"))
    for desk, address in DESKS.items()
    if find_spec(f"dengji.web.{desk}") and find_spec(f"dengji.web.{desk}.urls")
]

handler404 = "dengji.web.middleware.not_found"
handler500 = "dengji.web.middleware.failed"

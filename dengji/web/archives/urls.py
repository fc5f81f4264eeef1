"""Addresses of the archives' desk (档案)."""

from django.urls import path

from dengji.web.archives import disposals, views

app_name = "archives"
urlpatterns = [
    path("", views.listed, name="archives"),
    path("disposals/", disposals.listed, name="disposals"),
    path("disposals/new/", disposals.propose, name="propose"),
    path("disposals/<uuid:token>/", disposals.shown, name="disposal"),
    path("disposals/<uuid:token>/decide/", disposals.decide, name="decide"),
    path("disposals/<uuid:token>/carry-out/", disposals.carry_out, name="carry_out"),
    path("disposals/<uuid:token>/certificate.pdf", disposals.certificate, name="certificate"),
    path("items/<int:pk>/", views.item, name="item"),
    path("<uuid:token>/", views.shown, name="archive"),
    path("<uuid:token>/hold/", views.hold_one, name="hold"),
    path("<uuid:token>/lift/", views.lift_one, name="lift"),
]

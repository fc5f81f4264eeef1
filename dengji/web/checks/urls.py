"""Addresses of the bulk check (证书批量核对)."""

from django.urls import path

from dengji.web.checks import views

app_name = "checks"
urlpatterns = [
    path("", views.sheet, name="sheet"),
    path("template/", views.blank, name="template"),
]

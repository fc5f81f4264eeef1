"""Addresses of the examiners' pages (考评员页面)."""

from django.urls import path

from dengji.web.examiner import views

app_name = "examiner"
urlpatterns = [
    path("", views.home, name="home"),
    path("<uuid:plan>/<slug:method>/", views.candidates, name="candidates"),
    path("<uuid:plan>/<slug:method>/sign/", views.sign_all, name="sign_all"),
    path("<uuid:plan>/<slug:method>/<uuid:candidate>/", views.sheet, name="sheet"),
]

"""Addresses of the demonstration's own pages (演示页面)."""

from django.urls import path

from dengji.demo import views

app_name = "demo"
urlpatterns = [
    path("clock/", views.moved, name="clock"),
    path("clock/restore/", views.restored, name="restore"),
]

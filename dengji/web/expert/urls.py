"""Addresses of the experts' pages (专家页面)."""

from django.urls import path

from dengji.web.expert import views

app_name = "expert"
urlpatterns = [
    path("", views.home, name="home"),
    path("seats/<int:seat_id>/", views.sheet, name="sheet"),
    path("seats/<int:seat_id>/draw-up/", views.draw_up, name="draw_up"),
    path("seats/<int:seat_id>/application/", views.application, name="application"),
    path("relations/<int:tie_id>/withdraw/", views.withdraw, name="withdraw"),
    path("relations/", views.relations, name="relations"),
]

"""Addresses of what everybody has (消息、联系方式)."""

from django.urls import path

from dengji.web.inbox import agenda, doors, views

app_name = "inbox"
urlpatterns = [
    path("messages/", views.listed, name="messages"),
    path("messages/read/", views.read_listed, name="read_all"),
    path("messages/<int:pk>/", views.opened, name="open"),
    path("messages/<int:pk>/read/", views.read_one, name="read"),
    path("me/", views.me, name="me"),
    path("me/contact/", views.contact, name="contact"),
    path("me/mailbox/<str:proof>/", views.mailbox, name="mailbox"),
    path("me/switches/", views.switches, name="switches"),
    path("plans/<uuid:token>/", doors.plan, name="plan"),
    path("cases/<uuid:token>/", doors.case, name="case"),
    path("filings/<str:number>/", doors.filing, name="filing"),
    path("calendar/", agenda.month, name="calendar"),
    path("calendar/subscribe/", agenda.subscribe, name="subscribe"),
    path("calendar/unsubscribe/", agenda.unsubscribe, name="unsubscribe"),
    path("calendar/<uuid:token>.ics", agenda.feed, name="feed"),
    path("texts/", doors.texts, name="texts"),
]

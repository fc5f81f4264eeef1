"""Addresses of arrangement, the day and its evidence at the body's desk (考务和现场页面)."""

from django.urls import URLPattern, path

from dengji.web.body.views import arrangement, evidence, the_day

urlpatterns: list[URLPattern] = [
    path("arrangement/", arrangement.arrangement, name="arrangement"),
    path("arrangement/sittings/add/", arrangement.add_sitting, name="sitting_add"),
    path("arrangement/sittings/<int:sitting>/drop/", arrangement.drop_sitting, name="sitting_drop"),
    path("arrangement/sittings/<int:sitting>/rooms/add/", arrangement.add_room, name="room_add"),
    path("arrangement/sittings/<int:sitting>/sign-in.pdf", arrangement.sign_in, name="sign_in_list"),
    path("arrangement/rooms/<int:room>/drop/", arrangement.drop_room, name="room_drop"),
    path("arrangement/rooms/<int:room>/duty/", arrangement.put_on_duty, name="duty_add"),
    path("arrangement/duty/<int:duty>/off/", arrangement.take_off_duty, name="duty_off"),
    path("arrangement/seat/<slug:method>/", arrangement.seat, name="seat"),
    path("arrangement/tickets/", arrangement.give_tickets, name="tickets_give"),
    path("arrangement/tickets.pdf", arrangement.tickets, name="tickets"),
    path("arrangement/tickets-<int:part>.pdf", arrangement.tickets, name="tickets_part"),
    path("day/", the_day.day, name="day"),
    path("day/<int:sitting>/attendance/", the_day.attendance, name="attendance"),
    path("day/<int:sitting>/incident/", the_day.incident, name="incident"),
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/elsewhere/", evidence.elsewhere, name="evidence_elsewhere"),
    path("evidence/upload/", evidence.upload, name="evidence_upload"),
    path("evidence/upload/<uuid:upload>/", evidence.going_on, name="evidence_going_on"),
    path("evidence/upload/<uuid:upload>/part/", evidence.part, name="evidence_part"),
    path("evidence/upload/<uuid:upload>/give-up/", evidence.give_up, name="evidence_give_up"),
]

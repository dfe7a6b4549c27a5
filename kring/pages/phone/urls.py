"""Addresses of the phone: a seat's pages under /m/, a voice's under /v/, never both in one."""

from django.urls import path

from kring.pages.phone import seat, voice

urlpatterns = [
    path("m/<uuid:pk>/", seat.phone, name="phone"),
    path("m/<uuid:pk>/say/", seat.say, name="phone_say"),
    path("m/<uuid:pk>/erasure/", seat.erasure, name="seat_erasure"),
    path("m/<uuid:pk>/names/", seat.names, name="phone_names"),
    path("m/<uuid:pk>/paper/", seat.paper, name="phone_paper"),
    path("m/<uuid:pk>/leave/", seat.leave, name="phone_leave"),
    path("m/<uuid:pk>/takeover/", seat.takeover, name="phone_takeover"),
    path("v/<uuid:pk>/", voice.voice, name="voice"),
    path("v/<uuid:pk>/say/", voice.say, name="voice_say"),
    path("v/<uuid:pk>/erasure/", voice.erasure, name="voice_erasure"),
]

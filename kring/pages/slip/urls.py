"""Addresses of a slip. Its code never stands in one: it comes behind the # of the QR code, or typed in a form."""

from django.urls import path

from kring.pages.slip import making, views

urlpatterns = [
    path("slip/", views.enter, name="slip"),
    path("slip/<uuid:pk>/", views.enter, name="slip_scanned"),
    path("v/<uuid:pk>/stream", views.stream, name="slip_stream"),
    path("v/<uuid:pk>/leave/", views.leave, name="slip_leave"),
    path("lead/<uuid:pk>/slips/", making.slips, name="lead_slips"),
    path("lead/<uuid:pk>/slips/lapse/", making.lapse, name="lead_slips_lapse"),
]

"""Addresses of one step on the road: where it came from, and what came of it."""

from django.urls import path

from kring.pages.tracing import views

urlpatterns = [path("traces/<uuid:pk>/", views.page, name="trace")]

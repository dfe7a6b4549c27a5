"""Addresses of work that goes on over several meetings."""

from django.urls import path

from kring.pages.ongoing import views

urlpatterns = [path("communities/<uuid:pk>/walls/<uuid:thread>/", views.wall, name="wall")]

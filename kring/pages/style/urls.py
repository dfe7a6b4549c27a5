"""Addresses of the page for developers."""

from django.urls import path

from kring.pages.style import views

urlpatterns = [
    path("style/", views.page, name="style"),
    path("style/<slug:name>/", views.screen, name="style_screen"),
]

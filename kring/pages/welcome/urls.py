"""Addresses of the first run."""

from django.urls import path

from kring.pages.welcome import views

urlpatterns = [
    path("welcome/", views.closed, name="welcome"),
    path("welcome/<str:key>/", views.start, name="welcome_start"),
]

"""Addresses of home and of a circle."""

from django.urls import path

from kring.pages.community import views

urlpatterns = [
    path("home/", views.home, name="home"),
    path("communities/<uuid:pk>/", views.community, name="community"),
]

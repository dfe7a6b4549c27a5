"""Addresses of thanks and help in a circle."""

from django.urls import path

from kring.pages.mutual import views

urlpatterns = [path("communities/<uuid:pk>/help/", views.page, name="mutual")]

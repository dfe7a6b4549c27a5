"""Addresses of what a circle makes."""

from django.urls import path

from kring.pages.repertoire import views

urlpatterns = [path("communities/<uuid:pk>/repertoire/", views.page, name="repertoire")]

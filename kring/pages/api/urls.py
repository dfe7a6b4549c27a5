"""The API, under an address of its own."""

from django.urls import path

from kring.pages.api.api import api

urlpatterns = [path("api/v1/", api.urls)]

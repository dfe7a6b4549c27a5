"""Addresses of the help."""

from django.urls import path

from kring.pages.help import views

urlpatterns = [
    path("help/", views.contents, name="help"),
    path("help/tools/<slug:key>/", views.tool, name="help_tool"),
    path("help/<slug:slug>/", views.general, name="help_page"),
]

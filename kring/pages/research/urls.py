"""Addresses of a researcher."""

from django.urls import path

from kring.pages.research import views

urlpatterns = [
    path("research/", views.page, name="research"),
    path("research/<uuid:pk>/circles/<uuid:circle>/", views.circle, name="research_circle"),
    path("research/<uuid:pk>/take/", views.take, name="research_take"),
]

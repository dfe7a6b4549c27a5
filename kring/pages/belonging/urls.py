"""Addresses of belonging to a circle."""

from django.urls import path

from kring.pages.belonging import people, rings

urlpatterns = [
    path("communities/<uuid:pk>/people/", people.page, name="people"),
    path("communities/<uuid:pk>/people/me/", people.mine, name="people_me"),
    path("communities/<uuid:pk>/people/<int:member>/", people.somebody, name="people_role"),
    path("communities/<uuid:pk>/people/letters/<int:letter>/", people.letter, name="people_letter"),
    path("communities/<uuid:pk>/rings/", rings.page, name="rings"),
]

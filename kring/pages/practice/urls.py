"""Addresses of the road from insight to classroom: a circle's practices and sources, and coming to look."""

from django.urls import path

from kring.pages.practice import invited, road, views

urlpatterns = [
    path("communities/<uuid:pk>/road/", road.page, name="road"),
    path("practices/<uuid:pk>/", views.page, name="practice"),
    path("practices/<uuid:pk>/photos/<uuid:photo>/", views.photo, name="practice_photo"),
    path("look/<str:token>/", invited.page, name="look"),
]

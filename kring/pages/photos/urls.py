"""Photos on cards, where they are looked at."""

from django.urls import path

from kring.pages.photos import views

urlpatterns = [
    path("activities/<uuid:pk>/photos/<uuid:photo>.jpg", views.photo, name="photo"),
    path(
        "b/<str:token>/photos/<uuid:activity>/<uuid:photo>.jpg", views.photo_on_board, name="photo_on_board"
    ),
]

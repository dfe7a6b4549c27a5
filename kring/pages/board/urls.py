"""The board on the wall."""

from django.urls import path

from kring.pages.board import views

urlpatterns = [path("b/<str:token>/", views.board, name="board")]

"""The address of finding something again."""

from django.urls import path

from kring.pages.finding import views

urlpatterns = [path("communities/<uuid:pk>/search/", views.page, name="search")]

"""Addresses of finding something again."""

from django.urls import path

from kring.pages.finding import views

urlpatterns = [
    path("communities/<uuid:pk>/search/", views.page, name="search"),
    path("communities/<uuid:pk>/search/<slug:kind>/<uuid:item>/", views.item, name="search_item"),
]

"""Addresses of what makes a circle last."""

from django.urls import path

from kring.pages.anchors import views

urlpatterns = [path("communities/<uuid:pk>/lasting/", views.page, name="anchors")]

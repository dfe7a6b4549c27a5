"""Addresses of taking a circle along."""

from django.urls import path

from kring.pages.takeaway import views

urlpatterns = [
    path("communities/<uuid:pk>/takeaway/", views.page, name="takeaway"),
    path("communities/<uuid:pk>/takeaway/kring.zip", views.download, name="takeaway_zip"),
]

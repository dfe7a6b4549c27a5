"""Address of ending somebody's part in a circle."""

from django.urls import path

from kring.pages.parting import views

urlpatterns = [path("communities/<uuid:pk>/parting/", views.page, name="parting")]

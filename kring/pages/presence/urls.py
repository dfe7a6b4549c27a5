"""Address of how near the facilitator stays."""

from django.urls import path

from kring.pages.presence import views

urlpatterns = [path("communities/<uuid:pk>/facilitator/", views.page, name="presence")]

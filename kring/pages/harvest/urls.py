"""Addresses of a meeting's harvest."""

from django.urls import path

from kring.pages.harvest import views

urlpatterns = [
    path("meetings/<uuid:pk>/harvest/", views.harvest, name="harvest"),
    path("meetings/<uuid:pk>/harvest/new/<slug:kind>/", views.new, name="harvest_new"),
    path("meetings/<uuid:pk>/harvest/closing/", views.closing, name="harvest_closing"),
    path("meetings/<uuid:pk>/harvest/<uuid:proposal>/", views.decide, name="harvest_decide"),
    path("meetings/<uuid:pk>/harvest/<uuid:proposal>/ours/", views.decide_together, name="harvest_two"),
]

from django.urls import path

from kring.pages.health import views

urlpatterns = [path("healthz", views.healthz, name="healthz")]

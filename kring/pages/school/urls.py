"""Address of the page of who leads a school."""

from django.urls import path

from kring.pages.school import views

urlpatterns = [path("school/", views.page, name="school")]

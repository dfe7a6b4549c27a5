"""Addresses of joining."""

from django.urls import path

from kring.pages.join import views

urlpatterns = [
    path("", views.code, name="join"),
    path("j/<str:token>/", views.seat, name="join_by_token"),
    path("j/<str:token>/table/", views.table, name="join_as_table"),
    path("j/<str:token>/back/", views.way_back, name="way_back"),
    path("j/<str:token>/for/<str:signed>/", views.mailed, name="join_by_mail"),
]

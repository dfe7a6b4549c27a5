"""Addresses of what people take away."""

from django.urls import path

from kring.pages.report import ours, views

urlpatterns = [
    path("meetings/<uuid:pk>/report/", views.report, name="report"),
    path("meetings/<uuid:pk>/report.pdf", views.report_pdf, name="report_pdf"),
    path("meetings/<uuid:pk>/results.xlsx", views.results_xlsx, name="results_xlsx"),
    path("meetings/<uuid:pk>/sheet.pdf", views.sheet_pdf, name="join_sheet"),
    path("activities/<uuid:pk>/ours/", ours.ours, name="named_outcome"),
    path("activities/<uuid:pk>/report.pdf", views.activity_pdf, name="activity_pdf"),
    path("activities/<uuid:pk>/print-<int:place>.pdf", views.print_pdf, name="print_pdf"),
    path("activities/<uuid:pk>/results.xlsx", views.activity_xlsx, name="activity_xlsx"),
]

"""Addresses of the report: the version that holds by its year, each version for good by its number."""

from django.urls import path

from city.report import views

urlpatterns = [
    path("city/report/", views.reports, name="reports"),
    path("city/report/<int:year>/", views.report, name="report"),
    path("city/report/<int:year>/v<int:version>/", views.report, name="report_version"),
    path("city/report/<int:year>/v<int:version>/changes/", views.changed, name="report_changes"),
    path("city/report/<int:year>/v<int:version>.pdf", views.as_pdf, name="report_pdf"),
    path("city/report/<int:year>/v<int:version>/<slug:part>/", views.part, name="report_version_part"),
    path("city/report/<int:year>/<slug:part>/", views.part, name="report_part"),
]

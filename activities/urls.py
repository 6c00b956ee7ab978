"""Addresses of the pages about acts."""

from django.urls import path

from activities import views
from activities.files import views as files

app_name = "activities"

urlpatterns = [
    path("act/", views.scenarios, name="scenarios"),
    path("act/<slug:code>/", views.report, name="report"),
    path("activities/<str:public_id>/", views.activity, name="activity"),
    path("activities/<str:public_id>/outcome/", views.outcome, name="outcome"),
    path("files/", files.uploads, name="files"),
    path("files/templates/<slug:code>.csv", files.template, name="file_template"),
    path("files/<str:public_id>/", files.file, name="file"),
    path("files/<str:public_id>/progress/", files.progress, name="file_progress"),
    path("files/<str:public_id>/original", files.original, name="file_original"),
    path("files/<str:public_id>/refused.csv", files.refused_csv, name="file_refused"),
]

"""Addresses of uploaded files."""

from django.urls import path

from channels.files import views

app_name = "files"

urlpatterns = [
    path("files/", views.uploads, name="files"),
    path("files/templates/<slug:code>.csv", views.template, name="template"),
    path("files/<public_id:public_id>/", views.file, name="file"),
    path("files/<public_id:public_id>/progress/", views.progress, name="progress"),
    path("files/<public_id:public_id>/original", views.original, name="original"),
    path("files/<public_id:public_id>/refused.csv", views.refused_csv, name="refused"),
]

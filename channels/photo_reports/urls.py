"""Addresses of photo reports."""

from django.urls import path

from channels.photo_reports import views

app_name = "photo_reports"

urlpatterns = [
    path("act/eco-photo/", views.begin, name="begin"),
    path("act/eco-photo/<public_id:public_id>/", views.complete, name="complete"),
    path("photo-reports/", views.mine, name="mine"),
    path("photo-reports/<public_id:public_id>/", views.report, name="report"),
]

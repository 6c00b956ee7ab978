"""Addresses of the pages about acts."""

from django.urls import path

from activities import views

app_name = "activities"

urlpatterns = [
    path("act/", views.scenarios, name="scenarios"),
    path("act/<slug:code>/", views.report, name="report"),
    path("activities/<public_id:public_id>/", views.activity, name="activity"),
    path("activities/<public_id:public_id>/outcome/", views.outcome, name="outcome"),
]

"""Addresses of the pages about acts."""

from django.urls import path

from activities import diary_pages, method_pages, views

app_name = "activities"

urlpatterns = [
    path("act/", views.scenarios, name="scenarios"),
    path("act/<slug:code>/", views.report, name="report"),
    path("activities/", diary_pages.diary, name="diary"),
    path("activities/<public_id:public_id>/", views.activity, name="activity"),
    path("activities/<public_id:public_id>/outcome/", views.outcome, name="outcome"),
    path("methods/", method_pages.methods, name="methods"),
    path("methods/<slug:code>/", method_pages.method, name="method"),
]

"""Addresses of visits: the scanner, and what the plate at a venue's door leads to."""

from django.urls import path

from channels.visits import views

app_name = "visits"

urlpatterns = [
    path("act/venue-visit/scan/", views.scan, name="scan"),
    path("v/<public_id:public_id>/", views.arrival, name="arrival"),
    path("v/<public_id:public_id>/visit/", views.visit, name="visit"),
]

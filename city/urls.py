"""Addresses of the city's pages."""

from django.urls import path

from city import roots, views

app_name = "city"

urlpatterns = [
    path("city/", views.figures, name="figures"),
    path("ledger/roots/", roots.roots, name="roots"),
    path("ledger/roots/feed/", roots.feed, name="roots_feed"),
    path("ledger/roots/<str:day>.json", roots.sealed_day, name="sealed_day"),
]

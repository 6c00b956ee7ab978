"""Addresses of the pages that join several apps."""

from django.urls import path

from portal import pages

app_name = "portal"

urlpatterns = [
    path("statement/", pages.statement, name="statement"),
]

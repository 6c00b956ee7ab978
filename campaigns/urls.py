"""Addresses of campaigns: each folder brings those of its own."""

from django.urls import URLPattern

app_name = "campaigns"

urlpatterns: list[URLPattern] = []

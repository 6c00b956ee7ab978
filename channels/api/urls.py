"""The address of the page about the API."""

from django.urls import path

from channels.api import pages

app_name = "api_pages"

urlpatterns = [path("api/docs/", pages.docs, name="docs")]

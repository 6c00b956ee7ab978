"""Addresses of the city's pages."""

from django.urls import path

from city import views

app_name = "city"

urlpatterns = [
    path("city/", views.figures, name="figures"),
]

"""Addresses of what there is to do, and of the form for each."""

from django.urls import path

from channels.form import views

app_name = "form"

urlpatterns = [
    path("act/", views.scenarios, name="scenarios"),
    path("act/<slug:code>/", views.report, name="report"),
    path("act/<slug:code>/estimate/", views.estimate, name="estimate"),
]

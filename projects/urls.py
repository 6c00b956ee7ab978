"""Addresses of the second path."""

from django.urls import path

from projects.public import views

app_name = "projects"

urlpatterns = [
    path("registry/", views.registry, name="registry"),
    path("registry/changes/", views.changes, name="changes"),
    path("registry/units.csv", views.units_file, name="units_file"),
    path("registry/projects/<public_id:public_id>/", views.project, name="project"),
    path("registry/retirements/<public_id:public_id>/", views.retirement, name="retirement"),
]

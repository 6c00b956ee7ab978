"""Addresses of buyers' years."""

from django.urls import path

from projects.buyers import views

ROOM = "enterprise/<public_id:public_id>/years/"
STATEMENT = "registry/years/<public_id:public_id>/"

urlpatterns = [
    path(ROOM, views.years, name="years"),
    path(f"{ROOM}state/", views.state_year, name="state_year"),
    path(f"{ROOM}<int:year>/", views.year, name="year"),
    path(f"{ROOM}<int:year>/publish/", views.publish_year, name="publish_year"),
    path(f"{ROOM}<int:year>/take-back/", views.take_back_year, name="take_back_year"),
    path(f"{ROOM}<int:year>/units/<int:first>/", views.retire_for_year, name="retire_for_year"),
    path(STATEMENT, views.year_statement, name="year_statement"),
    path(f"{STATEMENT}statement.pdf", views.year_statement_pdf, name="year_statement_pdf"),
]

"""Addresses of the pages about venues."""

from django.urls import path

from scenarios.venues import pages

app_name = "scenarios"

urlpatterns = [
    path("venues/", pages.venues, name="venues"),
    path("venues/<public_id:public_id>/", pages.venue, name="venue"),
    path("venues/<public_id:public_id>/plate/", pages.plate, name="plate"),
    path("screens/<slug:token>/", pages.screen, name="screen"),
    path("screens/<slug:token>/code/", pages.screen_code, name="screen_code"),
]

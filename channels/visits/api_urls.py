"""Addresses of visits for programs, version 1."""

from django.urls import path

from channels.visits.api import OneVenue, Visits
from common.access import public, token_holders

app_name = "visits_api"

urlpatterns = [
    path("venues/<public_id:public_id>", public(OneVenue.as_view()), name="venue"),
    path("visits", token_holders(Visits.as_view()), name="visits"),
]

"""Addresses of campaigns: each folder brings those of its own."""

from campaigns.public.urls import urlpatterns as of_public
from campaigns.teams.urls import urlpatterns as of_teams
from campaigns.trophies.urls import urlpatterns as of_trophies

app_name = "campaigns"

urlpatterns = [*of_public, *of_teams, *of_trophies]

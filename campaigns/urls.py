"""Addresses of campaigns: each folder brings those of its own."""

from campaigns.public.urls import urlpatterns as of_public
from campaigns.teams.urls import urlpatterns as of_teams

app_name = "campaigns"

urlpatterns = [*of_public, *of_teams]

"""Addresses of campaigns, sign-ups, trophies and teams for programs, version 1."""

from django.urls import path

from campaigns.api import campaigns, keepsakes, signups
from common.access import public, token_holders

app_name = "campaigns_api"

SIGNUP = "signups/<slug:code>"

urlpatterns = [
    path("campaigns", public(campaigns.Campaigns.as_view()), name="campaigns"),
    path("campaigns/<slug:code>", public(campaigns.OneCampaign.as_view()), name="campaign"),
    path("signups", token_holders(signups.SignUps.as_view()), name="signups"),
    path(SIGNUP, token_holders(signups.OneSignUp.as_view()), name="signup"),
    path(f"{SIGNUP}/withdraw", token_holders(signups.Withdraw.as_view()), name="withdraw"),
    path(f"{SIGNUP}/remind", token_holders(signups.Remind.as_view()), name="remind"),
    path(f"{SIGNUP}/check-in", token_holders(signups.CheckInByCode.as_view()), name="check_in"),
    path(f"{SIGNUP}/ticket", token_holders(signups.Ticket.as_view()), name="ticket"),
    path("trophies", token_holders(keepsakes.Trophies.as_view()), name="trophies"),
    path("teams", token_holders(keepsakes.Teams.as_view()), name="teams"),
]

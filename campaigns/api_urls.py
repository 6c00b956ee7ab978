"""Addresses of campaigns, sign-ups, trophies and teams for programs, version 1."""

from django.urls import path

from campaigns.api import campaigns, consents, keepsakes, signups, teams
from common.access import public, token_holders

app_name = "campaigns_api"

SIGNUP = "signups/<slug:code>"
TROPHY = "trophies/<public_id:public_id>"
TEAM = "teams/<public_id:public_id>"
MEMBER = f"{TEAM}/members/<public_id:member_id>"

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
    path(f"{TROPHY}/show", token_holders(keepsakes.ShowTrophy.as_view()), name="show_trophy"),
    path(f"{TROPHY}/hide", token_holders(keepsakes.HideTrophy.as_view()), name="hide_trophy"),
    path("teams", token_holders(keepsakes.Teams.as_view()), name="teams"),
    path("teams/join", token_holders(teams.Join.as_view()), name="join_team"),
    path("teams/found", token_holders(teams.Found.as_view()), name="found_team"),
    path(TEAM, token_holders(teams.OneTeam.as_view()), name="team"),
    path(f"{TEAM}/members", token_holders(teams.Members.as_view()), name="members"),
    path(f"{TEAM}/nickname", token_holders(teams.Nickname.as_view()), name="nickname"),
    path(f"{TEAM}/leave", token_holders(teams.Leave.as_view()), name="leave_team"),
    path(f"{TEAM}/rename", token_holders(teams.Rename.as_view()), name="rename_team"),
    path(f"{TEAM}/code", token_holders(teams.RenewCode.as_view()), name="renew_code"),
    path(f"{TEAM}/close", token_holders(teams.Close.as_view()), name="close_team"),
    path(f"{MEMBER}/remove", token_holders(teams.Remove.as_view()), name="remove_member"),
    path(f"{MEMBER}/hand-over", token_holders(teams.HandOver.as_view()), name="hand_over"),
    path("team-consents", token_holders(consents.Consents.as_view()), name="consents"),
    path("team-consents/word", token_holders(consents.Word.as_view()), name="guardian_word"),
    path("team-consents/end", token_holders(consents.End.as_view()), name="end_consent"),
    path("team-consents/release", token_holders(consents.Release.as_view()), name="release_child"),
]

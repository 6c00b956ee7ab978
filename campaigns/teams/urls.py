"""Addresses of teams."""

from django.urls import path

from campaigns.teams import guardians, leading, views

TEAM = "teams/<public_id:public_id>/"

urlpatterns = [
    path("teams/", views.mine, name="teams"),
    path("teams/new/", views.new, name="new_team"),
    path("teams/join/", views.join, name="join_team"),
    path("teams/guardian/", guardians.guardian, name="guardian"),
    path("teams/guardian/decide/", guardians.decide, name="guardian_decides"),
    path("teams/consent/end/", guardians.end, name="end_team_consent"),
    path("teams/consent/release/", guardians.release, name="release_child"),
    path(TEAM, views.team, name="team"),
    path(f"{TEAM}nickname/", views.rename, name="team_nickname"),
    path(f"{TEAM}leave/", views.leave, name="leave_team"),
    path(f"{TEAM}members/", views.members, name="team_members"),
    path(f"{TEAM}report/", views.report, name="report_name"),
    path(f"{TEAM}name/", leading.rename, name="rename_team"),
    path(f"{TEAM}code/", leading.renew, name="renew_team_code"),
    path(f"{TEAM}close/", leading.close, name="close_team"),
    path(f"{TEAM}members/<public_id:member_id>/remove/", leading.remove, name="remove_member"),
    path(f"{TEAM}members/<public_id:member_id>/captain/", leading.hand_over, name="hand_over_team"),
]

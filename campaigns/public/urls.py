"""Addresses of campaigns in public, and of a citizen's own sign-ups."""

from django.urls import path

from campaigns.public.views import campaign, checkin, shelf

RESERVED = ("mine", "pictures", "screen")
"""What no campaign is called: other pages stand there."""

urlpatterns = [
    path("campaigns/", shelf.campaigns, name="campaigns"),
    path("campaigns/mine/", campaign.mine, name="mine"),
    path("campaigns/pictures/<slug:size>/<slug:name>.jpg", shelf.picture, name="picture"),
    path("campaigns/screen/<slug:token>/", checkin.screen, name="screen"),
    path("campaigns/screen/<slug:token>/code/", checkin.screen_code, name="screen_code"),
    path("campaigns/<slug:code>/", campaign.campaign, name="campaign"),
    path("campaigns/<slug:code>.ics", campaign.calendar, name="calendar"),
    path("campaigns/<slug:code>/join/", campaign.join, name="join"),
    path("campaigns/<slug:code>/withdraw/", campaign.withdraw, name="withdraw"),
    path("campaigns/<slug:code>/remind/", campaign.remind, name="remind"),
    path("campaigns/<slug:code>/check-in/", checkin.check_in, name="check_in"),
    path("campaigns/<slug:code>/ticket/", checkin.ticket, name="ticket"),
    path("campaigns/<slug:code>/ticket/code/", checkin.ticket_code, name="ticket_code"),
]

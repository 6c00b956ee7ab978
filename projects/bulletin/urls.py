"""Addresses of the bulletin."""

from django.urls import path

from projects.bulletin.views import deals, offers, public, retracting

ROOM = "enterprise/<public_id:public_id>/"
OFFER, DEAL = f"{ROOM}offers/<public_id:offer_id>/", f"{ROOM}deals/<public_id:deal_id>/"

urlpatterns = [
    path("registry/bulletin/", public.bulletin, name="bulletin"),
    path("registry/bulletin/prices.csv", public.prices_file, name="prices_file"),
    path(f"{ROOM}bulletin/", offers.room_bulletin, name="room_bulletin"),
    path(f"{ROOM}bulletin/<public_id:offer_id>/", deals.take_up, name="take_up"),
    path(f"{ROOM}units/<int:first>/offer/", offers.offer_units, name="offer_units"),
    path(OFFER, offers.offer, name="offer"),
    path(f"{OFFER}publish/", offers.publish_offer, name="publish_offer"),
    path(f"{OFFER}refuse/", offers.refuse_offer, name="refuse_offer"),
    path(f"{OFFER}withdraw/", offers.withdraw_offer, name="withdraw_offer"),
    path(DEAL, deals.deal, name="deal"),
    path(f"{DEAL}paid/", deals.pay_deal, name="pay_deal"),
    path(f"{DEAL}confirm/", deals.confirm_deal, name="confirm_deal"),
    path(f"{DEAL}dispute/", deals.dispute_deal, name="dispute_deal"),
    path(f"{DEAL}retract/", retracting.retract_deal, name="retract_deal"),
]

"""Addresses of the mall's API, version 1."""

from django.urls import path

from common.access import public, token_holders
from merchants.api.captures import Captures, Undo
from merchants.api.offers import Offers, OneOffer
from merchants.api.redemptions import OneRedemption, Redemptions, Release
from merchants.api.wishes import Wishes

app_name = "mall_api"

urlpatterns = [
    path("offers", public(Offers.as_view()), name="offers"),
    path("offers/<public_id:public_id>", public(OneOffer.as_view()), name="offer"),
    path("redemptions", token_holders(Redemptions.as_view()), name="redemptions"),
    path("redemptions/<public_id:public_id>", token_holders(OneRedemption.as_view()), name="redemption"),
    path("redemptions/<public_id:public_id>/release", token_holders(Release.as_view()), name="release"),
    path("wishes", token_holders(Wishes.as_view()), name="wishes"),
    path("captures", token_holders(Captures.as_view()), name="captures"),
    path("captures/<public_id:public_id>/undo", token_holders(Undo.as_view()), name="undo"),
]

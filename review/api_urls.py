"""Addresses of what citizens answer to the desk, for programs, version 1."""

from django.urls import path

from accounts.own_api import takes_uploads
from common.access import token_holders
from review.api import Appeals, Claimable, Claims, OneClaim

app_name = "review_api"

urlpatterns = [
    path("claims", takes_uploads(Claims), name="claims"),
    path("claims/scenarios", token_holders(Claimable.as_view()), name="claimable"),
    path("claims/<public_id:public_id>", token_holders(OneClaim.as_view()), name="claim"),
    path("appeals/<slug:kind>/<public_id:public_id>", takes_uploads(Appeals), name="appeal"),
]

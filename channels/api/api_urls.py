"""Addresses of the API, version 1."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from channels.api.views import Activities, OneActivity
from common.access import public, token_holders

app_name = "api"

urlpatterns = [
    path("activities", token_holders(Activities.as_view()), name="activities"),
    path("activities/<public_id:public_id>", token_holders(OneActivity.as_view()), name="activity"),
    path("openapi.json", public(SpectacularJSONAPIView.as_view()), name="openapi"),
]

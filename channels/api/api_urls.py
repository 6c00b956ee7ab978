"""Addresses of the API, version 1."""

from django.urls import path
from django.views.decorators.http import conditional_page
from drf_spectacular.views import SpectacularJSONAPIView

from channels.api.scenarios import OneScenario, Scenarios
from channels.api.views import Activities, Estimate, OneActivity
from common.access import public, token_holders

app_name = "api"

urlpatterns = [
    path("activities", token_holders(Activities.as_view()), name="activities"),
    path("activities/estimate", token_holders(Estimate.as_view()), name="estimate"),
    path("activities/<public_id:public_id>", token_holders(OneActivity.as_view()), name="activity"),
    path("scenarios", public(conditional_page(Scenarios.as_view())), name="scenarios"),
    path("scenarios/<slug:code>", public(conditional_page(OneScenario.as_view())), name="scenario"),
    path("openapi.json", public(SpectacularJSONAPIView.as_view()), name="openapi"),
]

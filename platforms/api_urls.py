"""Addresses at which mini-programs sign in, version 1."""

from django.urls import path

from common.access import public
from platforms.mini_programs.api import ConfirmPhone, FromMiniProgram

app_name = "platforms_api"

urlpatterns = [
    path("sign-in/link", public(ConfirmPhone.as_view()), name="link"),
    path("sign-in/<slug:platform>", public(FromMiniProgram.as_view()), name="from_mini_program"),
]

"""Addresses of what programs read of a citizen's acts, version 1."""

from django.urls import path

from activities.telling.api import Diary, Refused
from common.access import token_holders

app_name = "activities_api"

urlpatterns = [
    path("diary", token_holders(Diary.as_view()), name="diary"),
    path("refused-attempts", token_holders(Refused.as_view()), name="refused"),
]

"""Addresses of what programs read of a citizen's account, version 1."""

from django.urls import path

from accounts.inbox.api import Inbox
from common.access import token_holders

app_name = "accounts_api"

urlpatterns = [path("inbox", token_holders(Inbox.as_view()), name="inbox")]

"""Addresses of what programs read of a citizen's account, version 1."""

from django.urls import path

from accounts.inbox.api import Inbox, ReadAll, ReadOne, Unread
from accounts.profile_api import Profile
from common.access import token_holders

app_name = "accounts_api"

urlpatterns = [
    path("inbox", token_holders(Inbox.as_view()), name="inbox"),
    path("inbox/unread", token_holders(Unread.as_view()), name="unread"),
    path("inbox/read", token_holders(ReadAll.as_view()), name="read_inbox"),
    path("inbox/<public_id:public_id>/read", token_holders(ReadOne.as_view()), name="read_notice"),
    path("profile", token_holders(Profile.as_view()), name="profile"),
]

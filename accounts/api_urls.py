"""Addresses at which apps sign in, and of what programs read of a citizen's account, version 1."""

from django.urls import path

from accounts.app_sign_in.api import AskAgain, AskForCode, Confirm, End, Renew
from accounts.inbox.api import Inbox, ReadAll, ReadOne, Unread
from accounts.profile_api import Profile
from common.access import public, token_holders

app_name = "accounts_api"

urlpatterns = [
    path("inbox", token_holders(Inbox.as_view()), name="inbox"),
    path("sign-in/code", public(AskForCode.as_view()), name="ask_for_code"),
    path("sign-in/code/again", public(AskAgain.as_view()), name="ask_again"),
    path("sign-in/confirm", public(Confirm.as_view()), name="confirm"),
    path("sign-in/renew", public(Renew.as_view()), name="renew"),
    path("sign-in/end", public(End.as_view()), name="end"),
    path("inbox/unread", token_holders(Unread.as_view()), name="unread"),
    path("inbox/read", token_holders(ReadAll.as_view()), name="read_inbox"),
    path("inbox/<public_id:public_id>/read", token_holders(ReadOne.as_view()), name="read_notice"),
    path("profile", token_holders(Profile.as_view()), name="profile"),
]

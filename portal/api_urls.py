"""Addresses of what joins several apps for programs, version 1."""

from django.urls import path

from common.access import token_holders
from portal.api.acts import Explanation, Withdrawal
from portal.api.credits import Balance, Statement
from portal.api.year import Year

app_name = "portal_api"

ACT = "activities/<public_id:public_id>/"

urlpatterns = [
    path(f"{ACT}explanation", token_holders(Explanation.as_view()), name="explanation"),
    path(f"{ACT}withdrawal", token_holders(Withdrawal.as_view()), name="withdrawal"),
    path("balance", token_holders(Balance.as_view()), name="balance"),
    path("years/<str:period>", token_holders(Year.as_view()), name="year"),
    path("statement", token_holders(Statement.as_view()), name="statement"),
]

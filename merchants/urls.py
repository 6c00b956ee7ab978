"""Addresses of the mall, the tills, a merchant's own pages, refunds and statements, each written in its folder."""

from merchants.mall import urls as mall
from merchants.refunds import urls as refunds
from merchants.room import urls as room
from merchants.settlement import urls as settlement
from merchants.till import urls as till

app_name = "merchants"

urlpatterns = [
    *mall.urlpatterns,
    *till.urlpatterns,
    *room.urlpatterns,
    *refunds.urlpatterns,
    *settlement.urlpatterns,
]

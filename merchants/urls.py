"""Addresses of the mall, the tills and a merchant's own pages, each written in its folder."""

from merchants.mall import urls as mall
from merchants.room import urls as room
from merchants.till import urls as till

app_name = "merchants"

urlpatterns = [*mall.urlpatterns, *till.urlpatterns, *room.urlpatterns]
